"""The card of names that carry two names."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import country_label
from bot.cards.layout import Card
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.mixture import MixedCard, Mixture

_MARKS = "**", "__"
"""Bold for the letters of the first name, underlined for those of the second."""


class MixCard(Card):
    """Both names, the mixtures with the letters of each marked, and a star button for each."""

    def __init__(
        self,
        _: Translator,
        mixed: MixedCard,
        star_buttons: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
        *,
        origins: ui.Item[Any] | None,
    ) -> None:
        first, second = map(escape_markdown, mixed.names)
        legend = _(
            "Letters of **{first}** are bold, those of __{second}__ underlined.",
            first=first,
            second=second,
        )
        super().__init__(
            f"## {first} + {second}\n-# {legend}",
            *(
                ui.Section(_row(mixed, mixture), accessory=star)
                for mixture, star in zip(mixed.mixtures, star_buttons, strict=True)
            ),
            "\n".join(f"-# {line}" for line in _footer_lines(_, mixed)),
            *([] if origins is None else [ui.ActionRow[Any](origins)]),
            buttons=buttons,
        )


def _row(mixed: MixedCard, mixture: Mixture) -> str:
    """Return a mixture, and behind it what it begins and ends with: not everybody sees marks."""
    one, other = mixed.names if mixture.first_begins else mixed.names[::-1]
    start = mixture.start + "…" * (mixture.beginning < len(one))
    end = "…" * (mixture.ending < len(other)) + mixture.end
    return f"{_marked(mixture)} · {escape_markdown(start)} + {escape_markdown(end)}"


def _marked(mixture: Mixture) -> str:
    """Return a mixture with the letters of each name marked, those of both in both ways."""
    mark, other_mark = _MARKS if mixture.first_begins else _MARKS[::-1]
    start, middle, end = map(escape_markdown, mixture.parts)
    if mixture.between < 0:  # within the marks of the first: marks side by side are read as one
        start, middle = f"{start}{other_mark}{middle}{other_mark}", ""
    return f"{mark}{start}{mark}{middle}{other_mark}{end}{other_mark}"


def _footer_lines(_: Translator, mixed: MixedCard) -> Iterator[str]:
    if mixed.is_last and mixed.cards > 1:
        yield _("These are the last good ones: **Again** starts with the first.")
    elif mixed.is_last:
        yield _("I found no more good ones. Try another country, or a longer form of a name.")
    labels = (
        _("spelled for {country}", country=country_label(_, mixed.country)),
        _("seed {seed}", seed=mixed.number),
        _("new: as far as I know, nobody has it"),
    )
    yield " · ".join(labels)
