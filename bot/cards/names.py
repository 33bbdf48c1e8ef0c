"""The card of new names."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.card import Card
from bot.cards.text import count_of, flag, plain
from model.answer import Answer
from model.condition import Condition
from model.countries import countries
from model.wish import Style, Suggestion, Wish

_USUAL_LENGTHS = (2, 16)


class NameCard(Card):
    """A title, the names with what each is nearest to, how they were made, and buttons."""

    def __init__(
        self,
        wish: Wish,
        answer: Answer,
        seed: int,
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        super().__init__(
            ui.TextDisplay(f"## {_title(wish.condition)}"),
            ui.Separator(),
            *(ui.TextDisplay(_entry(suggestion)) for suggestion in answer),
            ui.Separator(),
            ui.TextDisplay("\n".join(f"-# {line}" for line in _footer(wish, answer, seed))),
            row,
        )


def _title(condition: Condition) -> str:
    return " × ".join(f"{flag(code)} {countries()[code].name}" for code, _ in condition.countries)


def _entry(suggestion: Suggestion) -> str:
    nearest = plain(suggestion.nearest)
    if not suggestion.novel:
        return f"**{plain(suggestion.name)}**\n-# a known name"
    letters = count_of(suggestion.distance, "letter", "letters")
    return f"**{plain(suggestion.name)}**\n-# nearest: {nearest}, {letters} away"


def _footer(wish: Wish, answer: Answer, seed: int) -> Iterator[str]:
    if len(answer) < wish.count:
        yield f"Only {len(answer)} of {wish.count}: {answer.reason}. Loosen an option to get more."
    yield " · ".join(_options(wish))
    yield f"seed {seed}: same seed, same names"


def _options(wish: Wish) -> Iterator[str]:
    yield next(
        (style.value for style in Style if style.sharpness == wish.sharpness),
        f"sharpness {wish.sharpness:g}",
    )
    if wish.condition.gender is not None:
        yield {"F": "female", "M": "male"}[wish.condition.gender]
    if wish.starts_with:
        yield f"starts with {plain(wish.starts_with)}"
    shortest, longest = wish.min_length, wish.max_length
    if shortest == longest:
        yield f"{shortest} letters"
    elif (shortest, longest) != _USUAL_LENGTHS:
        yield f"{shortest} to {longest} letters"
