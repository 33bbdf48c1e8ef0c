"""A shortlist to take along: as a picture and as a table, and the cards that they come on."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from discord import MediaGalleryItem, ui

from bot.cards.labels import gender_labels
from bot.cards.layout import Card
from bot.i18n.translator import Translator
from model.domain.generation import Provenance
from model.domain.shortlist import Entry, Shortlist

PICTURE_FILENAME, TABLE_FILENAME = "names.png", "names.csv"
_BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""
_FORMULA_SIGNS = ("=", "+", "-", "@")
"""What begins like this is calculated by spreadsheets, unless an apostrophe is before it."""


@dataclass(frozen=True, slots=True)
class SavedName:
    """A name of the list.

    Attributes:
        name: as written.
        provenance: what it was generated from; None if a member typed it.
        since: when it was first starred.
        members: how many have starred it; None on a member's own list.
    """

    name: str
    provenance: Provenance | None
    since: datetime
    members: int | None = None


class SaveCard(Card):
    """The question in which form to save a list."""

    def __init__(self, _: Translator, buttons: Sequence[ui.Item[Any]]) -> None:
        text = _("A picture to share, or a table for a spreadsheet? Only you get it.")
        super().__init__(text, buttons=buttons)


class PictureCard(Card):
    """The picture."""

    def __init__(self, shortlist: Shortlist) -> None:
        item = MediaGalleryItem(f"attachment://{PICTURE_FILENAME}", description=alt_text(shortlist))
        super().__init__(ui.MediaGallery(item))


class TableCard(Card):
    """The table."""

    def __init__(self) -> None:
        super().__init__(ui.File(f"attachment://{TABLE_FILENAME}"))


def shortlist_of(_: Translator, title: str, names: Sequence[SavedName]) -> Shortlist:
    """Return what stands on the picture."""
    return Shortlist(
        title,
        tuple(
            Entry(
                starred.name,
                " · ".join(_origin(_, starred.provenance)),
                "" if starred.members is None else f"★ {starred.members}",
            )
            for starred in names
        ),
    )


def alt_text(shortlist: Shortlist) -> str:
    """Say what stands on the picture."""
    names = (f"{place}. {entry.name}" for place, entry in enumerate(shortlist.entries, 1))
    return f"{shortlist.title}: {', '.join(names)}."


def table_of(_: Translator, names: Sequence[SavedName]) -> bytes:
    """Return the names as CSV, for spreadsheets, with a header in the member's language."""
    text = StringIO()
    writer = csv.writer(text)
    header = [_("Place"), _("Name"), _("Countries"), _("Gender"), _("Stars"), _("First starred")]
    writer.writerow(header)
    for place, starred in enumerate(names, 1):
        countries = " × ".join(_countries(_, starred.provenance))
        gender = starred.provenance.condition.gender if starred.provenance else None
        labels = "".join(gender_labels(_, gender))
        stars, day = starred.members or 1, starred.since.date()
        writer.writerow([place, _as_text(starred.name), countries, labels, stars, day])
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def _as_text(name: str) -> str:
    return f"'{name}" if name.startswith(_FORMULA_SIGNS) else name


def _origin(_: Translator, provenance: Provenance | None) -> Iterator[str]:
    """Yield the countries, without their flags, which not every font has, and the gender."""
    if provenance is not None:
        yield " × ".join(_countries(_, provenance))
        yield from gender_labels(_, provenance.condition.gender)


def _countries(_: Translator, provenance: Provenance | None) -> list[str]:
    countries = provenance.condition.countries if provenance else ()
    return [_.country_name(code) for code, _weight in countries]
