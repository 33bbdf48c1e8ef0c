"""`/name` and `/blend`: names of a country, or of two or three at once, and their card."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from discord import app_commands, ui

from bot.features.as_text import AsTextButton
from bot.features.links import names_list
from bot.features.look import (
    Card,
    NameRow,
    countries_label,
    kind_note,
    suggestion_labels,
)
from bot.features.names.wish import (
    REFINED,
    Options,
    Wish,
    answers_of,
    refined,
    repeats_blocked_word,
    wish_labels,
    with_options,
)
from bot.features.options import CountryOption, CountryOrSurpriseOption
from bot.features.stars import Star, star_buttons
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, Owner, audience_of, order_of, requester_of
from bot.interactions.codec import Nothing, codes_of
from bot.interactions.forms import Answers, FormButton
from bot.interactions.items import Button
from bot.interactions.soon import answer_soon
from bot.services.name_service import Shares
from bot.store.errors import StoreError
from bot.store.seen import Seen
from model.domain.condition import Condition
from model.domain.countries import require_distinct
from model.domain.errors import InputError, LazyText, gettext_noop
from model.domain.generation import GenerationResult, NameRequest, RequestedKind
from model.domain.spelling import fold

NO_NAMES_FOUND = gettext_noop(
    "I couldn’t find a name like that: {reason}. Try fewer letters, or allow longer names."
)
ALL_SHOWN = gettext_noop(
    "I have no more names like that: all that I can think of were shown here. Ask for another kind "
    "of name, or for another country."
)

_log = logging.getLogger(__name__)


@app_commands.command()
@app_commands.describe(country="Start typing: Netherlands, Iran, Chile…")
@with_options
async def name(
    interaction: NomenInteraction, country: CountryOrSurpriseOption, *, options: Options
) -> None:
    """Invent first names that sound like they’re from a country you choose."""
    drawn = interaction.client.name_service.draw_country
    code = drawn(options.seed) if country is None else country.code
    await send_names(interaction, options.wish(code), options.seed)


@app_commands.command()
@app_commands.describe(
    first="Start typing: Netherlands, Iran, Chile…",
    second="A country to blend it with",
    third="A third country, if you like",
)
@with_options
async def blend(
    interaction: NomenInteraction,
    first: CountryOption,
    second: CountryOption,
    third: CountryOption | None = None,
    *,
    options: Options,
) -> None:
    """Invent first names that sound like two or three countries at once."""
    countries = [first, second] if third is None else [first, second, third]
    require_distinct(countries)
    wish = options.wish(*(country.code for country in countries))
    await send_names(interaction, wish, options.seed)


class NamesButton(Button[Wish], kind="wish", payload=Wish):
    """Sends a new card of the wish in its payload."""

    async def press(self, interaction: NomenInteraction, payload: Wish) -> None:
        """Send it; the old one stays, so that no name is lost."""
        await send_names(interaction, payload)


class SurpriseButton(Button[Nothing], kind="surprise"):
    """Invents names of a random country."""

    @classmethod
    def labelled(cls, _: Translator) -> "SurpriseButton":
        """Create the button."""
        return cls.create(Nothing(), label=_("Surprise me"), emoji="🎲")

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Send a card of names."""
        code = interaction.client.name_service.draw_country()
        await send_names(interaction, Wish(countries=(code,)))


class RefineButton(FormButton[Wish], kind="refine", payload=Wish):
    """Asks what else names should be like."""

    fields = REFINED

    @classmethod
    def title(cls, _: Translator) -> str:
        """Return what stands above the questions."""
        return _("Refine")

    @classmethod
    async def first_answers(cls, _interaction: NomenInteraction, payload: Wish) -> Answers:
        """Return what the wish has."""
        return answers_of(payload)

    @classmethod
    async def submit(cls, interaction: NomenInteraction, payload: Wish, answers: Answers) -> None:
        """Send a card of the wish with the answers; the old one stays."""
        await send_names(interaction, refined(payload, answers))


