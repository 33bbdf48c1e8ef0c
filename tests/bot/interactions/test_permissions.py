"""Where Discord does not let the bot answer, the member is told which permission is missing."""

import logging

import discord
import pytest
from simcord.builders import ChannelHandle

from tests.bot.stage import Stage, refused, shown

CALLBACK = "/interactions/*/*/callback"
ORIGINAL = "/webhooks/*/*/messages/@original"
EVERYTHING = "**View Channel**, **Send Messages**, **Embed Links**, **Attach Files**."
each_code = pytest.mark.parametrize("code", [50001, 50013])


def refuse(stage: Stage, path: str, method: str = "POST", code: int = 50013) -> None:
    stage.env.inject_error(method, path, status=403, code=code, message="Missing Permissions")


def channel_without(stage: Stage, **permissions: bool | None) -> ChannelHandle:
    assert stage.env.bot.user is not None
    overwrite = discord.PermissionOverwrite(**permissions)
    return stage.ada.guild.create_text_channel("strict", overwrites={stage.env.bot.user: overwrite})


@each_code
async def test_the_permissions_that_are_missing_are_named_to_the_member_alone(
    stage: Stage, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    channel = channel_without(stage, embed_links=False, attach_files=False)
    refuse(stage, CALLBACK, code=code)
    told = refused(await stage.ada.slash(channel, "name", country="NL"))
    assert told.endswith("in this channel: **Embed Links**, **Attach Files**.")
    assert "Request /name was not let answer" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert stage.env.errors


async def test_where_discord_says_that_none_is_missing_all_that_could_be_are_named(
    stage: Stage,
) -> None:
    refuse(stage, CALLBACK)
    assert (await stage.refusal(country="NL")).endswith(EVERYTHING)
    assert stage.env.errors


async def test_in_a_thread_it_is_the_threads_permission(stage: Stage) -> None:
    channel = stage.env.bot.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="more", type=discord.ChannelType.public_thread)
    (thread,) = stage.channel.threads
    refuse(stage, CALLBACK)
    told = refused(await stage.ada.slash(thread, "name", country="NL"))
    assert "**Send Messages in Threads**" in told
    assert stage.env.errors


async def test_a_press_on_a_button_is_told_too(stage: Stage) -> None:
    card = await stage.card(country="NL")
    refuse(stage, CALLBACK)
    assert refused(await stage.ben.click(card, label="Again")).endswith(EVERYTHING)


async def test_a_picture_that_may_not_be_sent_after_all_is_replaced_by_what_is_missing(
    stage: Stage,
) -> None:
    channel = channel_without(stage, attach_files=False)
    refuse(stage, ORIGINAL, "PATCH")
    told = shown(await stage.ada.slash(channel, "clipdemo", number=16, epochs=5))
    assert told.content.endswith("in this channel: **Attach Files**.")
    assert stage.env.errors


async def test_no_permission_is_asked_where_discord_asks_none(stage: Stage) -> None:
    channel = channel_without(stage, send_messages=False, embed_links=False, attach_files=False)
    shown(await stage.ada.slash(channel, "name", country="NL"))
    shown(await stage.ada.slash(channel, "clipdemo", number=16, epochs=5))


async def test_outside_of_servers_a_refusal_is_no_matter_of_permissions(stage: Stage) -> None:
    refuse(stage, CALLBACK)
    result = await stage.ada.user.slash("name", country="NL")
    assert "tell whoever runs me this code" in refused(result)
    assert stage.env.errors
