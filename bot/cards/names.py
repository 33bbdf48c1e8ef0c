"""The card of new names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import countries_of, flag, gender_labels, style_label
from bot.cards.layout import Card
from bot.cards.name_row import Entry
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.errors import LazyText
from model.domain.generation import GenerationResult, NameRequest, Suggestion

_USUAL_LENGTHS = (2, 16)
_EQUAL = 0.002
"""Weights that differ by less are equal; a button carries thousandths."""


class NameCard(Card):
    """A title, the names with what each is nearest to and a star, how they were made, and buttons.

    There is a star for each name, in the same order, and for a blend the shares by which it sounds
    like each of the countries.
    """

    def __init__(  # noqa: PLR0913 - a part of the card each
        self,
        _: Translator,
        wish: NameRequest,
        answer: GenerationResult,
        seed: int,
        stars: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
        *,
        shares: Sequence[Mapping[str, float]] = (),
    ) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        super().__init__(
            ui.TextDisplay(f"## {countries_of(wish.condition, _)}"),
            ui.Separator(),
            *(
                Entry(suggestion.name, " · ".join(_about(suggestion, each, _)), star).part()
                for suggestion, star, each in zip(
                    answer, stars, shares or [{}] * len(answer), strict=True
                )
            ),
            ui.Separator(),
            ui.TextDisplay("\n".join(f"-# {line}" for line in _footer(wish, answer, seed, _))),
            row,
        )


def _about(suggestion: Suggestion, shares: Mapping[str, float], _: Translator) -> Iterator[str]:
    if shares:
        yield " ".join(f"{flag(code)} {_.percent(share)}" for code, share in shares.items())
    if suggestion.novel:
        yield _.plural(
            "nearest: {nearest}, {number} letter away",
            "nearest: {nearest}, {number} letters away",
            suggestion.distance,
            nearest=escape_markdown(suggestion.nearest),
        )
    else:
        yield _("a known name")


def _footer(wish: NameRequest, answer: GenerationResult, seed: int, _: Translator) -> Iterator[str]:
    if len(answer) < wish.count:
        yield _(
            "Only {found} of {asked}: {reason}. Loosen an option to get more.",
            found=len(answer),
            asked=wish.count,
            reason=LazyText(answer.reason or ""),
        )
    yield " · ".join(_options(wish, _))
    yield _("seed {seed}: same seed, same names", seed=seed)
    if len(wish.condition.countries) > 1:
        yield _("flags: how much a name sounds like each of these")


def _options(wish: NameRequest, _: Translator) -> Iterator[str]:
    weights = list(dict(wish.condition.countries).values())
    if max(weights) - min(weights) > _EQUAL:
        yield " : ".join(_.number(100 * weight, ".3g") for weight in weights)
    yield style_label(wish.inverse_temperature, _)
    yield from gender_labels(wish.condition.gender, _)
    if wish.starts_with:
        yield _("starts with {letters}", letters=escape_markdown(wish.starts_with))
    shortest, longest = wish.min_length, wish.max_length
    if shortest == longest:
        yield _.plural("{number} letter", "{number} letters", shortest)
    elif (shortest, longest) != _USUAL_LENGTHS:
        yield _.plural(
            "{shortest} to {number} letter",
            "{shortest} to {number} letters",
            longest,
            shortest=shortest,
        )
