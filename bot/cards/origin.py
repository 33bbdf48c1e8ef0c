"""The card of where a name sounds from."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import country_of
from bot.cards.layout import Card
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.ranking import CountryScore, LetterAttribution, Ranking, Verdict
from model.domain.spelling import STOP

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


class OriginCard(Card):
    """A verdict, the first countries with bars, and what each letter had to say."""

    def __init__(self, _: Translator, ranking: Ranking, buttons: Sequence[ui.Item[Any]]) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        first, second = (place.country for place in ranking.ranking[:2])
        versus = _(
            "**Letter by letter**, {first} or {second}?",
            first=country_of(first, _),
            second=country_of(second, _),
        )
        nats = _("nats: what the spelling costs there; the fewer, the more usual")
        caveat = _("This speaks of a spelling, never of a person who bears it.")
        super().__init__(
            ui.TextDisplay(f"## {escape_markdown(ranking.name)}"),
            ui.TextDisplay(f"{_verdict(_, ranking)}\n-# {_known(_, ranking)}"),
            ui.Separator(),
            ui.TextDisplay("\n".join(_bar(_, place) for place in ranking.ranking[:_PLACES])),
            ui.TextDisplay(f"-# {nats}"),
            ui.Separator(),
            ui.TextDisplay(versus),
            ui.TextDisplay("\n".join(_letters(ranking.letters, first, second))),
            ui.TextDisplay(f"-# {_loudest(_, ranking.letters, first, second)}"),
            ui.Separator(),
            ui.TextDisplay(f"-# {caveat}"),
            row,
        )


def _verdict(_: Translator, ranking: Ranking) -> str:
    first = f"**{country_of(ranking.ranking[0].country, _)}**"
    match ranking.verdict:
        case Verdict.SURE:
            return _("Sounds like {first}, and I am quite sure.", first=first)
        case Verdict.LIKELY:
            return _("Sounds most like {first}.", first=first)
        case Verdict.UNSURE:
            return _("Hard to say: {first} comes first, others are close.", first=first)
        case Verdict.NO_IDEA:
            return _(
                "No idea: I know no country whose names are spelt like that. If I must choose, "
                "{first}.",
                first=first,
            )


def _known(_: Translator, ranking: Ranking) -> str:
    if not ranking.known_in:
        return _("on no country's list")
    order = [place.country for place in ranking.ranking]
    others = [code for code in ranking.known_in if code not in order]
    homes = [code for code in order if code in ranking.known_in] + others
    named = ", ".join(country_of(code, _) for code in homes[:_HOMES])
    more = len(homes) - _HOMES
    if more <= 0:
        return _("known in: {countries}", countries=named)
    return _.plural(
        "known in: {countries} and {number} more",
        "known in: {countries} and {number} more",
        more,
        countries=named,
    )


def _bar(_: Translator, place: CountryScore) -> str:
    # Both halves are blocks, as a font that has to borrow them makes both equally wide.
    full = round(place.probability * _BAR)
    bar = "█" * full + "░" * (_BAR - full)
    likely = _.percent(place.probability)
    nats = _("{nats:.1f} nats", nats=place.nats)
    return f"{country_of(place.country, _)}\n-# `{bar} {likely:>4}` {nats}"


def _letters(letters: Sequence[LetterAttribution], first: str, second: str) -> Iterator[str]:
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


def _loudest(_: Translator, letters: Sequence[LetterAttribution], first: str, second: str) -> str:
    place = max(range(len(letters)), key=lambda number: abs(letters[number].bits))
    loudest = letters[place]
    spelt = [_shown(letter) for letter in letters[: max(place + 1, len(letters) - 1)]]
    spelt[place] = f"**{spelt[place]}**"
    return _(
        "loudest: {name}, {bits:.1f} bits for {country}",
        name="".join(spelt),
        bits=abs(loudest.bits),
        country=country_of(first if loudest.bits > 0 else second, _),
    )


def _shown(letter: LetterAttribution) -> str:
    return _END if letter.letter == STOP else letter.letter
