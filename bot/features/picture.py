"""A picture of a top five, or of one's own favourites, to take along."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from discord import File, MediaGalleryItem, ui

from bot.features.look import Card, gender_labels
from bot.features.whose import Whose, WhoseStars, shown_favourites
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.items import Button
from bot.interactions.rate_limit import Bucket
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import Provenance
from model.domain.shortlist import Entry, Shortlist

FILENAME = "names.png"
MAX_PICTURED = 10
"""Names on a picture: as many as a phone shows."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """Whose list it is."""

    whose: WhoseStars


class PictureButton(Button[ListOf], kind="picture", payload=ListOf, bucket=Bucket.PLOT):
    """Draws a list."""

    async def press(self, interaction: NomenInteraction, payload: ListOf) -> None:
        """Draw it, and send it to the member alone."""
        client, _ = interaction.client, translator_for_user(interaction)
        title = _("Our top five") if payload.whose is Whose.GROUP else _("My favourites")
        entries = await _entries(interaction, _, payload.whose)
        client.picture_service.check_capacity()
        await interaction.response.defer(ephemeral=True, thinking=True)
        card, file = await picture_of(interaction, Shortlist(title, entries))
        await interaction.edit_original_response(view=card, attachments=[file])


def picture_button(_: Translator, whose: Whose) -> PictureButton:
    """Create the button that draws a list."""
    return PictureButton.create(ListOf(whose), label=_("As a picture"), emoji="🖼️")


async def picture_of(interaction: NomenInteraction, shortlist: Shortlist) -> tuple[Card, File]:
    """Draw a list, and lay out the card of the picture."""
    png = BytesIO(await interaction.client.picture_service.draw(shortlist))
    names = (f"{place}. {entry.name}" for place, entry in enumerate(shortlist.entries, 1))
    words = f"{shortlist.title}: {', '.join(names)}."
    gallery = ui.MediaGallery[Any](MediaGalleryItem(f"attachment://{FILENAME}", description=words))
    return Card(gallery), File(png, FILENAME, description=words)


def entry_of(_: Translator, name: str, provenance: Provenance | None, count: str = "") -> Entry:
    """Return a name of a picture, without flags, which not every font has."""
    return Entry(name, " · ".join(_origin(_, provenance)), count)


async def _entries(interaction: NomenInteraction, _: Translator, whose: Whose) -> tuple[Entry, ...]:
    """Return the names of a list that may be shown today.

    Raises:
        NoGroupError: a group's was asked for in direct messages.
        InputError: there are none.
    """
    client = interaction.client
    if whose is Whose.GROUP:
        guild, is_allowed = guild_or_direct_messages(interaction), client.name_service.is_allowed
        ranked = await client.store.stars.top_of_group(guild, is_allowed)
        entries = [entry_of(_, each.name, each.provenance, f"★ {each.members}") for each in ranked]
    else:
        own = (await shown_favourites(interaction))[:MAX_PICTURED]
        entries = [entry_of(_, each.name, each.provenance) for each in own]
    if not entries:
        raise InputError(gettext_noop("There are no names to draw here yet."))
    return tuple(entries)


def _origin(_: Translator, provenance: Provenance | None) -> Iterator[str]:
    if provenance is not None:
        countries = dict(provenance.condition.countries)
        yield " × ".join(_.country_name(code) for code in countries)
        yield from gender_labels(_, provenance.condition.gender)
