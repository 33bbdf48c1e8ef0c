"""A member's side of a match: names to like or pass, what both like, and the end."""

import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord import ButtonStyle, SelectOption, ui

from bot.cards.layout import Card
from bot.cards.match import (
    LIST_ID,
    MatchCard,
    MatchEndedCard,
    MatchEndingCard,
    MatchFoundCard,
    all_liked,
    choose_first,
    liked_line,
    list_of_both,
    name_to_choose,
)
from bot.commands.countries import country_lists
from bot.commands.generation import starrable_of
from bot.commands.match_deck import choice_of, draw, first_place
from bot.commands.origin import OriginButton
from bot.commands.refine import FIRST_LETTERS, GENDER, LAST_LETTERS, answers_of, refined
from bot.commands.star_button import StarButton, starred_message
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, guild_and_member, guild_or_direct_messages
from bot.interactions.custom_ids import OutdatedComponentError, Starrable
from bot.interactions.deck_places import Choice, DeckPlace, decode_shown, encode_shown
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.form import Answers, CountryField, FormButton
from bot.interactions.open_decks import Deck
from bot.interactions.persistent_button import PersistentButton, PersistentSelect
from bot.runtime.log import error_summary
from bot.store.matches import CommonName, MatchEndedError
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.errors import gettext_noop
from model.domain.generation import NameRequest, Provenance
from model.domain.spelling import fold

MAX_OPTIONS = 25
"""Names that a list offers to star, the latest: what Discord allows."""

_log = logging.getLogger(__name__)


COUNTRY = CountryField("country", gettext_noop("Country"), max_length=60)


async def open_match(interaction: NomenInteraction, other: int, country: str | None = None) -> None:
    """Send a member their side of a match, or tell them that it has ended.

    It is where they were last, or else begins in the country of the invitation, if it names one.
    """
    common = await _common(interaction, other)
    card: Card
    if common is None:
        card = MatchEndedCard(translator_for_user(interaction), f"<@{other}>", None)
    else:
        place = _deck(interaction, other).place
        if place is None or place.choice is None:
            place = await first_place(interaction, other, country)
        card = await _match_card(interaction, place, common)
    if interaction.response.is_done():
        await interaction.followup.send(view=card, ephemeral=True)
    else:
        await interaction.response.send_message(view=card, ephemeral=True)


def begin_in(interaction: NomenInteraction, other: int, country: str) -> None:
    """Let a member go on in a country, from its first name on unless they are there already."""
    deck = _deck(interaction, other)
    deck.chosen = Choice(country)
    if deck.place is None or deck.place.choice is None or deck.place.choice.country != country:
        deck.place = DeckPlace(other, Choice(country))


class MatchCountrySelect(PersistentSelect, kind="match-in"):
    """Begins a deck in a country; its payload is the list's number and the other's id."""

    async def choose(self, interaction: NomenInteraction, payload: str, value: str) -> None:
        """Show the first name."""
        if value not in countries():
            raise OutdatedComponentError
        place = DeckPlace.decode(f"{payload.partition('.')[2]}.0.{value}..")
        await _show(interaction, place, is_chosen=True)


class LikeButton(PersistentButton, kind="match-like"):
    """Likes the name that is shown; its payload is the place in the deck and the name."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Like it, and show the next, or that both like it."""
        place, name = decode_shown(payload)
        if place.choice is None:
            raise OutdatedComponentError
        client, (guild, member) = interaction.client, guild_and_member(interaction)
        client.name_service.require_allowed(name)
        _deck(interaction, place.other).interaction = interaction
        made = starrable_of(client.name_service, place.choice.request(), name).provenance
        try:
            is_mutual = await client.store.matches.like(
                guild, member, place.other, name, None if made is None else made.condition
            )
        except MatchEndedError:
            await _show_end(interaction, place.other)
            return
        if not is_mutual:
            await _show(interaction, place, liked=name)
            return
        _ = translator_for_user(interaction)
        go_on = PassButton.create(place.encode(), label=_("Next"), emoji="➡️")
        card = await _found_card(interaction, _, member, place.other, name, [go_on])
        await interaction.response.edit_message(view=card)
        await _tell_other(interaction, place.other, name)


