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
_BAR = 16
"""Characters of a bar for certainty."""
_HOMES = 5
"""Countries named of those whose lists hold the name."""
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_LOUD = 2.0
"""Bits from which on a letter's bar may be as high as there is."""
_ROW = 10
"""Letters that stand side by side, with room between them, where the screen is narrow."""
_END = "·"
"""Stands for the end of the name, which speaks as well as a letter does."""

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
            ui.TextDisplay("-# nats: what the spelling costs there; the fewer, the more usual"),
            ui.Separator(),
            ui.TextDisplay(f"**Letter by letter**, {_country(first)} or {_country(second)}?"),
            ui.TextDisplay("\n".join(_letters(ranking.letters, first, second))),
            ui.TextDisplay(f"-# {_loudest(ranking.letters, first, second)}"),
            ui.Separator(),
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
    likely = percent(place.probability)
    return f"{_country(place.country)}\n-# `{bar} {likely:>4}` {place.nats:.1f} nats"


def _letters(letters: Sequence[Letter], first: str, second: str) -> Iterator[str]:
    """Draw each letter with a bar above it for one country, or below it for the other."""
    loudest = max(_LOUD, *(abs(letter.bits) for letter in letters))
    rows = []
    for start in range(0, len(letters), _ROW):
        some = letters[start : start + _ROW]
        above = " ".join(_height(letter.bits / loudest) for letter in some)
        below = " ".join(_height(-letter.bits / loudest) for letter in some)
        spelt = " ".join(_shown(letter) for letter in some)
        rows.append(f"{above}  {first}\n{spelt}\n{below}  {second}")
    yield "```"
    yield "\n\n".join(rows)
    yield "```"


def _height(share: float) -> str:
    return _HEIGHTS[max(0, round(share * (len(_HEIGHTS) - 1)))]


def _loudest(letters: Sequence[Letter], first: str, second: str) -> str:
    place = max(range(len(letters)), key=lambda number: abs(letters[number].bits))
    loudest = letters[place]
    spelt = [_shown(letter) for letter in letters[: max(place + 1, len(letters) - 1)]]
    spelt[place] = f"**{spelt[place]}**"
    country = first if loudest.bits > 0 else second
    return f"loudest: {''.join(spelt)}, {abs(loudest.bits):.1f} bits for {_country(country)}"


def _shown(letter: Letter) -> str:
    return _END if letter.letter == STOP else letter.letter
