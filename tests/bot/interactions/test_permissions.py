"""Where Discord forbids a response, the member learns which permission is missing."""

import logging

import discord
import pytest
from simcord.builders import ChannelHandle

from tests.bot.stage import Stage, ephemeral_text, public_message

CALLBACK = "/interactions/*/*/callback"
ORIGINAL = "/webhooks/*/*/messages/@original"
ALL_PERMISSIONS = "**View Channel**, **Send Messages**, **Embed Links**, **Attach Files**."


def inject_forbidden(stage: Stage, path: str, method: str = "POST", code: int = 50013) -> None:
    stage.env.inject_error(method, path, status=403, code=code, message="Missing Permissions")


def channel_without(stage: Stage, **permissions: bool | None) -> ChannelHandle:
    assert stage.env.bot.user is not None
    overwrite = discord.PermissionOverwrite(**permissions)
    return stage.ada.guild.create_text_channel("strict", overwrites={stage.env.bot.user: overwrite})


@pytest.mark.parametrize("code", [50001, 50013])
async def test_missing_permissions_are_named_ephemerally(
    stage: Stage, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    channel = channel_without(stage, embed_links=False, attach_files=False)
    inject_forbidden(stage, CALLBACK, code=code)
    message = ephemeral_text(await stage.ada.slash(channel, "name", country="NL"))
    assert message.endswith("in this channel: **Embed Links**, **Attach Files**.")
    assert "Request /name lacks permissions to respond" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert stage.env.errors


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
    message = ephemeral_text(await stage.ada.slash(thread, "name", country="NL"))
    assert "**Send Messages in Threads**" in message
    assert stage.env.errors


async def test_button_press_is_answered_too(stage: Stage) -> None:
    card = await stage.name_card(country="NL")
    inject_forbidden(stage, CALLBACK)
    assert ephemeral_text(await stage.ben.click(card, label="Again")).endswith(ALL_PERMISSIONS)


@pytest.mark.usefixtures("instant_plot")
async def test_refused_attachment_is_replaced_by_message(stage: Stage) -> None:
    channel = channel_without(stage, attach_files=False)
    inject_forbidden(stage, ORIGINAL, "PATCH")
    message = public_message(await stage.ada.slash(channel, "clipdemo", number=16, epochs=5))
    assert message.content.endswith("in this channel: **Attach Files**.")
    assert stage.env.errors


@pytest.mark.usefixtures("instant_plot")
async def test_no_permission_is_required_in_advance(stage: Stage) -> None:
    channel = channel_without(stage, send_messages=False, embed_links=False, attach_files=False)
    public_message(await stage.ada.slash(channel, "name", country="NL"))
    public_message(await stage.ada.slash(channel, "clipdemo", number=16, epochs=5))


async def test_forbidden_in_direct_messages_is_a_failure(stage: Stage) -> None:
    inject_forbidden(stage, CALLBACK)
    result = await stage.ada.user.slash("name", country="NL")
    assert "give this code to the bot’s owner" in ephemeral_text(result)
    assert stage.env.errors
