"""The card that explains an origin: what makes a country likelier, and who has the name."""

import math
from collections.abc import Iterator, Mapping

from bot.cards.labels import country_label
from bot.cards.layout import Card
from bot.cards.origin import bar, strongest_clue, two_digits, use_text, verdict_text
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.errors import gettext_noop
from model.domain.ranking import Ranking, ReasonKind

_LEAST_NATS = math.log(1.05)
"""What says less is left out."""
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


class WhyCard(Card):
    """What makes the first country likelier than the second, and who has the name."""

    def __init__(self, _: Translator, ranking: Ranking) -> None:
        first, second = (score.country for score in ranking.ranking[:2])
        labels = {"first": country_label(_, first), "second": country_label(_, second)}
        title = _(
            "{name} → {country}: why?", name=escape_markdown(ranking.name), country=labels["first"]
        )
        reasons = [] if ranking.shared else [*_reasons(_, ranking, labels)]
        parts = [*reasons, *_use(_, ranking)]
        # Where the two are about as likely and nobody has the name, there is nothing to argue.
        super().__init__(f"## {title}", *(parts or [verdict_text(_, ranking)]))


def _reasons(_: Translator, ranking: Ranking, labels: Mapping[str, str]) -> Iterator[str]:
    """Say how many times likelier the first country is, and by what."""
    counting = [reason for reason in ranking.reasons if abs(reason.nats) >= _LEAST_NATS]
    if not counting:
        return
    total = sum(reason.nats for reason in ranking.reasons)
    yield _(
        "**{first} is {times} times as likely as {second}.** How much each reason counts:",
        times=_times(_, total),
        **labels,
    )
    most = max(abs(reason.nats) for reason in counting)
    speaking_for, against = (
        [
            f"{bar(abs(reason.nats) / most)} {_(_REASONS[reason.kind])}"
            for reason in counting
            if (reason.nats > 0) is speaks_for
        ]
        for speaks_for in (True, False)
    )
    yield "\n".join(speaking_for)
    if against:
        yield "\n".join([_("Against it:"), *against])
    yield from (f"-# {clue}" for clue in strongest_clue(_, ranking))


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


def _times(_: Translator, nats: float) -> str:
    """Write how many times likelier something is by so many nats: to a tenth below ten."""
    times = math.exp(min(nats, _MOST_NATS))
    if times < 10:  # noqa: PLR2004 - where two digits have no tenths
        return _.format_number(times, ".1f")
    return _.format_number(two_digits(times), ",")
