"""`/origin`, and the menu of a message: all that is known of one name."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from discord import Message, app_commands, ui
from discord.app_commands import Range

from bot.features.hear import hear_buttons
from bot.features.links import ORIGIN_KIND, ORIGINS_KIND
from bot.features.look import Card, bars, country_label
from bot.features.names.names import names_button
from bot.features.stars import Star, star_buttons, stars_on
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member, requester_of
from bot.interactions.codec import Name, Nothing
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Button, Select
from bot.interactions.soon import answer_soon
from bot.store.errors import StoreError
from model.domain.areas import areas
from model.domain.condition import Gender
from model.domain.errors import MisspeltError, gettext_noop
from model.domain.generation import NameKind, Provenance
from model.domain.name_check import CountryCount, NameCheck, SurnameFit
from model.domain.ranking import (
    LIKELY_PROBABILITY,
    SHOWN_PROBABILITY,
    LetterAttribution,
    Ranking,
    Verdict,
)
from model.domain.spelling import fold
from model.domain.validation import MAX_TYPED_LENGTH, validate_surname

_MAX_INPUT_LENGTH = 100
"""Discord's limit is wider than the model's, whose own error explains it."""
_MAX_WORDS = 3
"""Words of a message that is a name, such as Anne Sophie Marie."""
_AROUND_A_WORD = ' .,:;!?…“”„"()*_~`|'
"""What people write around a name, Markdown included."""
_MAX_COUNTRIES, _MAX_RANKED, _MAX_LANGUAGES = 3, 5, 3
"""Countries that count bearers, those of a ranking, and languages in which a name is a word."""
_LETTERS_OF_CLUE = 3
"""Letters of the strongest clue, at most; the stop is one."""
_CLOSE = 0.75
"""Part of the first country's probability from which on the second is close behind."""
_MILLION = 1_000_000
_HOMES = {
    "cs": "CZ",
    "da": "DK",
    "el": "GR",
    "hi": "IN",
    "ja": "JP",
    "ko": "KR",
    "uk": "UA",
    "vi": "VN",
}
"""Countries of Discord's languages whose code is another."""

_log = logging.getLogger(__name__)


@app_commands.command()
@app_commands.describe(
    name="A first name, such as Marieke",
    surname="A surname to try it with, if you like. Nobody else sees it, and I don’t store it",
)
async def origin(
    interaction: NomenInteraction,
    name: Range[str, 1, _MAX_INPUT_LENGTH],
    surname: Range[str, 1, MAX_TYPED_LENGTH] | None = None,
) -> None:
    """Look up a name: where it’s from, who has it, how it sounds, how it goes with a surname."""
    typed = validate_surname(surname or "")
    await _send_origin(interaction, name, surname=typed, is_private=bool(typed))


@app_commands.context_menu(name=gettext_noop("Where is this name from?"))
async def origin_of_message(interaction: NomenInteraction, message: Message) -> None:
    """Tell the member alone of the name that is all of a message."""
    name = name_in(message.content)
    if name is None:
        _ = translator_for_user(interaction)
        text = _(
            "Use this on a message that is just a name, such as Marieke. For a name in a longer "
            "message, use `/origin` and type it there."
        )
        await reply_ephemeral(interaction, text)
        return
    try:
        await _send_origin(interaction, name, is_private=True)
    except MisspeltError as error:
        # A message cannot be used again with what was meant, as a command can.
        if error.meant is None:
            raise
        await _send_origin(interaction, error.meant, is_private=True)


def name_in(content: str) -> str | None:
    """Return the name that is all of a message, its words joined by hyphens; None if none is.

    In a sentence nobody can tell which word is meant, so there is no guess.
    """
    words = [word.strip(_AROUND_A_WORD) for word in content.split()]
    names = [word for word in words if word]
    return "-".join(names) if 1 <= len(names) <= _MAX_WORDS else None


@dataclass(frozen=True, slots=True)
class Named:
    """A name."""

    name: Name


class OriginButton(Button[Named], kind=ORIGIN_KIND, payload=Named):
    """Leads from a name to its card."""

    async def press(self, interaction: NomenInteraction, payload: Named) -> None:
        """Send the card."""
        await _send_origin_of_card(interaction, payload.name)


class OriginSelect(Select[Nothing], kind=ORIGINS_KIND):
    """Leads from the names of a card to theirs."""

    async def choose(self, interaction: NomenInteraction, _payload: Nothing, value: str) -> None:
        """Send the card of the chosen name."""
        await _send_origin_of_card(interaction, value)


async def _send_origin_of_card(interaction: NomenInteraction, name: str) -> None:
    """Send the card of a name on another card, whose star button knows what it was invented for.

    From a card that the member alone sees, it is for them alone.
    """
    message = interaction.message
    star = next((star for star in stars_on(message) if star.name == name), None)
    provenance = None if star is None else star.provenance
    is_private = message is not None and message.flags.ephemeral
    await _send_origin(interaction, name, provenance=provenance, is_private=is_private)


async def _send_origin(
    interaction: NomenInteraction,
    name: str,
    *,
    surname: str = "",
    provenance: Provenance | None = None,
    is_private: bool = False,
) -> None:
    """Send a name's card.

    Raises:
        InputError: it is no name, or a word that is blocked.
        LimitError: there is no capacity, or it took too long.
    """
    service, requester = interaction.client.name_service, requester_of(interaction)
    service.require_allowed(name)
    (check,) = await service.check([name], surname, requester)
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    made_for: Mapping[str, float] = {}
    if check.kind is NameKind.NEW:
        provenance = provenance or await _own_provenance(interaction, check.name)
        made_for = dict(provenance.condition.countries) if provenance else {}
        if provenance and len(made_for) > 1:
            condition = provenance.condition
            (made_for,) = await service.shares_of([check.name], condition, requester)
    else:
        provenance = None
    buttons: list[ui.Item[Any]] = []
    if check.is_for_all:
        star = Star.of(check.name, provenance)
        buttons += await star_buttons(interaction, [star], _("Star it"), is_private=is_private)
        buttons.append(names_button(_, [*made_for] or [check.origin.ranking[0].country]))
        places = [*made_for] or check.origin.places
        buttons += hear_buttons(interaction, _, check.name, places)
    check = replace(check, counts=_own_first(_locale(interaction), check.counts))
    card = _origin_card(_, check, made_for, buttons)
    await interaction.response.send_message(view=card, ephemeral=is_private)


async def _own_provenance(interaction: NomenInteraction, name: str) -> Provenance | None:
    """Return what a name was invented for, if the member has starred it and it was."""
    owner = guild_and_member(interaction)
    try:
        stars = await answer_soon(interaction.client.store.stars.favourites(*owner))
    except StoreError as error:
        _log.warning("A name is looked up without the member's stars: %s", error)
        return None
    return next((star.provenance for star in stars if star.folded == fold(name)), None)


def _locale(interaction: NomenInteraction) -> str:
    """Return the language of the member's app, and the country if it tells, as in en-US."""
    return str(interaction.locale)


def _own_first(locale: str, counts: Sequence[CountryCount]) -> tuple[CountryCount, ...]:
    """Return counts with those of the member's own countries first, as far as their app tells."""
    language, _dash, country = locale.partition("-")
    home = _HOMES.get(language, language.upper())
    own = [country] if country.isalpha() else areas().get(language, [home])
    return tuple(sorted(counts, key=lambda count: count.country not in own))


def _origin_card(
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
