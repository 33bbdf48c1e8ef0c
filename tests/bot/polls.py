"""Polls in a simulated channel."""

from typing import Any

import discord
from discord import ClientUser
from simcord import InteractionResult, MemberActor
from simcord.builders import ChannelHandle

from tests.bot.stage import Stage, public_message


def channel_with_polls(stage: Stage, *without: MemberActor | ClientUser) -> ChannelHandle:
    """Create a channel where all may start polls but some."""
    guild, allowed = stage.ada.guild, discord.PermissionOverwrite(send_polls=True)
    overwrites: dict[Any, discord.PermissionOverwrite] = {guild.default_role: allowed}
    overwrites |= dict.fromkeys(without, discord.PermissionOverwrite(send_polls=False))
    return guild.create_text_channel("votes", overwrites=overwrites)


def poll_on(stage: Stage, result: InteractionResult) -> Any:  # noqa: ANN401 - SimCord's
    """Return the poll on a public message, as Discord stores it."""
    message = public_message(result)
    poll = stage.env.backend.get_message(message.channel_id, message.id).poll
    assert poll is not None
    return poll


def answers_of(poll: Any) -> list[str]:  # noqa: ANN401 - SimCord's
    """Return the texts to vote on."""
    return [answer.text for answer in poll.answers]
