"""The card of where a name sounds from."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.card import Card
from bot.cards.text import flag, percent, plain
from model.countries import countries
from model.origin import Letter, Place, Ranking, Verdict
from model.spelling import STOP

_PLACES = 5
"""Countries shown."""
_BAR = 10
"""Characters of a bar for certainty."""
_HOMES = 5
"""Countries named of those whose lists hold the name."""
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_LOUD = 2.0
"""Bits from which on a letter's bar may be as high as there is."""
_ROW = 26
"""Letters that stand side by side on the narrowest screen."""

_VERDICTS = {
    Verdict.SURE: "Sounds like {first}, and I am quite sure.",
    Verdict.LIKELY: "Sounds most like {first}.",
    Verdict.UNSURE: "Hard to say: {first} comes first, others are close.",
    Verdict.NO_IDEA: "No idea: I know no country whose names are spelt like that. "
    "If I must choose, {first}.",
}


class OriginCard(Card):
    """A verdict, the first countries with bars, and what each letter had to say."""

    def __init__(self, ranking: Ranking, buttons: Sequence[ui.Item[Any]]) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        first, second = (place.country for place in ranking.ranking[:2])
        verdict = _VERDICTS[ranking.verdict].format(first=f"**{_country(first)}**")
        super().__init__(
            ui.TextDisplay(f"## {plain(ranking.name)}"),
            ui.TextDisplay(f"{verdict}\n-# {_known(ranking)}"),
            ui.Separator(),
            ui.TextDisplay("\n".join(_bar(place) for place in ranking.ranking[:_PLACES])),
            ui.TextDisplay(
                "-# how likely each is, and what the spelling costs there in nats: "
                "the fewer, the more usual"
            ),
            ui.Separator(),
            ui.TextDisplay(f"**Letter by letter**, {_country(first)} or {_country(second)}?"),
            ui.TextDisplay("\n".join(_letters(ranking.letters, first, second))),
            ui.TextDisplay("-# This speaks of a spelling, never of a person who bears it."),
            row,
        )


def _country(code: str) -> str:
    return f"{flag(code)} {countries()[code].name}"


def _known(ranking: Ranking) -> str:
    if not ranking.known_in:
        return "on no country's list"
    order = [place.country for place in ranking.ranking]
    others = [code for code in ranking.known_in if code not in order]
    homes = [code for code in order if code in ranking.known_in] + others
    named = ", ".join(_country(code) for code in homes[:_HOMES])
    more = len(homes) - _HOMES
    return f"known in {named}" + (f" and {more} more" if more > 0 else "")


def _bar(place: Place) -> str:
    # Both halves are blocks, as a font that has to borrow them makes both equally wide.
    full = round(place.probability * _BAR)
    bar = "█" * full + "░" * (_BAR - full)
    return f"`{bar} {percent(place.probability):>4} {place.nats:5.1f}` {_country(place.country)}"


def _letters(letters: Sequence[Letter], first: str, second: str) -> Iterator[str]:
    """Draw each letter with a bar above for one country, or below for the other."""
    loudest = max(_LOUD, *(abs(letter.bits) for letter in letters))
    yield "```"
    for start in range(0, len(letters), _ROW):
        some = letters[start : start + _ROW]
        yield "".join(_height(letter.bits / loudest) for letter in some) + f"  {first}"
        yield "".join("·" if letter.letter == STOP else letter.letter for letter in some)
        yield "".join(_height(-letter.bits / loudest) for letter in some) + f"  {second}"
    yield "```"


def _height(share: float) -> str:
    return _HEIGHTS[max(0, round(share * (len(_HEIGHTS) - 1)))]
