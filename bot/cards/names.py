"""The card of new names."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.card import Card
from bot.cards.stars import Entry
from bot.cards.text import count_of, plain
from bot.cards.wishes import countries_of, manner_of
from model.answer import Answer
from model.wish import Suggestion, Wish

_USUAL_LENGTHS = (2, 16)


class NameCard(Card):
    """A title, the names with what each is nearest to and a star, how they were made, and buttons.

    There is a star for each name, in the same order.
    """

    def __init__(
        self,
        wish: Wish,
        answer: Answer,
        seed: int,
        stars: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        super().__init__(
            ui.TextDisplay(f"## {countries_of(wish.condition)}"),
            ui.Separator(),
            *(
                Entry(suggestion.name, _about(suggestion), star).part()
                for suggestion, star in zip(answer, stars, strict=True)
            ),
            ui.Separator(),
            ui.TextDisplay("\n".join(f"-# {line}" for line in _footer(wish, answer, seed))),
            row,
        )


def _about(suggestion: Suggestion) -> str:
    if not suggestion.novel:
        return "a known name"
    letters = count_of(suggestion.distance, "letter", "letters")
    return f"nearest: {plain(suggestion.nearest)}, {letters} away"


def _footer(wish: Wish, answer: Answer, seed: int) -> Iterator[str]:
    if len(answer) < wish.count:
        yield f"Only {len(answer)} of {wish.count}: {answer.reason}. Loosen an option to get more."
    yield " · ".join(_options(wish))
    yield f"seed {seed}: same seed, same names"


def _options(wish: Wish) -> Iterator[str]:
    yield from manner_of(wish.condition, wish.sharpness)
    if wish.starts_with:
        yield f"starts with {plain(wish.starts_with)}"
    shortest, longest = wish.min_length, wish.max_length
    if shortest == longest:
        yield f"{shortest} letters"
    elif (shortest, longest) != _USUAL_LENGTHS:
        yield f"{shortest} to {longest} letters"
