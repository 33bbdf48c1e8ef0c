"""`/board`: those who manage a server hide names from its top five, or refuse typed ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Any

from discord import Permissions, SelectOption, app_commands, ui
from discord.app_commands import AppCommandContext, AppInstallationType

from bot.features.look import Card
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.codec import Nothing, Number, OneOf
from bot.interactions.forms import Answers, Field, FormButton
from bot.interactions.items import Button, Select
from bot.interactions.rate_limit import Bucket
from bot.store.board import MAX_HIDDEN_NAMES
from bot.store.stars import require_group
from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import capitalise
from model.domain.validation import MAX_TYPED_LENGTH

PAGE_SIZE = 25
"""Names that a list of Discord's holds."""
NAME = Field("name", gettext_noop("Name"), max_length=MAX_TYPED_LENGTH)


@app_commands.command()
@app_commands.default_permissions(Permissions(manage_guild=True))
async def board(interaction: NomenInteraction) -> None:
    """Decide what this server’s top five shows: hide names, or allow only those I come up with."""
    card = await _board_card(interaction, managed_guild(interaction))
    await interaction.response.send_message(view=card, ephemeral=True)


# What is not said here would be taken from all commands.
board.allowed_contexts = AppCommandContext(guild=True, dm_channel=False, private_channel=False)
board.allowed_installs = AppInstallationType(guild=True, user=False)


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
        NoGroupError: direct messages have no top five.
        NotManagerError: the member may not manage the server.
    """
    guild = require_group(guild_or_direct_messages(interaction))
    if not interaction.permissions.manage_guild:
        raise NotManagerError
    return guild


@dataclass(frozen=True, slots=True)
class HiddenPage:
    """A page of the hidden names, by its number from 1."""

    number: Annotated[int, Number(1, ceil(MAX_HIDDEN_NAMES / PAGE_SIZE))]


@dataclass(frozen=True, slots=True)
class Typed:
    """Whether names are taken that members type."""

    are_taken: Annotated[bool, OneOf({"yes": True, "no": False})]


class HideSelect(Select[Nothing], kind="hide", bucket=Bucket.BUTTON):
    """Hides one of the names at the top."""

    async def choose(self, interaction: NomenInteraction, _payload: Nothing, value: str) -> None:
        """Hide it."""
        await _hide(interaction, value)


class HideOtherButton(FormButton[Nothing], kind="hide-other"):
    """Asks for a name to hide that is not at the top."""

    fields = (NAME,)

    @classmethod
    def title(cls, _: Translator) -> str:
        """Return what stands above the question."""
        return _("Hide another name")

    @classmethod
    async def first_answers(cls, _interaction: NomenInteraction, _payload: Nothing) -> Answers:
        """Return nothing."""
        return {NAME.key: ""}

    @classmethod
    async def submit(
        cls, interaction: NomenInteraction, _payload: Nothing, answers: Answers
    ) -> None:
        """Hide the name that was typed."""
        await _hide(interaction, answers[NAME.key])


class UnhideSelect(Select[HiddenPage], kind="unhide", payload=HiddenPage, bucket=Bucket.BUTTON):
    """Lets a hidden name back into the top five."""

    async def choose(self, interaction: NomenInteraction, payload: HiddenPage, value: str) -> None:
        """Show it again."""
        guild, _ = managed_guild(interaction), translator_for_user(interaction)
        await interaction.client.store.board.unhide(guild, value)
        text = _("**{name}** counts for the top five again.", name=escape_markdown(value))
        await _show_changed(interaction, guild, text, payload.number)


class HiddenPageButton(
    Button[HiddenPage], kind="hidden-page", payload=HiddenPage, bucket=Bucket.BUTTON
):
    """Shows a page of the hidden names."""

    async def press(self, interaction: NomenInteraction, payload: HiddenPage) -> None:
        """Show it."""
        card = await _board_card(interaction, managed_guild(interaction), page=payload.number)
        await interaction.response.edit_message(view=card)


class TypedNamesButton(Button[Typed], kind="typed", payload=Typed, bucket=Bucket.BUTTON):
    """Takes names that members type, or refuses them."""

    async def press(self, interaction: NomenInteraction, payload: Typed) -> None:
        """Decide it, and say what that means."""
        guild, take = managed_guild(interaction), payload.are_taken
        await interaction.client.store.board.take_typed_names(guild, take=take)
        card = await _board_card(interaction, guild)
        await interaction.response.edit_message(view=card)


async def _hide(interaction: NomenInteraction, typed: str) -> None:
    guild, _ = managed_guild(interaction), translator_for_user(interaction)
    name = interaction.client.name_service.validate(typed)
    await interaction.client.store.board.hide(guild, name)
    text = _(
        "**{name}** is hidden. Members who starred it keep it in their favourites.",
        name=escape_markdown(name),
    )
    await _show_changed(interaction, guild, text)


async def _show_changed(
    interaction: NomenInteraction, guild: int, text: str, page: int = 1
) -> None:
    card = await _board_card(interaction, guild, text, page)
    await interaction.response.edit_message(view=card)
    await interaction.client.live.redraw_boards(interaction, guild)


async def _board_card(
    interaction: NomenInteraction, guild: int, news: str = "", page: int = 1
) -> Card:
    """Lay out what is decided, and lists and buttons to change it.

    Args:
        interaction: of a member who manages the server.
        guild: the server.
        news: what was just done, or nothing.
        page: of the hidden names, from 1; the last one if there are fewer.
    """
    client, _ = interaction.client, translator_for_user(interaction)
    decisions = client.store.board
    top = [each.name for each in await client.store.stars.top_of_group(guild, size=PAGE_SIZE)]
    hidden = [
        # Of those that nobody has starred, only folded letters are kept.
        capitalise(name, "") if name.islower() else name
        for name in await decisions.hidden(guild)
    ]
    takes_typed = await decisions.takes_typed_names(guild)
    typed = (
        _("Members can add names of their own choice here.")
        if takes_typed
        else _("Members can only star names I came up with. Others that have stars keep them.")
    )
    return Card(
        f"## {_('What this server’s top five shows')}",
        *filter(None, [news]),
        *_hide_rows(_, top),
        *_hidden_rows(_, hidden, page),
        typed,
        buttons=[
            HideOtherButton.create(Nothing(), label=_("Hide another name"), emoji="🙈"),
            TypedNamesButton.create(
                Typed(not takes_typed),
                label=_("Allow only my names") if takes_typed else _("Allow any names"),
            ),
        ],
    )


def _hide_rows(_: Translator, top: Sequence[str]) -> list[ui.Item[Any]]:
    if not top:
        return []
    options = [SelectOption(label=name, value=name) for name in top]
    select = HideSelect.create(Nothing(), options=options, placeholder=_("Hide a name"))
    return [ui.ActionRow(select)]


def _hidden_rows(_: Translator, hidden: Sequence[str], page: int) -> list[ui.Item[Any] | str]:
    if not hidden:
        return [_("No names are hidden here.")]
    last = ceil(len(hidden) / PAGE_SIZE)
    page = min(page, last)
    shown = hidden[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    select = UnhideSelect.create(
        HiddenPage(page),
        options=[SelectOption(label=name, value=name) for name in shown],
        placeholder=_("Show a hidden name again"),
    )
    rows: list[ui.Item[Any] | str] = [
        _.plural("{number} name is hidden.", "{number} names are hidden.", len(hidden)),
        ui.ActionRow(select),
    ]
    if last > 1:
        before, after = HiddenPage(max(1, page - 1)), HiddenPage(min(last, page + 1))
        rows.append(
            ui.ActionRow(
                HiddenPageButton.create(before, emoji="◀️", disabled=page == 1),
                HiddenPageButton.create(after, emoji="▶️", disabled=page == last),
            )
        )
    return rows
