"""The card of a name: where it is from, who has it, what it is like."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from discord import ui

from bot.features.look import Card, bars, country_label
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.areas import areas
from model.domain.condition import Gender
from model.domain.generation import NameKind
from model.domain.name_check import CountryCount, NameCheck, SurnameFit
from model.domain.ranking import (
    LIKELY_PROBABILITY,
    SHOWN_PROBABILITY,
    LetterAttribution,
    Ranking,
    Verdict,
)

_MAX_COUNTRIES, _MAX_RANKED, _MAX_LANGUAGES = 3, 5, 3
"""Countries that count bearers, those of a ranking, and languages in which a name is a word."""


_LETTERS_OF_CLUE = 3
"""Letters of the strongest clue, at most; the stop is one."""


_CLOSE = 0.75
"""Part of the first country's probability from which on the second is close behind."""


_MILLION = 1_000_000


def origin_card(
    _: Translator,
    check: NameCheck,
    made_for: Mapping[str, float],
    buttons: Sequence[ui.Item[Any]],
) -> Card:
    """Lay out what is known of a name.

    Where the spelling is like no country's, there are no bars: they would seem to know.
    """
    found = made_for_text(_, made_for) if made_for else verdict_text(_, check)
    parts = ["\n-# ".join([found, *_notes(_, check)])]
    if check.origin.verdict is not Verdict.NO_NAME:
        parts += [
            "\n".join(_evidence(_, check, made_for)),
            "\n".join(_counts(_, check)),
            "\n".join(_likes(_, check)),
            "" if check.fit is None else _fit(_, check, check.fit),
        ]
    parts.append("\n".join(_warnings(_, check)))
    return Card(f"## {escape_markdown(check.name)}", *filter(None, parts), buttons=buttons)


def made_for_text(_: Translator, codes: Collection[str]) -> str:
    """Say what a name was invented for."""
    labels = " × ".join(country_label(_, code) for code in codes)
    return _("I made this name up for {countries}.", countries=labels)


def verdict_text(_: Translator, check: NameCheck) -> str:
    """Say where a name is from, or sounds from, and how sure that is."""
    ranking = check.origin
    if ranking.shared:
        return _shared_text(_, ranking)
    first = f"**{country_label(_, ranking.ranking[0].country)}**"
    is_used = _is_used(ranking)
    if is_used and ranking.ranking[0].probability >= LIKELY_PROBABILITY:
        return _("Origin: {first}", first=first)
    return _guess_text(_, ranking, Verdict.UNSURE if is_used else ranking.verdict, first)


def _guess_text(_: Translator, ranking: Ranking, verdict: Verdict, first: str) -> str:
    match verdict:
        case Verdict.SURE:
            return _("My guess: {first}. I’m pretty sure.", first=first)
        case Verdict.LIKELY:
            return _("My best guess: {first}.", first=first)
        case Verdict.UNSURE:
            one, two = ranking.ranking[:2]
            if two.probability >= _CLOSE * one.probability:
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
    codes = [code for code in ranking.shared if code in speaking][:_MAX_COUNTRIES]
    labels = ", ".join(country_label(_, code) for code in codes)
    if language is None:
        return _("Origin: **several countries**, such as {countries}", countries=labels)
    return _(
        "Origin: **countries where {language} is spoken**, such as {countries}",
        language=_.language_name(language),
        countries=labels,
    )


def _is_used(ranking: Ranking) -> bool:
    """Return whether somebody is known to have a name in the first country."""
    return any(use.bearers or use.people or use.is_home for use in ranking.uses[:1])


def _notes(_: Translator, check: NameCheck) -> Iterator[str]:
    """Yield whether the name exists, and how it was read; nothing of what is no name."""
    if check.origin.verdict is Verdict.NO_NAME:
        return
    yield _existence(_, check)
    if check.origin.read_as:
        yield _("Read as {name}", name=escape_markdown(check.origin.read_as))
    if check.homes:
        homes = ", ".join(country_label(_, code) for code in check.homes[:_MAX_COUNTRIES])
        yield _("Traditional in: {countries}", countries=homes)


def _existence(_: Translator, check: NameCheck) -> str:
    match check.kind:
        case NameKind.NEW:
            return _("**New**: as far as I know, nobody has this name.")
        case NameKind.RARE:
            return _("**Rare**: a real name, but few people have it.")
        case NameKind.KNOWN if check.origin.is_borne or check.counts:
            return _("**Known**: a real name.")
        case NameKind.KNOWN:
            return _("**Close to a known name**: it’s spelled much like a real one.")