async def send_names(interaction: NomenInteraction, wish: Wish, seed: int | None = None) -> None:
    """Invent names and answer with their card: of a seed, or else of what nobody there has seen.

    The card repeats what was typed; a word that is blocked is for the member alone.

    Raises:
        InputError: no name was found.
        LimitError: there is no capacity, or it took too long.
    """
    service, request = interaction.client.name_service, wish.request
    if seed is None:
        result = await _suggest_unseen(interaction, wish)
    else:
        result = await service.suggest(request, seed, requester_of(interaction))
    if not result:
        raise InputError(NO_NAMES_FOUND, reason=LazyText(result.reason or ""))
    names = [suggestion.name for suggestion in result]
    shares: Sequence[Shares] = [{}] * len(names)
    if len(wish.countries) > 1:
        shares = await service.shares_of(names, request.condition, requester_of(interaction))
    is_private = repeats_blocked_word(service, wish)
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    stars = await star_buttons(
        interaction, [star_of(request, each) for each in names], is_private=is_private
    )
    rows = [
        NameRow(each.name, " · ".join(suggestion_labels(_, each, wish.kind, share)), star)
        for each, share, star in zip(result, shares, stars, strict=True)
    ]
    lines = [f"### {countries_label(_, wish.countries)}", *_notes(interaction, _, wish, result)]
    card = Card(
        ui.Section("\n-# ".join(lines), accessory=AsTextButton.labelled(_)),
        *(row.to_item() for row in rows),
        ui.ActionRow(names_list(interaction, _, names, wish.countries)),
        buttons=_buttons(_, wish),
    )
    await interaction.response.send_message(view=card, ephemeral=is_private)


def star_of(request: NameRequest, name: str) -> Star:
    """Return the star of a name; one that is mostly what was typed counts as typed.

    Else a group that takes no typed names would have them as invented ones.
    """
    return Star.of(name, None if request.is_mostly_given(name) else request.provenance(None))


def names_button(_: Translator, codes: Sequence[str]) -> NamesButton:
    """Create a button for names of countries."""
    label = _("More names from {countries}", countries=" × ".join(map(_.country_name, codes)))
    return NamesButton.create(Wish(countries=tuple(codes)), label=label[:80], emoji="✨")


def subject_of(condition: Condition) -> str:
    """Return by what it is remembered which names of a condition's countries were shown."""
    return "-".join(sorted(codes_of(condition)))


async def seen_by(
    interaction: NomenInteraction, owner: Owner, subjects: Sequence[str]
) -> Mapping[str, Seen]:
    """Return what an owner has been shown; nothing while the database does not answer."""
    try:
        return await answer_soon(interaction.client.store.seen.of(owner, subjects))
    except StoreError as error:
        _log.warning("A card is chosen without what was shown before: %s", error)
        return dict.fromkeys(subjects, Seen())


async def note_shown(
    interaction: NomenInteraction, owner: Owner, names: Mapping[str, Sequence[str]]
) -> None:
    """Record that an owner is shown a card: names by subject."""
    folded = {subject: [*map(fold, names[subject])] for subject in names}
    try:
        await answer_soon(interaction.client.store.seen.show(owner, folded))
    except StoreError as error:
        _log.warning("What a card shows is not recorded: %s", error)


async def _suggest_unseen(interaction: NomenInteraction, wish: Wish) -> GenerationResult:
    client, owner, request = interaction.client, audience_of(interaction), wish.request
    subject = subject_of(request.condition)
    async with client.choosing.of((owner, subject)):  # cards at once share no name
        seen = (await seen_by(interaction, owner, [subject]))[subject]
        order = order_of(owner, seen.cards)
        requester = requester_of(interaction)
        result = await client.name_service.suggest_unseen(request, order, seen, requester)
        if result:
            shown = [suggestion.name for suggestion in result]
            await note_shown(interaction, owner, {subject: shown})
        elif seen.cards and not wish.constrains_letters:
            raise InputError(ALL_SHOWN)
    return result


def _notes(
    interaction: NomenInteraction, _: Translator, wish: Wish, result: GenerationResult
) -> list[str]:
    """Return two small lines at most; what is always so is said once a channel a day."""
    notes = [" · ".join(wish_labels(_, wish))]
    channel, told = interaction.channel_id or 0, interaction.client.told
    if len(result) < wish.count:
        notes.append(
            _(
                "I only found {found} of {asked}: {reason}. Loosen an option to get more.",
                found=len(result),
                asked=wish.count,
                reason=LazyText(result.reason or ""),
            )
        )
    elif told.is_first(channel, f"kind {wish.kind}"):
        notes.append(kind_note(_, wish.kind, len(result)))
    elif len(wish.countries) > 1 and told.is_first(channel, "shares"):
        notes.append(_("The percentages show how much each name sounds like each country."))
    return [*filter(None, notes)]


def _buttons(_: Translator, wish: Wish) -> list[ui.Item[Any]]:
    """Return a card's buttons: the same again, rare names or new ones again, or refined."""
    again = NamesButton.create(wish, label=_("Again"), emoji="🎲")
    if wish.kind is RequestedKind.NEW:
        rare = replace(wish, kind=RequestedKind.RARE)
        other = NamesButton.create(rare, label=_("Rare"), emoji="💎")
    else:
        new = replace(wish, kind=RequestedKind.NEW)
        other = NamesButton.create(new, label=_("New"), emoji="✨")
    return [again, other, RefineButton.create(wish, label=_("Refine"), emoji="🎛️")]
