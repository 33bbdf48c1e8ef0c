"""Errors end in one place: the member gets a reply, the log gets the cause.

Where Discord forbids a response, the member learns which permission is missing.
"""

import logging
import re
from dataclasses import replace
from unittest.mock import AsyncMock

import discord
import pytest

from bot.services.concurrency import BusyError, DeadlineError
from bot.store.errors import StoreBusyError, StoreError
from tests.bot.stage import Stage, ephemeral_text

PRIVATE_INPUT = "Zxqvlandia"
CALLBACK = "/interactions/*/*/callback"
ALL_PERMISSIONS = "**View Channel**, **Send Messages**, **Embed Links**, **Attach Files**."
SUGGEST = "bot.services.name_service.NameService.suggest_unseen"


def fail(*_: object) -> None:
    raise ZeroDivisionError


def incident_in(text: str) -> str:
    found = re.search(r"`([0-9a-f]{6})`", text)
    assert found is not None, text
    return found[1]


async def test_failed_command_replies_with_logged_incident(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(SUGGEST, fail)
    incident = incident_in(await stage.refusal("name", country="NL"))
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == f"Request /name failed [{incident}]"
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


async def test_failed_button_replies_with_logged_incident(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    card = await stage.name_card(country="NL")
    monkeypatch.setattr(SUGGEST, fail)
    incident = incident_in((await stage.told(card, "Again")).content)
    assert f"failed [{incident}]" in caplog.text


async def test_failed_autocomplete_returns_no_choices(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("model.domain.countries.Gazetteer.search", fail)
    assert await stage.ada.autocomplete(stage.channel, "name", "country", PRIVATE_INPUT) == []
    assert "ZeroDivisionError" in caplog.text
    assert PRIVATE_INPUT not in caplog.text


async def test_input_errors_are_not_logged(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.refusal("name", country=PRIVATE_INPUT)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert PRIVATE_INPUT not in caplog.text


@pytest.mark.parametrize("error", [BusyError(), DeadlineError("with less")])
async def test_limit_errors_are_reported_but_not_logged(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: BusyError | DeadlineError,
) -> None:
    suggest = AsyncMock(side_effect=error)
    monkeypatch.setattr("bot.services.name_service.NameService.suggest_unseen", suggest)
    assert await stage.refusal("name", country="NL") == str(error)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (
            StoreError("nomen.sqlite3 failed: no such table: star."),
            "so nothing has changed. Try again later. If it keeps failing, tell the bot’s owner.",
        ),
        (StoreBusyError("nomen.sqlite3 is in use."), "right now. Try again in a moment."),
    ],
)
async def test_database_errors_give_members_advice_and_the_log_the_cause_without_what_it_quotes(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: StoreError,
    advice: str,
) -> None:
    async def top(*_: object) -> None:
        raise error from ZeroDivisionError(PRIVATE_INPUT)

    monkeypatch.setattr(stage.store.stars, "top_of_group", top)
    text = await stage.refusal("top5")
    assert text.endswith(advice)
    assert "nomen.sqlite3" not in text
    assert f"{error}: ZeroDivisionError()" in caplog.text
    assert PRIVATE_INPUT not in caplog.text


async def test_unknown_command_is_reported_as_outdated(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = stage.env.backend.find_command("name", None)
    assert command is not None
    renamed = {**command, "name": "nomen"}
    monkeypatch.setattr(stage.env.backend, "find_command", lambda *_, **__: renamed)
    assert "has changed" in await stage.refusal("nomen", country="NL")


async def test_error_after_response_is_sent_as_followup(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def show(interaction: object, *_: object) -> None:
        await interaction.response.send_message("half")  # type: ignore[attr-defined]
        raise ZeroDivisionError

    monkeypatch.setattr("bot.features.names.names.send_names", show)
    result = await stage.ada.slash(stage.channel, "name", country="NL")
    (followup,) = result.followups
    assert followup.ephemeral
    incident_in(followup.content)
    assert stage.env.errors


async def test_undeliverable_reply_is_logged(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(SUGGEST, fail)
    stage.env.inject_error("POST", CALLBACK, status=404, code=10062)
    assert (await stage.ada.slash(stage.channel, "name", country="NL")).response is None
    assert "Request /name could not be answered" in caplog.text
    assert stage.env.errors


def inject_forbidden(stage: Stage, path: str, method: str = "POST", code: int = 50013) -> None:
    stage.env.inject_error(method, path, status=403, code=code, message="Missing Permissions")


def without(stage: Stage, **permissions: bool | None) -> Stage:
    """Return the stage in a channel where the bot lacks permissions."""
    assert stage.env.bot.user is not None
    overwrite = discord.PermissionOverwrite(**permissions)
    strict = stage.ada.guild.create_text_channel("x", overwrites={stage.env.bot.user: overwrite})
    return replace(stage, channel=strict)


@pytest.mark.parametrize("code", [50001, 50013])
async def test_missing_permissions_are_named_ephemerally(
    stage: Stage, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    inject_forbidden(stage, CALLBACK, code=code)
    strict = without(stage, embed_links=False, attach_files=False)
    message = await strict.refusal("name", country="NL")
    assert message.endswith("in this channel: **Embed Links**, **Attach Files**.")
    assert "Request /name lacks permissions to respond" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_server_need_not_be_known_from_the_gateway(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.env.bot, "get_guild", lambda _: None)
    inject_forbidden(stage, CALLBACK)
    assert (await stage.refusal("name", country="NL")).endswith(ALL_PERMISSIONS)


async def test_thread_permission_is_named_in_threads(stage: Stage) -> None:
    channel = await stage.env.bot.fetch_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="more", type=discord.ChannelType.public_thread)
    (thread,) = stage.channel.threads
    inject_forbidden(stage, CALLBACK)
    message = await replace(stage, channel=thread).refusal("name", country="NL")
    assert "**Send Messages in Threads**" in message


async def test_button_press_is_answered_too(stage: Stage) -> None:
    card = await stage.name_card(country="NL")
    inject_forbidden(stage, CALLBACK)
    assert (await stage.told(card, "Again", stage.ben)).content.endswith(ALL_PERMISSIONS)


@pytest.mark.usefixtures("instant_plot")
async def test_refused_attachment_is_replaced_by_message(stage: Stage) -> None:
    inject_forbidden(stage, "/webhooks/*/*/messages/@original", "PATCH")
    message = await without(stage, attach_files=False).public("clipdemo", number=16, epochs=5)
    assert message.content.endswith("in this channel: **Attach Files**.")
    assert stage.env.errors


@pytest.mark.usefixtures("instant_plot")
async def test_no_permission_is_required_in_advance(stage: Stage) -> None:
    strict = without(stage, send_messages=False, embed_links=False, attach_files=False)
    await strict.public("name", country="NL")
    await strict.public("clipdemo", number=16, epochs=5)


async def test_forbidden_in_direct_messages_is_a_failure(stage: Stage) -> None:
    inject_forbidden(stage, CALLBACK)
    result = await stage.ada.user.slash("name", country="NL")
    assert "give this code to the bot’s owner" in ephemeral_text(result)
    assert stage.env.errors
