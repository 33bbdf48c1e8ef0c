"""The card that explains an origin: each letter's evidence, and how well the spelling fits."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import country_label
from bot.cards.layout import Card
from bot.cards.origin import emphasise, two_digits, use_text
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.ranking import LetterAttribution, Ranking
from model.domain.spelling import STOP

_MAX_RANKED = 5
"""Countries shown, those of the card that is explained."""
_RISING, _HANGING = " ▁▄█", " ▔▀█"
"""Bars above the letters and below them, both from the letters outwards."""
_MIN_SCALE_BITS = 0.1
"""Bits at full height, unless a letter has more: with less, no letter is a clue."""
_MIN_SHARE = 0.05
"""Part of the full height from which on a bar is shown."""
_MOST_NATS = math.log(1_000_000)
"""More than a million times likelier is more than anybody can picture."""
_LETTERS_PER_ROW = 16
"""Letters that fit side by side on a phone, with spaces between them and a country behind them."""


class WhyCard(Card):
    """What speaks for the first country: first who has the name, then the letters, if they do.

    For a name that nobody is known to have, also how well the spelling fits each country.
    """

    def __init__(self, _: Translator, ranking: Ranking) -> None:
        first, second = (score.country for score in ranking.ranking[:2])
        labels = {"first": country_label(_, first), "second": country_label(_, second)}
        title = _(
            "{name} → {country}: why?", name=escape_markdown(ranking.name), country=labels["first"]
        )
        parts: list[ui.Item[Any] | str] = [*_use(_, ranking)]
        if ranking.letters_agree:
            parts += _letters(_, ranking, labels)
        else:
            parts.append(
                _("I’m going by who has this name. Its letters alone don’t settle it.")
                if ranking.uses or ranking.known_in
                else _(
                    "I’m going by known names that look like it. Its letters alone don’t settle it."
                )
            )
        if not ranking.uses:
            parts += _fit(_, ranking)
        super().__init__(f"## {title}", *parts)


def _use(_: Translator, ranking: Ranking) -> Iterator[str]:
    """Say who has the name in the first countries, if anybody does."""
    lines = [text for use in ranking.uses if (text := use_text(_, use))]
    if ranking.uses and lines:
        yield _("**Who has it:**")
        yield "\n".join(lines)
    elif ranking.uses:
        yield _("I don’t know of anyone with this name in these countries.")


def _letters(
    _: Translator, ranking: Ranking, labels: Mapping[str, str]
) -> Iterator[ui.Item[Any] | str]:
    first, second = (score.country for score in ranking.ranking[:2])
    bars = _(
        "A bar above a letter points to {first}, a bar below to {second}. The taller the "
        "bar, the stronger the clue.",
        **labels,
    )
    yield _("**Letter by letter:** {first} or {second}?", **labels)
    yield "\n".join(_letter_chart(ranking.letters, first, second))
    yield f"-# {bars}\n-# {_strongest_letter(_, ranking)}"


def _fit(_: Translator, ranking: Ranking) -> Iterator[ui.Item[Any] | str]:
    """Say how likely the spelling is in the first countries, beside that which it fits best."""
    yield ui.Separator()
    best = min(ranking.ranking, key=lambda score: score.nats)
    yield _(
        "**How well the spelling fits**, compared with the country that it fits best ({country}):",
        country=country_label(_, best.country),
    )
    yield "\n".join(_fit_lines(_, ranking, best.nats))
    also = _("My answer also takes groups of letters and similar known names into account.")
    yield f"-# {also}"


def _letter_chart(letters: Sequence[LetterAttribution], first: str, second: str) -> Iterator[str]:
    """Render each letter with a bar above it for the first country, or below for the second.

    The bar of what says most is full, however much that is: it stands below the chart. How the name
    ends has no bar.
    """
    shown = [letter for letter in letters if letter.letter != STOP]
    scale = max(_MIN_SCALE_BITS, *(abs(letter.bits) for letter in letters))
    rows = []
    for start in range(0, len(shown), _LETTERS_PER_ROW):
        row = shown[start : start + _LETTERS_PER_ROW]
        above = " ".join(_bar(_RISING, letter.bits / scale) for letter in row)
        below = " ".join(_bar(_HANGING, -letter.bits / scale) for letter in row)
        spelt = " ".join(letter.letter for letter in row)
        rows.append(f"{above}  {first}\n{spelt}\n{below}  {second}")
    yield "```"
    yield "\n\n".join(rows)
    yield "```"


def _bar(levels: str, share: float) -> str:
    return levels[math.ceil(share * (len(levels) - 1)) if share >= _MIN_SHARE else 0]


def _strongest_letter(_: Translator, ranking: Ranking) -> str:
    strongest = max(ranking.letters, key=lambda letter: letter.bits)
    country, other = (country_label(_, score.country) for score in ranking.ranking[:2])
    fields = {
        "country": country,
        "other": other,
        "times": _times(_, strongest.bits * math.log(2)),
    }
    if strongest.letter == STOP:
        return _(
            "The strongest clue is how the name ends. "
            "It makes {country} {times} times as likely as {other}.",
            **fields,
        )
    return _(
        "The strongest clue is in {name}. It makes {country} {times} times as likely as {other}.",
        name=emphasise(ranking.letters, strongest),
        **fields,
    )


def _fit_lines(_: Translator, ranking: Ranking, best: float) -> Iterator[str]:
    shown = ranking.ranking[:_MAX_RANKED]
    percents = [_.format_percent(math.exp(best - score.nats)) for score in shown]
    width = max(map(len, percents))
    for score, text in zip(shown, percents, strict=True):
        yield f"`{text:>{width}}` {country_label(_, score.country)}"


def _times(_: Translator, nats: float) -> str:
    """Write how many times likelier something is by so many nats: to a tenth below ten."""
    times = math.exp(min(nats, _MOST_NATS))
    if times < 10:  # noqa: PLR2004 - where two digits have no tenths
        return _.format_number(times, ".1f")
    return _.format_number(two_digits(times), ",")