class PassButton(PersistentButton, kind="match-next"):
    """Shows the next name; its payload is the place in the deck of what is shown.

    That a name was passed is kept nowhere.
    """

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Replace the name by the next."""
        place = DeckPlace.decode(payload)
        await _show(interaction, place.at(place.number + 1))


class ChooseNamesButton(FormButton, kind="match-choose"):
    """Asks which names a member wants to go through; its payload is the place in their deck."""

    fields = (COUNTRY, GENDER, FIRST_LETTERS, LAST_LETTERS)

    @classmethod
    def title(cls, _: Translator) -> str:
        """Return what stands above the questions."""
        return _("Choose names")

    @classmethod
    def first_answers(cls, payload: str) -> Answers:
        """Return what the deck is of."""
        choice = DeckPlace.decode(payload).choice
        if choice is None:
            raise OutdatedComponentError
        return {COUNTRY.key: choice.country, **answers_of(choice.request())}

    @classmethod
    async def submit(cls, interaction: NomenInteraction, payload: str, answers: Answers) -> None:
        """Begin a deck of what was chosen; the same choice goes on in the same deck."""
        place = DeckPlace.decode(payload)
        code = translator_for_user(interaction).gazetteer.find(answers[COUNTRY.key]).code
        choice = Choice.of(refined(NameRequest(Condition.for_country(code)), answers))
        if choice != place.choice:
            place = DeckPlace(place.other, choice)
        await _show(interaction, place, is_chosen=True)


class EndMatchButton(PersistentButton, kind="match-end"):
    """Asks whether to end a match; its payload is the place in the member's deck."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Show what both like, and ask."""
        place = DeckPlace.decode(payload)
        common = await _common(interaction, place.other)
        if common is None:
            await _show_end(interaction, place.other)
            return
        _ = translator_for_user(interaction)
        buttons = [
            EndNowButton.create(payload, label=_("End for both"), style=ButtonStyle.danger),
            StayButton.create(payload, label=_("Keep going")),
        ]
        stars = StarCommonSelect.for_names(_, common)
        card = MatchEndingCard(_, f"<@{place.other}>", _names(common), buttons, stars)
        await interaction.response.edit_message(view=card)


class StayButton(PersistentButton, kind="match-stay"):
    """Goes on with a match; its payload is the place in the member's deck."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Show the same name again."""
        await _show(interaction, DeckPlace.decode(payload))


class EndNowButton(PersistentButton, kind="match-end-now"):
    """Ends a match, for both; its payload is the place in the member's deck."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """End it, and show the last list to the member."""
        other, (guild, member) = DeckPlace.decode(payload).other, guild_and_member(interaction)
        common = await _common(interaction, other)
        await interaction.client.store.matches.end(guild, member, other)
        interaction.client.open_decks.close(guild, member, other)
        if common is None:
            await _show_end(interaction, other)
            return
        _ = translator_for_user(interaction)
        both = list_of_both(_, _names(common))
        card = MatchEndedCard(_, f"<@{other}>", both, StarCommonSelect.for_names(_, common))
        await interaction.response.edit_message(view=card)


class StarCommonSelect(PersistentSelect, kind="match-star"):
    """Stars one of the names that both like, for the member alone."""

    @classmethod
    def for_names(cls, _: Translator, common: Sequence[CommonName]) -> "StarCommonSelect | None":
        """Create a list of those that the member has not starred; None if there are none."""
        options = [
            SelectOption(label=name.name, value=custom_ids.encode_star(_starrable(name)))
            for name in common
            if not name.is_starred
        ]
        if not options:
            return None
        placeholder = _("Star one of these")
        return cls.create(options=options[: -MAX_OPTIONS - 1 : -1], placeholder=placeholder)

    async def choose(self, interaction: NomenInteraction, _payload: str, value: str) -> None:
        """Star it, and confirm it."""
        starrable = custom_ids.decode_star(value)
        interaction.client.name_service.require_allowed(starrable.name)
        stars, owner = interaction.client.store.stars, guild_and_member(interaction)
        starred = await stars.star(*owner, starrable.name, starrable.provenance)
        _ = translator_for_user(interaction)
        text = starred_message(_, starrable.name, is_hidden=starred.is_hidden)
        await reply_ephemeral(interaction, text)


def _deck(interaction: NomenInteraction, other: int) -> Deck:
    return interaction.client.open_decks.open((*guild_and_member(interaction), other))


async def _common(interaction: NomenInteraction, other: int) -> Sequence[CommonName] | None:
    """Return what the member and another both like and may be shown; None if it has ended."""
    client, (guild, member) = interaction.client, guild_and_member(interaction)
    common = await client.store.matches.common(guild, member, other)
    if common is None:
        return None
    return [name for name in common if client.name_service.is_allowed(name.name)]


async def _show(
    interaction: NomenInteraction, place: DeckPlace, *, is_chosen: bool = False, liked: str = ""
) -> None:
    """Show a place in the deck on the card that was used, or that the match has ended.

    What the member has just chosen the other may know. What they have just liked is said.
    """
    common = await _common(interaction, place.other)
    if common is None:
        await _show_end(interaction, place.other)
        return
    card = await _match_card(interaction, place, common, is_chosen=is_chosen, liked=liked)
    # A form that was refused is opened again from a message that is no card.
    if interaction.message is None or interaction.message.content:
        await interaction.response.send_message(view=card, ephemeral=True)
    else:
        await interaction.response.edit_message(view=card)


async def _show_end(interaction: NomenInteraction, other: int) -> None:
    """Tell the member that the match has ended, and leave the last list on the card."""
    components = interaction.message.components if interaction.message else ()
    card = MatchEndedCard(translator_for_user(interaction), f"<@{other}>", _last_list(components))
    await interaction.response.edit_message(view=card)


def _last_list(components: Sequence[discord.Component]) -> ui.TextDisplay[Any] | None:
    """Find the list of what both like on a card that was sent."""
    for component in components:
        if isinstance(component, discord.TextDisplay) and component.id == LIST_ID:
            return ui.TextDisplay(component.content, id=LIST_ID)
        if found := _last_list(getattr(component, "children", ())):
            return found
    return None


async def _match_card(
    interaction: NomenInteraction,
    place: DeckPlace,
    common: Sequence[CommonName],
    *,
    is_chosen: bool = False,
    liked: str = "",
) -> MatchCard:
    """Lay out the member's side, with the first name from a place on; what is news is told."""
    place, name = await draw(interaction, place)
    deck = _deck(interaction, place.other)
    deck.place, deck.interaction = place, interaction
    if is_chosen:
        deck.chosen = place.choice
    news = [each.name for each in common if each.is_news]
    if news:
        matches, owner = interaction.client.store.matches, guild_and_member(interaction)
        await matches.note_told(*owner, place.other, news)
    _ = translator_for_user(interaction)
    theirs = choice_of(interaction, place.other)
    return MatchCard(
        _,
        f"<@{place.other}>",
        _names(common),
        f"{liked_line(_, liked)}\n{_shown(_, place, name)}".lstrip(),
        _buttons(_, place, name),
        elsewhere=theirs.request() if theirs and theirs != place.choice else None,
        lists=[] if place.choice else country_lists(_, MatchCountrySelect, f"{place.other}"),
        news=news,
        stars=StarCommonSelect.for_names(_, common),
    )


