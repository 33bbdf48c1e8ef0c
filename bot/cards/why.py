"""The card that explains an origin: what makes a country likelier, and each letter's evidence."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import country_label
from bot.cards.layout import Card
from bot.cards.origin import emphasise, two_digits, use_text, verdict_text
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.errors import gettext_noop
from model.domain.ranking import LetterAttribution, Ranking, ReasonKind
from model.domain.spelling import STOP

_LEAST_NATS = math.log(1.05)
"""What says less is left out."""
_RISING, _HANGING = " ▁▄█", " ▔▀█"
"""Bars above the letters and below them, both from the letters outwards."""
_MIN_SCALE_BITS = 0.1
"""Bits at full height, unless a letter has more: with less, no letter is a clue."""
_MIN_SHARE = 0.05
"""Part of the full height from which on a bar is shown."""
_REASONS: Mapping[ReasonKind, str] = {
    ReasonKind.SPELLING: gettext_noop("how it’s spelled"),
    ReasonKind.SIMILAR: gettext_noop("known names that look like it"),
    ReasonKind.SIZE: gettext_noop("how many names I know from there"),
    ReasonKind.BEARERS: gettext_noop("how many people there have it"),
    ReasonKind.LISTS: gettext_noop("lists of names"),
    ReasonKind.HOME: gettext_noop("where it’s a traditional name"),
}
_MOST_NATS = math.log(1_000_000)
"""More than a million times likelier is more than anybody can picture."""
_LETTERS_PER_ROW = 16
"""Letters that fit side by side on a phone, with spaces between them and a country behind them."""


class WhyCard(Card):
    """What makes the first country likelier than the second, and who has the name.

    Then the letters, if they speak for the first country.
    """

    def __init__(self, _: Translator, ranking: Ranking) -> None:
        first, second = (score.country for score in ranking.ranking[:2])
        labels = {"first": country_label(_, first), "second": country_label(_, second)}
        title = _(
            "{name} → {country}: why?", name=escape_markdown(ranking.name), country=labels["first"]
        )
        reasons = [] if ranking.shared else [*_reasons(_, ranking, labels)]
        parts: list[ui.Item[Any] | str] = [*reasons, *_use(_, ranking)]
        if ranking.letters_agree:
            parts += _letters(_, ranking, labels)
        # Where the two are about as likely and nobody has the name, there is nothing to argue.
        super().__init__(f"## {title}", *(parts or [verdict_text(_, ranking)]))


def _reasons(_: Translator, ranking: Ranking, labels: Mapping[str, str]) -> Iterator[str]:
    """Say how many times likelier the first country is, and by what."""
    counting = [reason for reason in ranking.reasons if abs(reason.nats) >= _LEAST_NATS]
    if not counting:
        return
    total = sum(reason.nats for reason in ranking.reasons)
    yield _(
        "**{first} is {times} times as likely as {second}.** That’s roughly these, multiplied:",
        times=_times(_, total),
        **labels,
    )
    times = [_times(_, abs(reason.nats)) for reason in counting]
    width = max(map(len, times))
    yield "\n".join(
        f"`{'×' if reason.nats > 0 else '÷'} {text:>{width}}` {_(_REASONS[reason.kind])}"
        for reason, text in zip(counting, times, strict=True)
    )


def _use(_: Translator, ranking: Ranking) -> Iterator[str]:
    """Say who has the name in the first countries, if anybody does."""
    lines = [text for use in ranking.uses if (text := use_text(_, use))]
    if lines:
        yield _("**Who has it:**")
        yield "\n".join(lines)
        if not ranking.uses[0].is_counted:
            note = _(
                "I have no figures from {country}, so more people may have it there",
                country=country_label(_, ranking.uses[0].country),
            )
            yield f"-# {note}"


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
    if strongest.letter == STOP:
        return _("The strongest clue is how the name ends.")
    return _("The strongest clue is in {name}.", name=emphasise(ranking.letters, strongest))


def _times(_: Translator, nats: float) -> str:
    """Write how many times likelier something is by so many nats: to a tenth below ten."""
    times = math.exp(min(nats, _MOST_NATS))
    if times < 10:  # noqa: PLR2004 - where two digits have no tenths
        return _.format_number(times, ".1f")
    return _.format_number(two_digits(times), ",")
