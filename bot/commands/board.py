"""`/board`: those who manage a server hide names from its top five, or refuse typed ones."""

from collections.abc import Sequence
from enum import StrEnum

from discord import Permissions, app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Choice, Range

from bot.cards.board import HiddenNamesCard
from bot.commands.options import MAX_CHOICES, ChoiceTransformer
from bot.i18n.discord_locale import translator_for_user
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.error_handler import handle_error, reply_ephemeral
from bot.store.stars import require_group
from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import capitalise, fold
from model.domain.validation import MAX_TYPED_LENGTH

_MAX_SEARCHED = 1000
"""Names of a board, those with most stars first, among which completions are looked for."""

board = app_commands.Group(
    name="board",
    description="Decide what this server’s top five shows: hide names, or allow only those I "
    "come up with",
    default_permissions=Permissions(manage_guild=True),
    # What is not said here would be taken from all commands.
    allowed_contexts=AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    allowed_installs=AppInstallationType(guild=True, user=False),
)


class NotManagerError(InputError):
    """A member without the permission asked for what only those who manage a server may do.

    A server's settings may offer them the command, but do not make them its managers.
    """

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "You need the **Manage Server** permission for that. Ask someone who has it."
            )
        )


def managed_guild(interaction: NomenInteraction) -> int:
    """Return the guild that the member manages.

    Raises:
        NoGroupError: direct messages have no board.
        NotManagerError: the member may not manage the server.
    """
    guild = require_group(guild_or_direct_messages(interaction))
    if not interaction.permissions.manage_guild:
        raise NotManagerError
    return guild


class Taken(StrEnum):
    """Whether names that members type are taken."""

    YES = "yes"
    NO = "no"


TakenOption = app_commands.Transform[
    Taken,
    ChoiceTransformer(
        {
            Taken.YES: gettext_noop("yes: members can add names of their own choice"),
            Taken.NO: gettext_noop("no: only names I came up with"),
        },
        gettext_noop("Choose yes or no, not {typed!r}."),
    ),
]
NameOption = Range[str, 1, MAX_TYPED_LENGTH]


@board.command()
@app_commands.describe(name="A name in this server’s top five, or one you want to keep out of it")
async def hide(interaction: NomenInteraction, name: NameOption) -> None:
    """Hide a name from this server’s top five."""
    guild, name = managed_guild(interaction), interaction.client.name_service.validate(name)
    is_new = await interaction.client.store.board.hide(guild, name)
    _ = translator_for_user(interaction)
    text = _(
        "{name!r} is now hidden from this server’s top five. Members who starred it keep it in "
        "their favourites. To undo this, use `/board unhide`.",
        name=name,
    )
    await reply_ephemeral(
        interaction, text if is_new else _("{name!r} is already hidden.", name=name)
    )
    await _redraw(interaction)


@board.command()
@app_commands.describe(name="A hidden name")
async def unhide(interaction: NomenInteraction, name: NameOption) -> None:
    """Let a hidden name back into this server’s top five."""
    was_hidden = await interaction.client.store.board.unhide(managed_guild(interaction), name)
    _ = translator_for_user(interaction)
    text = _(
        "{name!r} is no longer hidden, and its stars count for this server’s top five again.",
        name=name,
    )
    not_hidden = _("{name!r} isn’t hidden. See the hidden names with `/board hidden`.", name=name)
    await reply_ephemeral(interaction, text if was_hidden else not_hidden)
    await _redraw(interaction)


@board.command()
async def hidden(interaction: NomenInteraction) -> None:
    """See which names are hidden here, and whether members can add names of their own choice."""
    guild, decisions = managed_guild(interaction), interaction.client.store.board
    card = HiddenNamesCard(
        translator_for_user(interaction),
        await _hidden_names(interaction),
        takes_typed_names=await decisions.takes_typed_names(guild),
    )
    await interaction.response.send_message(view=card, ephemeral=True)


@board.command()
@app_commands.describe(
    allowed=(
        "Whether members can add names of their own choice, not just star the ones I come up with"
    )
)
async def typed(interaction: NomenInteraction, allowed: TakenOption) -> None:
    """Choose whether members can add names of their own in this server."""
    await interaction.client.store.board.take_typed_names(
        managed_guild(interaction), take=allowed is Taken.YES
    )
    _ = translator_for_user(interaction)
    taken = _("Members can add names of their own choice here with `/favourites add`.")
    refused = _(
        "From now on, members can only star names I came up with. Other names that already "
        "have stars here keep them. You can hide those with `/board hide`."
    )
    await reply_ephemeral(interaction, taken if allowed is Taken.YES else refused)


@hide.autocomplete("name")
async def _complete_shown(interaction: NomenInteraction, typed: str) -> list[Choice[str]]:
    """Offer names of the board."""
    try:
        guild, stars = managed_guild(interaction), interaction.client.store.stars
        names = [each.name for each in await stars.top_of_group(guild, size=_MAX_SEARCHED)]
    except Exception as error:  # noqa: BLE001 - all errors end in the error handler
        await handle_error(interaction, error)
        return []
    return _matching(names, typed)


@unhide.autocomplete("name")
async def _complete_hidden(interaction: NomenInteraction, typed: str) -> list[Choice[str]]:
    """Offer hidden names."""
    try:
        names = await _hidden_names(interaction)
    except Exception as error:  # noqa: BLE001 - all errors end in the error handler
        await handle_error(interaction, error)
        return []
    return _matching(names, typed)


async def _hidden_names(interaction: NomenInteraction) -> Sequence[str]:
    """Return the hidden names; of those that nobody has starred, only folded letters are kept."""
    names = await interaction.client.store.board.hidden(managed_guild(interaction))
    return [capitalise(name, "") if name.islower() else name for name in names]


def _matching(names: Sequence[str], typed: str) -> list[Choice[str]]:
    start = fold(str(typed))
    found = [name for name in names if fold(name).startswith(start)]
    return [Choice(name=name, value=name) for name in found[:MAX_CHOICES]]


async def _redraw(interaction: NomenInteraction) -> None:
    """Redraw the latest top fives of the server, as far as the bot has access to them."""
    client, guild = interaction.client, guild_or_direct_messages(interaction)
    for channel, message in client.live_boards.latest(guild):
        await client.message_updater.refresh(interaction, message, channel)
