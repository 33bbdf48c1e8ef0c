"""Errors end in one place: the member is answered, the cause is in the log."""

import logging
import re

import pytest

from bot.services.concurrency import BusyError, DeadlineError
from model.domain.generation import Suggestion
from tests.bot.stage import Stage, refused

SECRET = "Zxqvlandia"  # noqa: S105 - what a member typed


class BrokenError(Exception):
    """What nobody foresaw."""


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, stage: Stage) -> Stage:
    def suggest(*_: object) -> list[Suggestion]:
        raise BrokenError

    monkeypatch.setattr("model.inference.name_generator.NameGenerator.suggest", suggest)
    return stage


def incident_in(text: str) -> str:
    found = re.search(r"`([0-9a-f]{6})`", text)
    assert found is not None, text
    return found[1]


async def test_a_member_whose_command_broke_gets_the_code_that_the_log_has(
    broken: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    incident = incident_in(await broken.refusal(country="NL"))
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == f"Request /name failed [{incident}]"
    assert record.exc_info is not None
    assert record.exc_info[0] is BrokenError
    assert broken.env.errors


async def test_a_member_whose_button_broke_gets_the_code_that_the_log_has(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    card = await stage.card(country="NL")

    def suggest(*_: object) -> list[Suggestion]:
        raise BrokenError

    monkeypatch.setattr("model.inference.name_generator.NameGenerator.suggest", suggest)
    incident = incident_in(refused(await stage.ben.click(card, label="Again")))
    assert f"failed [{incident}]" in caplog.text
    assert "BrokenError" in caplog.text


async def test_a_member_whose_autocomplete_broke_gets_an_empty_list(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def search(*_: object) -> None:
        raise BrokenError

    monkeypatch.setattr("model.domain.countries.Gazetteer.search", search)
    assert await stage.ada.autocomplete(stage.channel, "name", "country", SECRET) == []
    assert "BrokenError" in caplog.text
    assert SECRET not in caplog.text


async def test_what_a_member_got_wrong_is_not_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.refusal(country=SECRET)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert SECRET not in caplog.text
    assert stage.env.errors


@pytest.mark.parametrize("error", [BusyError(), DeadlineError("with less")])
async def test_too_much_to_do_is_told_and_not_logged(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: BusyError | DeadlineError,
) -> None:
    async def suggest(*_: object) -> list[Suggestion]:
        raise error

    monkeypatch.setattr("bot.services.name_service.NameService.suggest", suggest)
    assert await stage.refusal(country="NL") == str(error)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert stage.env.errors


async def test_a_command_that_discord_remembers_otherwise_is_told_to_be_outdated(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = stage.env.backend.find_command("name", None)
    assert command is not None
    monkeypatch.setattr(
        stage.env.backend, "find_command", lambda *_, **__: {**command, "name": "nomen"}
    )
    assert "has changed" in refused(await stage.ada.slash(stage.channel, "nomen", country="NL"))
    assert stage.env.errors


async def test_an_error_after_the_answer_is_told_in_a_second_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def show(interaction: object, *_: object) -> None:
        await interaction.response.send_message("half")  # type: ignore[attr-defined]
        raise BrokenError

    monkeypatch.setattr("bot.commands.name.show_names", show)
    result = await stage.name(country="NL")
    (told,) = result.followups
    assert told.ephemeral
    incident_in(told.content)
    assert stage.env.errors


async def test_an_answer_that_discord_does_not_take_is_logged_and_harms_nothing(
    broken: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    broken.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
    assert (await broken.name(country="NL")).response is None
    assert "Request /name could not be answered" in caplog.text
    assert broken.env.errors