def _shown(_: Translator, place: DeckPlace, name: str | None) -> str:
    if place.choice is None:
        return choose_first(_)
    request = place.choice.request()
    return all_liked(_, request) if name is None else name_to_choose(_, name, request)


def _buttons(_: Translator, place: DeckPlace, name: str | None) -> list[ui.Item[Any]]:
    """Return the buttons of a place, the likeliest first."""
    at = place.encode()
    buttons: list[ui.Item[Any]] = []
    if name is not None:
        shown = encode_shown(place, name)
        buttons.append(LikeButton.create(shown, label=_("Like"), emoji="♥️"))
    if place.choice is not None:
        # Where all were liked, the name at the place was not looked at yet.
        passed = place if name is not None else place.at(place.number - 1)
        label = _("Next") if name is None else _("Skip")
        buttons.append(PassButton.create(passed.encode(), label=label, emoji="➡️"))
        buttons.append(ChooseNamesButton.create(at, label=_("Refine"), emoji="🎛️"))
    return [*buttons, EndMatchButton.create(at, label=_("End search"), emoji="🏁")]


def _names(common: Sequence[CommonName]) -> list[str]:
    return [name.name for name in common]


def _starrable(name: CommonName) -> Starrable:
    return Starrable(name.name, None if name.condition is None else Provenance(name.condition))


async def _found_card(
    interaction: NomenInteraction,
    _: Translator,
    member: int,
    other: int,
    name: str,
    buttons: Sequence[ui.Item[Any]] = (),
) -> MatchFoundCard:
    """Lay out the moment for one of the two: a name that both like since this interaction."""
    matches, guild = interaction.client.store.matches, guild_or_direct_messages(interaction)
    common = await matches.common(guild, member, other) or ()
    stars = [
        StarButton.for_name(_starrable(each), 0, _("Star it"))
        for each in common
        if fold(each.name) == fold(name) and not each.is_starred
    ]
    origin = OriginButton.create(name, label=_("Origin"), emoji="🧭")
    return MatchFoundCard(_, f"<@{other}>", name, _names(common), [*stars, origin, *buttons])


async def _tell_other(interaction: NomenInteraction, other: int, name: str) -> None:
    """Tell the other at once of a name that both like, if their deck is open."""
    client, (guild, member) = interaction.client, guild_and_member(interaction)
    theirs = client.open_decks.latest_interaction((guild, other, member))
    if theirs is None:
        return
    card = await _found_card(interaction, translator_for_user(theirs), other, member, name)
    try:
        await theirs.followup.send(view=card, ephemeral=True)
    except discord.HTTPException as error:
        _log.info("A member learns of a match at their next press: %s", error_summary(error))
    else:
        await client.store.matches.note_told(guild, other, member, [name])
