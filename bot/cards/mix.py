"""The card of names that carry two names."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import bearing_label, country_label
from bot.cards.layout import Card
from bot.cards.name_row import NameRow, kind_note
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.generation import RequestedKind
from model.domain.mixture import MixedCard, Mixture


class MixCard(Card):
    """Two names, and their mixtures, each with the letters of either name and a star button.

    The new ones come first, then those that exist, each with who bears it.
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
            for mixture, star in zip(mixed.all_mixtures, star_buttons, strict=True)
        ]
        new = len(mixed.mixtures)
        existing: list[ui.Item[Any] | str] = (
            [ui.Separator(), f"-# {_existing_note(_, mixed)}"] if mixed.existing else []
        )
        legend = _("Letters in bold are in the name. Letters in brackets are left out.")
        notes = [kind_note(_, RequestedKind.NEW, new)] if new else []
        title = f"### {' + '.join(map(escape_markdown, mixed.names))}"
        super().__init__(
            ui.Section("\n-# ".join([title, *notes, legend]), accessory=copy),
            *rows[:new],
            *existing,
            *rows[new:],
            "\n".join(f"-# {line}" for line in _footer_lines(_, mixed)),
            ui.ActionRow(origins),
            buttons=buttons,
        )


def _existing_note(_: Translator, mixed: MixedCard) -> str:
    """Return what is said of the names that exist."""
    return _.plural(
        "{number} name that people already have, made of the same two:",
        "{number} names that people already have, made of the same two:",
        len(mixed.existing),
    )


def _details(_: Translator, mixed: MixedCard, mixture: Mixture) -> str:
    bearing = [] if mixture.bearing is None else [bearing_label(_, mixture.bearing)]
    return " · ".join([_sources(mixed, mixture), *bearing])


def _sources(mixed: MixedCard, mixture: Mixture) -> str:
    """Return both names and the letters between them; those that a mixture lacks in brackets."""
    one, other = mixed.sources(mixture)
    has, lacks = one[: mixture.beginning], one[mixture.beginning :]
    begins = f"**{escape_markdown(has)}**{_in_brackets(lacks)}"
    lacks, has = other[: -mixture.ending], other[-mixture.ending :]
    ends = f"{_in_brackets(lacks)}**{escape_markdown(has)}**"
    return " + ".join(filter(None, (begins, escape_markdown(mixture.between), ends)))


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
            "Spelled as in {country}, which suits both names best. For another country, use the "
            "`{option}` option.",
            country=country,
            option=_.option_name("country"),
        )
    else:
        yield _("Spelled as in {country}", country=country)
