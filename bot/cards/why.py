"""The card that explains an origin: each letter's evidence, and the countries by loss alone."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import country_label
from bot.cards.layout import Card
from bot.cards.origin import emphasise, printed_letter, use_text
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.ranking import LetterAttribution, Ranking

_MAX_RANKED = 5
"""Countries shown of the order by loss."""
_RISING, _HANGING = " ▁▄█", " ▔▀█"
"""Bars above the letters and below them, both from the letters outwards."""
_MIN_SCALE_BITS = 2.0
"""Bits at full height, unless a letter has more."""
_MIN_SHARE = 0.05
"""Part of the full height from which on a bar is shown."""
_LETTERS_PER_ROW = 10
"""Letters that fit side by side on a narrow screen, with spaces between them."""


class WhyCard(Card):
    """What speaks for the first country: first who has the name, then the letters, if they do.

    For a name that nobody is known to have, also the nats of the spelling in each country.
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
            parts += _loss(_, ranking)
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
        "A bar above a letter speaks for {first}, a bar below for {second}. The taller the "
        "bar, the stronger the clue. · marks the end of the name.",
        **labels,
    )
    yield _("**Letter by letter:** {first} or {second}?", **labels)
    yield "\n".join(_letter_chart(ranking.letters, first, second))
    yield f"-# {bars}\n-# {_strongest_letter(_, ranking)}"


def _loss(_: Translator, ranking: Ranking) -> Iterator[ui.Item[Any] | str]:
    yield ui.Separator()
    yield _(
        "**How surprising the spelling is** in each country, in nats (units of surprise). "
        "The lower the number, the better it fits."
    )
    yield _by_loss(_, ranking)
    also = _(
        "The percentages also take groups of letters and similar known names into account, "
        "so they can rank the countries differently."
    )
    yield f"-# {also}"


def _letter_chart(letters: Sequence[LetterAttribution], first: str, second: str) -> Iterator[str]:
    """Render each letter with a bar above it for the first country, or below for the second."""
    scale = max(_MIN_SCALE_BITS, *(abs(letter.bits) for letter in letters))
    rows = []
    for start in range(0, len(letters), _LETTERS_PER_ROW):
        row = letters[start : start + _LETTERS_PER_ROW]
        above = " ".join(_bar(_RISING, letter.bits / scale) for letter in row)
        below = " ".join(_bar(_HANGING, -letter.bits / scale) for letter in row)
        spelt = " ".join(map(printed_letter, row))
        rows.append(f"{above}  {first}\n{spelt}\n{below}  {second}")
    yield "```"
    yield "\n\n".join(rows)
    yield "```"


def _bar(levels: str, share: float) -> str:
    return levels[math.ceil(share * (len(levels) - 1)) if share >= _MIN_SHARE else 0]


def _strongest_letter(_: Translator, ranking: Ranking) -> str:
    strongest = max(ranking.letters, key=lambda letter: abs(letter.bits))
    first, second = (score.country for score in ranking.ranking[:2])
    return _(
        "The strongest clue, {name}: {bits:.1f} bits ({country}). Each bit doubles the odds.",
        name=emphasise(ranking.letters, strongest),
        bits=abs(strongest.bits),
        country=country_label(_, first if strongest.bits > 0 else second),
    )


def _by_loss(_: Translator, ranking: Ranking) -> str:
    shown = sorted(ranking.ranking, key=lambda score: score.nats)[:_MAX_RANKED]
    nats = [_.format_number(score.nats, ".1f") for score in shown]
    width = max(map(len, nats))
    return "\n".join(
        f"`{number:>{width}}` {country_label(_, score.country)}"
        for score, number in zip(shown, nats, strict=True)
    )
