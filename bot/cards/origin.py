"""The card of `/origin`."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import Any

from discord import ui

from bot.cards.labels import country_label, sound_labels
from bot.cards.layout import Card
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.areas import areas
from model.domain.pronunciation import Pronunciation
from model.domain.ranking import (
    LIKELY_PROBABILITY,
    SHOWN_PROBABILITY,
    CountryScore,
    CountryUse,
    LetterAttribution,
    Ranking,
    Verdict,
)

_MAX_RANKED = 5
"""Countries shown of the ranking."""
_MILLION = 1_000_000
_BAR_WIDTH = 12
"""Letters of a bar."""
_HALF, _WHOLE = "╸", "━"
"""Letters of a bar, which join without a seam."""
_SPACE = "\u00a0"
_LETTERS_OF_CLUE = 3
"""Letters of the strongest clue, at most; the stop is one."""
_MAX_KNOWN_COUNTRIES = 5
"""Countries named of those whose lists contain the name."""
_MAX_SHARING = 3
"""Countries named of those that share the name."""
_CLOSE = 0.75
"""Part of the first country's probability from which on the second is close behind."""


class OriginCard(Card):
    """A verdict, how the name is said, the first countries with bars, and the strongest clue.

    Of an invented name, what it was invented for in place of the verdict.

    Where the spelling is like no country's, neither bars nor a clue: they would seem to know.
    """

    def __init__(
        self,
        _: Translator,
        ranking: Ranking,
        buttons: Sequence[ui.Item[Any]],
        pronunciation: Pronunciation | None = None,
        *,
        unsaid: str = "",
        made_for: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        """Lay it out.

        Args:
            ranking: says where the name sounds from.
            buttons: below it.
            pronunciation: how it is said, if known.
            unsaid: the code of the country whose names have no voice, or empty.
            made_for: how much the name sounds like each of the countries that it was invented for,
                by their codes, if it was.
        """
        if len(made_for) > 1:
            evidence = [_bars(_, made_for)]
        else:
            evidence = [*_evidence(_, ranking)] if agrees(ranking, made_for) else []
            if evidence and made_for:
                evidence.insert(0, _("By its spelling alone, I’d have guessed:"))
        caveat = _("This is only about the name. It says nothing about anyone who has it.")
        super().__init__(
            f"## {escape_markdown(ranking.name)}",
            "\n-# ".join(
                [
                    made_for_text(_, made_for) if made_for else verdict_text(_, ranking),
                    *_reading(_, ranking),
                    *(
                        []
                        if ranking.verdict is Verdict.NO_NAME
                        or (ranking.uses and not ranking.known_in)
                        else [_known_countries(_, ranking)]
                    ),
                    *sound_labels(_, pronunciation, unsaid),
                ]
            ),
            *evidence,
            f"-# {caveat}",
            buttons=buttons,
        )


def agrees(ranking: Ranking, made_for: Collection[str]) -> bool:
    """Return whether a guess is that which a name was invented for, if it was.

    Any other would seem to take back what its card said.
    """
    return not made_for or (len(made_for) == 1 and ranking.ranking[0].country in made_for)


def made_for_text(_: Translator, codes: Collection[str]) -> str:
    """Say what a name was invented for."""
    labels = " × ".join(country_label(_, code) for code in codes)
    return _("I made this name up for {countries}.", countries=labels)


def _evidence(_: Translator, ranking: Ranking) -> Iterator[str]:
    if not ranking.verdict.is_recognised and not _who_has_it(_, ranking):
        return
    if ranking.shared:
        yield "\n".join(text for use in ranking.uses if (text := use_text(_, use)))
        return
    yield "\n".join([_country_bars(_, ranking.ranking), *_area(_, ranking)])
    yield from _who_has_it(_, ranking) or strongest_clue(_, ranking)


def verdict_text(_: Translator, ranking: Ranking) -> str:
    """Say where a name is from, or sounds from, and how sure that is."""
    if ranking.shared:
        return _shared_text(_, ranking)
    first = f"**{country_label(_, ranking.ranking[0].country)}**"
    is_used = bool(_who_has_it(_, ranking))
    if is_used and ranking.ranking[0].probability >= LIKELY_PROBABILITY:
        return _("Origin: {first}", first=first)
    return _guess_text(_, ranking, Verdict.UNSURE if is_used else ranking.verdict)


def _guess_text(_: Translator, ranking: Ranking, verdict: Verdict) -> str:
    first = f"**{country_label(_, ranking.ranking[0].country)}**"
    match verdict:
        case Verdict.SURE:
            return _("My guess: {first}. I’m pretty sure.", first=first)
        case Verdict.LIKELY:
            return _("My best guess: {first}.", first=first)
        case Verdict.UNSURE:
            if _is_close(ranking.ranking):
                return _(
                    "Hard to say. My best guess: {first}, with others close behind.", first=first
                )
            return _("Hard to say. My best guess: {first}, but I’m far from sure.", first=first)
        case Verdict.NO_NAME:
            return _("This isn’t spelled like the names of any country I know.")
        case Verdict.NO_IDEA:
            return _(
                "I don’t know a country where names are spelled like that. The closest: {first}.",
                first=first,
            )


def _shared_text(_: Translator, ranking: Ranking) -> str:
    """Say which countries share a name, or whose language it is that they speak."""
    language = ranking.language
    speaking = areas()[language] if language else ranking.shared
    codes = [code for code in ranking.shared if code in speaking][:_MAX_SHARING]
    labels = ", ".join(country_label(_, code) for code in codes)
    if language is None:
        return _("Origin: **several countries**, such as {countries}", countries=labels)
    return _(
        "Origin: **countries where {language} is spoken**, such as {countries}",
        language=_.language_name(language),
        countries=labels,
    )


def _is_close(ranking: Sequence[CountryScore]) -> bool:
    first, second = ranking[:2]
    return second.probability >= _CLOSE * first.probability


def _reading(_: Translator, ranking: Ranking) -> Iterator[str]:
    if ranking.read_as:
        yield _("Read as {name}", name=escape_markdown(ranking.read_as))


def _area(_: Translator, ranking: Ranking) -> Iterator[str]:
    """Say how likely the countries are together that share the first one's language."""
    if ranking.area is not None:
        language, probability = ranking.area
        yield "-# " + _(
            "Together, all countries where {language} is spoken: {percent}",
            language=_.language_name(language),
            percent=_.format_percent(probability),
        )


def _who_has_it(_: Translator, ranking: Ranking) -> list[str]:
    """Return a sentence on who has the name in the first country, if somebody counts them."""
    return [text for use in ranking.uses[:1] if (text := use_text(_, use))]


def use_text(_: Translator, use: CountryUse) -> str:
    """Say who has a name in a country; nothing if nobody counts them.

    People on Wikipedia are counted where there is no register.
    """
    parts = []
    if use.bearers:
        among = one_in(_, use.bearers_per_million)
        parts.append(
            _.plural(
                "{number} person (1 in {among} on record)",
                "{number} people (1 in {among} on record)",
                use.bearers,
                among=among,
            )
        )
    elif use.people:
        parts.append(
            _.plural(
                "{number} person from there on Wikipedia",
                "{number} people from there on Wikipedia",
                use.people,
            )
        )
    if use.is_home:
        parts.append(_("a traditional name there"))
    if not parts:
        return ""
    country, details = country_label(_, use.country), ", ".join(parts)
    return _("{country}: {details}", country=country, details=details)


def one_in(_: Translator, per_million: float) -> str:
    """Return among how many people there is one who has a name."""
    return _.format_number(two_digits(_MILLION / per_million), ",")


def two_digits(number: float) -> int:
    """Round a number from 1 on to two digits, which are as many as are known."""
    return round(round(number), 1 - int(math.log10(number)))


def _known_countries(_: Translator, ranking: Ranking) -> str:
    if not ranking.known_in:
        return _("I haven’t come across this name in any country.")
    order = [score.country for score in ranking.ranking]
    codes = sorted(ranking.known_in, key=[*order, *ranking.known_in].index)
    labels = ", ".join(country_label(_, code) for code in codes[:_MAX_KNOWN_COUNTRIES])
    more = len(codes) - _MAX_KNOWN_COUNTRIES
    if more <= 0:
        return _("A real name in: {countries}", countries=labels)
    return _.plural(
        "A real name in: {countries} and {number} more",
        "A real name in: {countries} and {number} more",
        more,
        countries=labels,
    )


def _country_bars(_: Translator, ranking: Sequence[CountryScore]) -> str:
    shown = [score for score in ranking[:_MAX_RANKED] if score.probability >= SHOWN_PROBABILITY]
    shown = shown or [*ranking[:1]]
    return _bars(_, {score.country: score.probability for score in shown})


def _bars(_: Translator, shares: Mapping[str, float]) -> str:
    return "\n".join(
        f"{bar(share)} {country_label(_, code)} **{_.format_percent(share)}**"
        for code, share in shares.items()
    )


def bar(share: float) -> str:
    """Return a bar as a piece of code: those letters are all equally wide, spaces among them."""
    whole, half = divmod(max(1, round(share * _BAR_WIDTH * 2)), 2)
    return f"`{(_WHOLE * whole + _HALF * half).ljust(_BAR_WIDTH, _SPACE)}`"


def strongest_clue(_: Translator, ranking: Ranking) -> list[str]:
    """Return a sentence on what speaks most for the first country, if the letters do."""
    if not ranking.letters_agree:
        return []
    country = country_label(_, ranking.ranking[0].country)
    name = emphasise_clue(ranking.letters)
    return [_("Strongest clue in the spelling ({country}): {name}", country=country, name=name)]


def emphasise_clue(letters: Sequence[LetterAttribution]) -> str:
    """Return a name with the letters in bold that say most: two or three.

    The stop counts as a letter, too: it says that a name ends like that. No part begins or ends
    with a hyphen or an apostrophe: Markdown leaves asterisks between that and a letter as they are.
    """
    *shown, _stop = (each.letter for each in letters)
    name = "".join(shown)
    parts = [
        (start, end)
        for start, end in combinations(range(len(letters) + 1), 2)
        if start < len(name)
        and end - start <= _LETTERS_OF_CLUE
        and len(name[start:end]) >= min(_LETTERS_OF_CLUE - 1, len(name))
        and name[start].isalpha()
        and name[start:end][-1].isalpha()
    ]
    start, end = max(
        parts,
        key=lambda part: sum(each.bits for each in letters[slice(*part)]),
        default=(0, len(name)),
    )
    return f"{name[:start]}**{name[start:end]}**{name[end:]}"
