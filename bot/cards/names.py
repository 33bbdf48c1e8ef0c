"""The card of new names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import countries_of, flag, manner_of
from bot.cards.layout import Card
from bot.cards.name_row import Entry
from bot.i18n.escaping import plain
from bot.i18n.translator import Words
from model.domain.errors import Phrase
from model.domain.generation import Answer, Suggestion, Wish

_USUAL_LENGTHS = (2, 16)
_EQUAL = 0.002
"""Weights that differ by less are equal; a button carries thousandths."""


class NameCard(Card):
    """A title, the names with what each is nearest to and a star, how they were made, and buttons.

    There is a star for each name, in the same order, and for a blend the shares by which it sounds
    like each of the countries.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a part of the card each
        self,
        words: Words,
        wish: Wish,
        answer: Answer,
        seed: int,
        stars: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
        *,
        shares: Sequence[Mapping[str, float]] = (),
    ) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        super().__init__(
            ui.TextDisplay(f"## {countries_of(wish.condition, words)}"),
            ui.Separator(),
            *(
                Entry(suggestion.name, " · ".join(_about(suggestion, each, words)), star).part()
                for suggestion, star, each in zip(
                    answer, stars, shares or [{}] * len(answer), strict=True
                )
            ),
            ui.Separator(),
            ui.TextDisplay("\n".join(f"-# {line}" for line in _footer(wish, answer, seed, words))),
            row,
        )


def _about(suggestion: Suggestion, shares: Mapping[str, float], words: Words) -> Iterator[str]:
    if shares:
        yield " ".join(f"{flag(code)} {words.percent(share)}" for code, share in shares.items())
    if suggestion.novel:
        yield words.plural(
            "nearest: {nearest}, {number} letter away",
            "nearest: {nearest}, {number} letters away",
            suggestion.distance,
            nearest=plain(suggestion.nearest),
        )
    else:
        yield words("a known name")


def _footer(wish: Wish, answer: Answer, seed: int, words: Words) -> Iterator[str]:
    if len(answer) < wish.count:
        yield words(
            "Only {found} of {asked}: {reason}. Loosen an option to get more.",
            found=len(answer),
            asked=wish.count,
            reason=Phrase(answer.reason or ""),
        )
    yield " · ".join(_options(wish, words))
    yield words("seed {seed}: same seed, same names", seed=seed)
    if len(wish.condition.countries) > 1:
        yield words("flags: how much a name sounds like each of these")


def _options(wish: Wish, words: Words) -> Iterator[str]:
    weights = [weight for _, weight in wish.condition.countries]
    if max(weights) - min(weights) > _EQUAL:
        yield " : ".join(words.number(100 * weight, ".3g") for weight in weights)
    yield from manner_of(wish.condition, wish.sharpness, words)
    if wish.starts_with:
        yield words("starts with {letters}", letters=plain(wish.starts_with))
    shortest, longest = wish.min_length, wish.max_length
    if shortest == longest:
        yield words.plural("{number} letter", "{number} letters", shortest)
    elif (shortest, longest) != _USUAL_LENGTHS:
        yield words.plural(
            "{shortest} to {number} letter",
            "{shortest} to {number} letters",
            longest,
            shortest=shortest,
        )
