"""The card of names made of two names."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import bearing_label, country_label, gender_labels
from bot.cards.layout import Card
from bot.cards.name_row import NameRow, kind_note
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.generation import RequestedKind
from model.domain.mixture import MixedCard, Mixture, Piece


class MixCard(Card):
    """Two names, and their mixtures, each with the letters of either name and a star button.

    Those that exist come first, each with who bears it, then the new ones.
    """

    def __init__(
        self,
        _: Translator,
        mixed: MixedCard,
        star_buttons: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
        *,
        copy: ui.Item[Any],
        origins: ui.Item[Any],
    ) -> None:
        rows = [
            NameRow(mixture.name, _details(_, mixed, mixture), star).to_item()
            for mixture, star in zip(mixed.mixtures, star_buttons, strict=True)
        ]
        number = len(mixed.existing)
        legend = _(
            "Letters in bold are in the name, letters in brackets are left out, and others are "
            "added."
        )
        title = f"### {' + '.join(map(escape_markdown, mixed.names))}"
        gender = gender_labels(_, mixed.condition.gender)
        super().__init__(
            ui.Section("\n-# ".join([title, *gender, legend]), accessory=copy),
            *_part(_existing_note(_, number), rows[:number]),
            *_part(kind_note(_, RequestedKind.NEW, len(mixed.new)), rows[number:]),
            ui.Separator(),
            "\n".join(f"-# {line}" for line in _footer_lines(_, mixed)),
            ui.ActionRow(origins),
            buttons=buttons,
        )


def _part(note: str, rows: Sequence[ui.Item[Any]]) -> Iterator[ui.Item[Any] | str]:
    """Yield rows below what is said of them all, or nothing without any."""
    if rows:
        yield ui.Separator()
        yield f"-# {note}"
        yield from rows


def _existing_note(_: Translator, number: int) -> str:
    """Return what is said of the names that exist."""
    return _.plural(
        "{number} name that people already have",
        "{number} names that people already have",
        number,
    )


def _details(_: Translator, mixed: MixedCard, mixture: Mixture) -> str:
    (one, beginning), (other, end) = mixed.pieces(mixture)
    parts = _marked(one, beginning), mixture.between, _marked(other, end), mixture.rest
    bearing = [] if mixture.bearing is None else [bearing_label(_, mixture.bearing)]
    return " · ".join([" + ".join(filter(None, parts)), *bearing])


def _marked(name: str, piece: Piece) -> str:
    """Return a name with a piece in bold; what is left out is in brackets."""
    before, after = name[: piece.start], name[piece.stop :]
    return f"{_in_brackets(before)}**{escape_markdown(piece.of(name))}**{_in_brackets(after)}"


def _in_brackets(letters: str) -> str:
    return f"({escape_markdown(letters)})" if letters else ""


def _footer_lines(_: Translator, mixed: MixedCard) -> Iterator[str]:
    if mixed.is_last:
        yield _(
            "That’s every mix I’d suggest. Try another country, a longer form "
            "of a name, or `/blend` for two countries at once."
        )
    if mixed.is_last and mixed.cards > 1:
        yield _("Press **Again** to start over from the first ones.")
    country = country_label(_, mixed.country)
    if mixed.suits_both:
        yield _(
            "Spelled as in {country}, which suits both names. For another country, use the "
            "`{option}` option.",
            country=country,
            option=_.option_name("country"),
        )
    else:
        yield _("Spelled as in {country}", country=country)
