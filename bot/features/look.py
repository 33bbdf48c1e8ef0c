"""What cards share: their layout, rows of names, labels and bars."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.condition import Condition, RequestedGender
from model.domain.generation import Bearing, NameKind, Provenance, RequestedKind, Suggestion

ACCENT = 0xE0A13A
"""Colour of the bar along a card. Buttons beside it are grey; only those that delete or end
something are red."""
MEDALS = ("🥇", "🥈", "🥉", "4️⃣", "5️⃣")
_REGIONAL_INDICATOR_A = 0x1F1E6
_SIGNS: Mapping[RequestedGender, str] = {"F": "♀", "M": "♂", "N": "⚥"}
_BLOCKS = 10
"""Blocks of a bar."""


class Card(ui.LayoutView):
    """A message laid out in one container, for which the bot stores nothing.

    discord.py keeps every view that still listens when it is sent, forever. So a card is stopped
    at once, and only persistent items work on it.
    """

    def __init__(self, *items: ui.Item[Any] | str, buttons: Sequence[ui.Item[Any]] = ()) -> None:
        """Lay out items, of which strings are texts, and a row of buttons below, if any."""
        super().__init__(timeout=None)
        row: Sequence[ui.Item[Any]] = [ui.ActionRow(*buttons)] if buttons else []
        texts = (ui.TextDisplay(item) if isinstance(item, str) else item for item in items)
        self.add_item(ui.Container(*texts, *row, accent_colour=ACCENT))
        self.stop()


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name on a card.

    Attributes:
        name: as written.
        details: a small line below it, in Discord's markdown, or empty.
        button: beside it, if any.
    """

    name: str
    details: str = ""
    button: ui.Item[Any] | None = None

    def to_item(self, prefix: str = "") -> ui.Item[Any]:
        """Lay it out, with a prefix before the name."""
        details = f"\n-# {self.details}" if self.details else ""
        text = f"## {prefix}{escape_markdown(self.name)}{details}"
        if self.button is None:
            return ui.TextDisplay(text)
        return ui.Section(text, accessory=self.button)


def flag(code: str) -> str:
    """Return the flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)


def country_label(_: Translator, code: str) -> str:
    """Return a country's flag and name, which no line break parts."""
    return f"{flag(code)}\u00a0{_.country_name(code)}"


def countries_label(_: Translator, codes: Sequence[str]) -> str:
    """Return the labels of countries whose names are blended."""
    return " ×\u00a0".join(country_label(_, code) for code in codes)


def condition_label(_: Translator, condition: Condition) -> str:
    """Return the labels of a condition's countries, in its order."""
    return countries_label(_, [*dict(condition.countries)])


def gender_labels(_: Translator, gender: RequestedGender | None) -> Iterator[str]:
    """Yield the gender, if one was asked for."""
    match gender:
        case "F":
            yield _("female")
        case "M":
            yield _("male")
        case "N":
            yield _("unisex")


def kind_label(_: Translator, kind: NameKind) -> str:
    """Return whether a name is new, rare or known."""
    match kind:
        case NameKind.NEW:
            return _("new")
        case NameKind.RARE:
            return _("rare")
        case NameKind.KNOWN:
            return _("known")


def kind_note(_: Translator, kind: RequestedKind, number: int) -> str:
    """Return what is said once of all names on a card: how many there are, and of which kind."""
    match kind:
        case RequestedKind.NEW:
            return _.plural(
                "{number} new name. As far as I know, nobody has it yet.",
                "{number} new names. As far as I know, nobody has them yet.",
                number,
            )
        case RequestedKind.RARE:
            return _.plural(
                "{number} rare name: a real one that few people have.",
                "{number} rare names: real ones that few people have.",
                number,
            )
        case RequestedKind.ANY:
            new = _("new: as far as I know, nobody has it")
            rare = _("rare: a real name, but few people have it")
            return f"{new} · {rare}"


def bearing_label(_: Translator, bearing: Bearing) -> str:
    """Return how many people have a name where."""
    people = _.plural("{number} person", "{number} people", bearing.bearers)
    return _("{country}: {details}", country=country_label(_, bearing.country), details=people)


def suggestion_labels(
    _: Translator, suggestion: Suggestion, asked: RequestedKind, shares: Mapping[str, float]
) -> Iterator[str]:
    """Yield what a name's row says of it, the signs first.

    They are whose name it is taken for, how much it sounds like each country of a blend, its kind
    if the card has several, who bears it, and the known name that it is like, with the flag of its
    country if that is none of those asked for.
    """
    if suggestion.gender is not None:
        yield _SIGNS[suggestion.gender]
    if shares:
        yield " ".join(
            f"{flag(code)}\u00a0{_.format_percent(share)}" for code, share in shares.items()
        )
    if asked is RequestedKind.ANY:
        yield kind_label(_, suggestion.kind)
    if suggestion.bearing is not None:
        yield bearing_label(_, suggestion.bearing)
    if suggestion.is_new and suggestion.resembles_nearest:
        abroad = "" if suggestion.abroad is None else f"{flag(suggestion.abroad)}\u00a0"
        yield _("close to {name}", name=f"{abroad}{escape_markdown(suggestion.nearest)}")


def provenance_line(_: Translator, provenance: Provenance | None, kind: NameKind) -> str:
    """Describe where a starred name comes from, and what kind it is unless it is new, as most."""
    return _starred_line(_, provenance, kind, _("added by a member"))


def own_provenance_line(_: Translator, provenance: Provenance | None, kind: NameKind) -> str:
    """Describe where a name on a member's own list comes from, to that member."""
    return _starred_line(_, provenance, kind, _("added by you"))


def _starred_line(_: Translator, provenance: Provenance | None, kind: NameKind, added: str) -> str:
    labels = [added]
    if provenance is not None:
        condition = provenance.condition
        labels = [condition_label(_, condition), *gender_labels(_, condition.gender)]
    return " · ".join(labels + [kind_label(_, kind)] * (kind is not NameKind.NEW))


def bar(share: float) -> str:
    """Return a bar of blocks."""
    full = max(1, round(share * _BLOCKS))
    return "🟧" * full + "⬜" * (_BLOCKS - full)


def bars(_: Translator, shares: Mapping[str, float]) -> str:
    """Return a bar for each country's share, by its code."""
    return "\n".join(
        f"{bar(share)} {country_label(_, code)} **{_.format_percent(share)}**"
        for code, share in shares.items()
    )