def _evidence(_: Translator, check: NameCheck, made_for: Mapping[str, float]) -> Iterator[str]:
    """Yield how likely the first countries are, and the strongest clue, unless people are counted.

    Of a name that was invented, how much it sounds like each country that it was invented for; a
    guess of another country would seem to take back what its card said.
    """
    ranking = check.origin
    if len(made_for) > 1:
        yield bars(_, made_for)
    elif not made_for and not check.counts and not ranking.shared and _is_worth_a_bar(ranking):
        shown = [each for each in ranking.ranking if each.probability >= SHOWN_PROBABILITY]
        shown = shown[:_MAX_RANKED] or [*ranking.ranking[:1]]
        yield bars(_, {score.country: score.probability for score in shown})
        if ranking.letters_agree:
            yield "-# " + _(
                "Strongest clue in the spelling ({country}): {name}",
                country=country_label(_, ranking.ranking[0].country),
                name=emphasise_clue(ranking.letters),
            )


def _is_worth_a_bar(ranking: Ranking) -> bool:
    return ranking.verdict.is_recognised or _is_used(ranking)


def _counts(_: Translator, check: NameCheck) -> Iterator[str]:
    """Say how many people have the name where, and once whether they are women or men."""
    shown = check.counts[:_MAX_COUNTRIES]
    sexes = {count.sex for count in shown}
    sex_of_all = sexes.pop() if len(sexes) == 1 else None
    if shown:
        yield _people_on_record(_, sex_of_all)
    for count in shown:
        labels = ", ".join(_count_labels(_, count, with_sex=sex_of_all is None))
        yield _("{country}: {details}", country=country_label(_, count.country), details=labels)
    more = len(check.counts) - _MAX_COUNTRIES
    if more > 0:
        yield "-# " + _.plural(
            "And in {number} more country", "And in {number} more countries", more
        )
    if check.uncounted:
        yield "-# " + _(
            "I have no figures from {country}, so more people may have it there",
            country=country_label(_, check.uncounted),
        )
    if check.people:
        yield "-# " + _.plural(
            "{number} person on Wikipedia", "{number} people on Wikipedia", check.people
        )


def _people_on_record(_: Translator, sex: Gender | None) -> str:
    match sex:
        case "F":
            return _("People on record, nearly all women:")
        case "M":
            return _("People on record, nearly all men:")
        case None:
            return _("People on record:")


def _count_labels(_: Translator, count: CountryCount, *, with_sex: bool) -> Iterator[str]:
    among = _MILLION / count.per_million
    rounded = round(round(among), 1 - len(str(round(among))) + 1)  # two digits are known
    yield _(
        "{number} (1 in {among})",
        number=_.format_number(count.bearers, ","),
        among=_.format_number(rounded, ","),
    )
    if with_sex:
        yield _sex(_, count)
    if count.peak is not None:
        yield _("most born in the {decade}s", decade=str(count.peak))


def _sex(_: Translator, count: CountryCount) -> str:
    match count.sex:
        case "F":
            return _("women")
        case "M":
            return _("men")
        case None:
            return _("{percent} women", percent=_.format_percent(count.share_of_women))


def _likes(_: Translator, check: NameCheck) -> Iterator[str]:
    if check.spellings:
        names = ", ".join(map(escape_markdown, check.spellings))
        yield _("Also spelled: {names}", names=names)
    if check.lookalikes:
        names = ", ".join(map(escape_markdown, check.lookalikes))
        yield _("Looks like: {names}", names=names)


def _warnings(_: Translator, check: NameCheck) -> Iterator[str]:
    """Say what else the name means."""
    if check.words:
        languages = ", ".join(map(_.language_name, check.words[:_MAX_LANGUAGES]))
        yield "⚠️ " + _("An everyday word in: {languages}", languages=languages)


def _fit(_: Translator, check: NameCheck, fit: SurnameFit) -> str:
    labels = [
        _("initials {initials}", initials=escape_markdown(fit.initials)),
        _("about {first} + {second} syllables", first=check.syllables, second=fit.syllables),
    ]
    if fit.alliterates:
        labels.append(_("same first letter"))
    if fit.rhymes:
        labels.append(_("they rhyme"))
    if fit.runs_together:
        labels.append(_("the name ends with the surname’s first letter"))
    return f"**{escape_markdown(f'{check.name} {fit.surname}')}**: {' · '.join(labels)}"


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
