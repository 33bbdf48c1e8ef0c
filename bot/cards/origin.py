"""The card of `/origin`."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import country_label
from bot.cards.layout import Card
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.ranking import CountryScore, LetterAttribution, Ranking, Verdict
from model.domain.spelling import STOP

_MAX_RANKED = 5
"""Countries shown of the ranking."""
_BAR_WIDTH = 16
"""Characters of a probability bar."""
_MAX_KNOWN_COUNTRIES = 5
"""Countries named of those whose lists contain the name."""
_BAR_LEVELS = " ▁▂▃▄▅▆▇█"
_MIN_SCALE_BITS = 2.0
"""Bits at full height, unless a letter has more."""
_LETTERS_PER_ROW = 10
"""Letters that fit side by side on a narrow screen, with spaces between them."""
_STOP_MARK = "·"
"""Printed for the end of the name, which is evidence like a letter."""


class OriginCard(Card):
    """A verdict, the first countries with bars, and each letter's evidence."""

    def __init__(self, _: Translator, ranking: Ranking, buttons: Sequence[ui.Item[Any]]) -> None:
        first, second = (score.country for score in ranking.ranking[:2])
        versus = _(
            "**Letter by letter**, {first} or {second}?",
            first=country_label(_, first),
            second=country_label(_, second),
        )
        nats = _("nats: what the spelling costs there; the fewer, the more usual")
        caveat = _("This speaks of a spelling, never of a person who bears it.")
        super().__init__(
            f"## {escape_markdown(ranking.name)}",
            f"{_verdict_text(_, ranking)}\n-# {_known_countries(_, ranking)}",
            ui.Separator(),
            "\n".join(_country_bar(_, score) for score in ranking.ranking[:_MAX_RANKED]),
            f"-# {nats}",
            ui.Separator(),
            versus,
            "\n".join(_letter_chart(ranking.letters, first, second)),
            f"-# {_strongest_letter(_, ranking.letters, first, second)}",
            ui.Separator(),
            f"-# {caveat}",
            buttons=buttons,
        )


def _verdict_text(_: Translator, ranking: Ranking) -> str:
    first = f"**{country_label(_, ranking.ranking[0].country)}**"
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


def _known_countries(_: Translator, ranking: Ranking) -> str:
    if not ranking.known_in:
        return _("on no country's list")
    order = [score.country for score in ranking.ranking]
    codes = sorted(ranking.known_in, key=[*order, *ranking.known_in].index)
    labels = ", ".join(country_label(_, code) for code in codes[:_MAX_KNOWN_COUNTRIES])
    more = len(codes) - _MAX_KNOWN_COUNTRIES
    if more <= 0:
        return _("known in: {countries}", countries=labels)
    return _.plural(
        "known in: {countries} and {number} more",
        "known in: {countries} and {number} more",
        more,
        countries=labels,
    )


def _country_bar(_: Translator, score: CountryScore) -> str:
    # Both halves are block characters, so a fallback font makes them equally wide.
    full = round(score.probability * _BAR_WIDTH)
    bar = "█" * full + "░" * (_BAR_WIDTH - full)
    percent = _.format_percent(score.probability).rjust(len(_.format_percent(1.0)))
    nats = _("{nats:.1f} nats", nats=score.nats)
    return f"{country_label(_, score.country)}\n-# `{bar} {percent}` {nats}"


def _letter_chart(letters: Sequence[LetterAttribution], first: str, second: str) -> Iterator[str]:
    """Render each letter with a bar above it for the first country, or below for the second."""
    scale = max(_MIN_SCALE_BITS, *(abs(letter.bits) for letter in letters))
    rows = []
    for start in range(0, len(letters), _LETTERS_PER_ROW):
        row = letters[start : start + _LETTERS_PER_ROW]
        above = " ".join(_bar_level(letter.bits / scale) for letter in row)
        below = " ".join(_bar_level(-letter.bits / scale) for letter in row)
        spelt = " ".join(_printed(letter) for letter in row)
        rows.append(f"{above}  {first}\n{spelt}\n{below}  {second}")
    yield "```"
    yield "\n\n".join(rows)
    yield "```"


def _bar_level(share: float) -> str:
    return _BAR_LEVELS[max(0, round(share * (len(_BAR_LEVELS) - 1)))]


def _strongest_letter(
    _: Translator, letters: Sequence[LetterAttribution], first: str, second: str
) -> str:
    index = max(range(len(letters)), key=lambda index: abs(letters[index].bits))
    strongest = letters[index]
    # The stop mark is printed only if it is the strongest itself.
    printed = [_printed(letter) for letter in letters[: max(index + 1, len(letters) - 1)]]
    printed[index] = f"**{printed[index]}**"
    return _(
        "loudest: {name}, {bits:.1f} bits for {country}",
        name="".join(printed),
        bits=abs(strongest.bits),
        country=country_label(_, first if strongest.bits > 0 else second),
    )


def _printed(letter: LetterAttribution) -> str:
    return _STOP_MARK if letter.letter == STOP else letter.letter
