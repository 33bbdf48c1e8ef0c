"""The cards of `/check`: all that is known of one name, or several to compare."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import country_label, flag, kind_label, sound_labels
from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.cards.origin import made_for_text, one_in, verdict_text
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.condition import Gender
from model.domain.generation import NameKind
from model.domain.name_check import CountryCount, NameCheck, SurnameFit
from model.domain.pronunciation import Pronunciation
from model.domain.ranking import Verdict

_MAX_COUNTRIES = 3
"""Countries shown of those that count bearers."""
_MAX_HOMES = 5
_MAX_ORIGINS = 3
_MAX_LANGUAGES = 3
"""Languages named in which a name is a word: ten names of all of them would not fit on a card."""


class CheckCard(Card):
    """One name: whether it exists, where and how common, how it is said, and what it looks like."""

    def __init__(  # noqa: PLR0913 - one for each part of the card
        self,
        _: Translator,
        check: NameCheck,
        buttons: Sequence[ui.Item[Any]],
        polls: Sequence[ui.Item[Any]],
        pronunciation: Pronunciation | None = None,
        *,
        unsaid: str = "",
        made_for: Sequence[str] = (),
    ) -> None:
        """Lay it out.

        Args:
            check: all that is known of the name.
            buttons: below it.
            polls: lists that start polls about it.
            pronunciation: how it is said, if known.
            unsaid: the code of the country whose names have no voice, or empty.
            made_for: the codes of the countries that the name was invented for, if it was.
        """
        if check.origin.verdict is Verdict.NO_NAME:
            parts = [verdict_text(_, check.origin), *_warnings(_, check)]
        else:
            parts = [
                "\n-# ".join(
                    [_findings(_, check, made_for), *_notes(_, check, pronunciation, unsaid)]
                ),
                "\n".join(_counts(_, check)),
                "\n".join(_likes(_, check)),
                *_fit(_, check, pronunciation),
            ]
        super().__init__(
            f"## {escape_markdown(check.name)}",
            *filter(None, parts),
            *([ui.ActionRow[Any](*buttons)] if buttons else []),
            *(ui.ActionRow[Any](poll) for poll in polls),
        )


class ComparisonCard(Card):
    """Several names, a row each, to compare."""

    def __init__(
        self,
        _: Translator,
        checks: Sequence[NameCheck],
        star_buttons: Sequence[ui.Item[Any] | None],
        lists: Sequence[ui.Item[Any]],
    ) -> None:
        title = _("{number} names compared", number=len(checks))
        rows = [
            NameRow(check.name, " · ".join(_summary(_, check)), button)
            for check, button in zip(checks, star_buttons, strict=True)
        ]
        super().__init__(
            f"### {title}",
            *(row.to_item() for row in rows),
            *(ui.ActionRow[Any](each) for each in lists),
        )


def _findings(_: Translator, check: NameCheck, made_for: Sequence[str]) -> str:
    """Say whether the name exists, and where it is from in the words of `/origin`."""
    origin = made_for_text(_, made_for) if made_for else verdict_text(_, check.origin)
    return f"{_existence(_, check)}\n{origin}"


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


def _notes(
    _: Translator, check: NameCheck, pronunciation: Pronunciation | None, unsaid: str
) -> Iterator[str]:
    if check.origin.read_as:
        yield _("Read as {name}", name=escape_markdown(check.origin.read_as))
    if check.homes:
        homes = ", ".join(country_label(_, code) for code in check.homes[:_MAX_HOMES])
        yield _("Traditional in: {countries}", countries=homes)
    yield from sound_labels(_, pronunciation, unsaid)


def _syllables(_: Translator, check: NameCheck) -> str:
    return _.plural("about {number} syllable", "about {number} syllables", check.syllables)


def _counts(_: Translator, check: NameCheck) -> Iterator[str]:
    """Say how many people have the name where, and once whether they are women or men."""
    shown = check.counts[:_MAX_COUNTRIES]
    sexes = {count.sex for count in shown}
    sex_of_all = sexes.pop() if len(sexes) == 1 else None
    if shown:
        yield _people_on_record(_, sex_of_all)
    for count in shown:
        labels = _count_labels(_, count, with_sex=sex_of_all is None)
        country, details = country_label(_, count.country), ", ".join(labels)
        yield _("{country}: {details}", country=country, details=details)
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
    yield _(
        "{number} (1 in {among})",
        number=_.format_number(count.bearers, ","),
        among=one_in(_, count.per_million),
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
    yield from _warnings(_, check)


def _warnings(_: Translator, check: NameCheck) -> Iterator[str]:
    """Say what else the name means, or might be taken for."""
    if check.words:
        languages = ", ".join(map(_.language_name, check.words[:_MAX_LANGUAGES]))
        more = len(check.words) - _MAX_LANGUAGES
        yield "⚠️ " + (
            _.plural(
                "An everyday word in: {languages} and {number} more language",
                "An everyday word in: {languages} and {number} more languages",
                more,
                languages=languages,
            )
            if more > 0
            else _("An everyday word in: {languages}", languages=languages)
        )
    if check.is_blocked:
        yield "⚠️ " + _("A slur or an obscenity in some language")


def _fit(_: Translator, check: NameCheck, pronunciation: Pronunciation | None) -> Iterator[str]:
    if check.fit is not None:
        full = f"**{escape_markdown(f'{check.name} {check.fit.surname}')}**"
        syllables = check.syllables if pronunciation is None else pronunciation.syllables
        yield f"{full}: {' · '.join(_fit_labels(_, syllables, check.fit))}"


def _fit_labels(_: Translator, syllables: int, fit: SurnameFit) -> Iterator[str]:
    yield _("initials {initials}", initials=escape_markdown(fit.initials))
    yield _("about {first} + {second} syllables", first=syllables, second=fit.syllables)
    if fit.alliterates:
        yield _("same first letter")
    if fit.rhymes:
        yield _("they rhyme")
    if fit.runs_together:
        yield _("the name ends with the surname’s first letter")


def _summary(_: Translator, check: NameCheck) -> Iterator[str]:
    """Yield what a name's row in a comparison says."""
    if check.origin.verdict is Verdict.NO_NAME:
        yield verdict_text(_, check.origin)
        yield from _warnings(_, check)
        return
    yield kind_label(_, check.kind)
    counts = check.counts[: 0 if check.uncounted else 1]
    if check.origin.is_borne and check.origin.likely != tuple(count.country for count in counts):
        yield " ".join(map(flag, check.origin.likely[:_MAX_ORIGINS]))
    for count in counts:
        people = _.plural("{number} person", "{number} people", count.bearers)
        yield f"{flag(count.country)}\u00a0{people}, {_sex(_, count)}"
    if check.fit is None:
        yield _syllables(_, check)
    else:
        yield from _fit_labels(_, check.syllables, check.fit)
    yield from _warnings(_, check)
