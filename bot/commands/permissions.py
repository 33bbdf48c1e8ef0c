"""What to say where Discord does not let the bot answer.

For answers to commands and buttons Discord asks no permission of a bot, not even for files and
links; it minds only those that we never use, such as to mention everyone
(https://discord.com/developers/docs/change-log, 3 August 2022). So nothing is refused beforehand:
in a channel where everyone is denied a permission, `app_permissions` lacks it, and the answer goes
through all the same. This is for where Discord refuses nonetheless.
"""

from collections.abc import Iterator

import discord

from bot.words.words import Words

MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013


def is_missing(interaction: discord.Interaction, error: BaseException) -> bool:
    """Whether Discord refused something because the bot, a member there, may not do it."""
    codes = {MISSING_ACCESS, MISSING_PERMISSIONS}
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    return isinstance(error, discord.Forbidden) and error.code in codes and guild is not None


def told_missing(interaction: discord.Interaction, words: Words) -> str:
    """Say which permission is missing where a request was made, as far as can be known.

    Discord does not say for which of them it refused. Those that it said beforehand that the bot
    lacks are named; where it lacks none, all that an answer can want.
    """
    wanted = [*_wanted(interaction, words)]
    names = [name for name, had in wanted if not had] or [name for name, _ in wanted]
    return words(
        "Discord does not let me answer here. Ask whoever looks after this server to allow me, in "
        "this channel: {permissions}.",
        permissions=", ".join(f"**{name}**" for name in names),
    )


def _wanted(interaction: discord.Interaction, words: Words) -> Iterator[tuple[str, bool]]:
    """What an answer can want, by the names that Discord shows, and whether the bot has it."""
    has = interaction.app_permissions
    yield words("View Channel"), has.view_channel
    if isinstance(interaction.channel, discord.Thread):
        yield words("Send Messages in Threads"), has.send_messages_in_threads
    else:
        yield words("Send Messages"), has.send_messages
    yield words("Embed Links"), has.embed_links
    yield words("Attach Files"), has.attach_files
