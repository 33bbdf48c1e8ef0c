"""Saving a top five, or one's own list: as a picture, or as a table."""

from abc import abstractmethod
from collections.abc import Sequence
from io import BytesIO

from discord import File

from bot.cards.shortlist import (
    PICTURE_FILENAME,
    TABLE_FILENAME,
    PictureCard,
    SaveCard,
    SavedName,
    TableCard,
    alt_text,
    shortlist_of,
    table_of,
)
from bot.commands.whose import Whose, decode_whose, shown_favourites
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.persistent_button import PersistentButton
from model.domain.errors import InputError, gettext_noop

MAX_PICTURED = 10
"""Names on a picture."""


class _ListButton(PersistentButton):
    """Does something with a list; its payload is whose."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Do it, for the member alone."""
        await self.save(interaction, decode_whose(payload))

    @abstractmethod
    async def save(self, interaction: NomenInteraction, whose: Whose) -> None:
        """Answer with the list.

        Raises:
            NoGroupError: a group's was asked for in direct messages.
            InputError: there are no names.
        """


class SaveButton(_ListButton, kind="save"):
    """Asks in which form."""

    async def save(self, interaction: NomenInteraction, whose: Whose) -> None:
        """Offer both forms."""
        _ = translator_for_user(interaction)
        buttons = [
            PictureButton.create(whose.value, label=_("As a picture"), emoji="🖼️"),
            TableButton.create(whose.value, label=_("As a table (CSV)"), emoji="📄"),
        ]
        await interaction.response.send_message(view=SaveCard(_, buttons), ephemeral=True)


class PictureButton(_ListButton, kind="picture"):
    """Draws the list."""

    async def save(self, interaction: NomenInteraction, whose: Whose) -> None:
        """Draw as many names as a phone shows, and send them."""
        client, _ = interaction.client, translator_for_user(interaction)
        names = await _names(interaction, whose)
        client.picture_service.check_capacity()
        await interaction.response.defer(ephemeral=True, thinking=True)
        title = _("Our top five") if whose is Whose.GROUP else _("My favourites")
        shortlist = shortlist_of(_, title, names[:MAX_PICTURED])
        png = BytesIO(await client.picture_service.draw(shortlist))
        file = File(png, PICTURE_FILENAME, description=alt_text(shortlist))
        await interaction.edit_original_response(view=PictureCard(shortlist), attachments=[file])


class TableButton(_ListButton, kind="csv"):
    """Writes the list as CSV."""

    async def save(self, interaction: NomenInteraction, whose: Whose) -> None:
        """Send all names."""
        table = table_of(translator_for_user(interaction), await _names(interaction, whose))
        file = File(BytesIO(table), TABLE_FILENAME)
        await interaction.response.send_message(view=TableCard(), file=file, ephemeral=True)


def save_button(_: Translator, whose: Whose) -> SaveButton:
    """Create the button that saves a list."""
    return SaveButton.create(whose.value, label=_("Save"), emoji="💾")


async def _names(interaction: NomenInteraction, whose: Whose) -> Sequence[SavedName]:
    """Return the names of a list that may be shown today.

    Raises:
        NoGroupError: a group's was asked for in direct messages.
        InputError: there are none.
    """
    client = interaction.client
    if whose is Whose.GROUP:
        guild, is_allowed = guild_or_direct_messages(interaction), client.name_service.is_allowed
        names = [
            SavedName(ranked.name, ranked.provenance, ranked.first_at, ranked.members)
            for ranked in await client.store.stars.top_of_group(guild, is_allowed)
        ]
    else:
        names = [
            SavedName(favourite.name, favourite.provenance, favourite.starred_at)
            for favourite in await shown_favourites(interaction)
        ]
    if not names:
        raise InputError(gettext_noop("There are no names to save here yet."))
    return names
