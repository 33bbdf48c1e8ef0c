"""The deck that two members who match go through, each for themselves.

It has the names that `/name` deals in their group, from the first card on, and depends on nothing
but the group and the choice: what one likes changes nothing that the other sees before both like
it. So both come across the same names if they choose the same, and across those that either has
starred on the group's cards, which they like anew.
"""

from collections.abc import Collection

from bot.commands.generation import repeats_blocked_word
from bot.interactions.client import (
    NomenInteraction,
    guild_and_member,
    guild_or_direct_messages,
    requester_of,
)
from bot.interactions.deck_places import Choice, DeckPlace
from bot.interactions.next_card import first_deck
from model.domain.errors import InputError, LazyText, gettext_noop
from model.domain.generation import NameRequest
from model.domain.spelling import fold

MAX_CARDS = 4
"""Cards that are looked through at a time for a name that the member does not like yet."""
_NO_NAMES = gettext_noop("I couldn’t invent a name like that: {reason}. Try fewer letters.")


async def first_place(
    interaction: NomenInteraction, other: int, country: str | None = None
) -> DeckPlace:
    """Return where a member begins.

    It is the country of the last invented name that they liked, or what the other chose, or that of
    the invitation. Without any they choose one, where the other then begins: in countries of their
    own stars, which are private, the two would never come across the same names.
    """
    guild = guild_or_direct_messages(interaction)
    likes = await interaction.client.store.matches.likes(guild, interaction.user.id, other)
    invented_for = [condition for condition in likes.values() if condition]
    if invented_for:
        return DeckPlace(other, Choice(invented_for[-1].dominant_country))
    theirs = choice_of(interaction, other)
    return DeckPlace(other, theirs or (Choice(country) if country else None))


def choice_of(interaction: NomenInteraction, other: int) -> Choice | None:
    """Return what the other chose, if anything, without letters that are a word that is blocked."""
    guild, member = guild_and_member(interaction)
    choice = interaction.client.open_decks.choice((guild, other, member))
    if choice and repeats_blocked_word(interaction.client.name_service, choice.request()):
        return Choice(choice.country, choice.gender)
    return choice


async def draw(interaction: NomenInteraction, place: DeckPlace) -> tuple[DeckPlace, str | None]:
    """Return the first name from a place on that the member does not like yet.

    Returns:
        Its place, and the name; or where to go on, and None, before a country is chosen, and where
        the member likes all names of the next `MAX_CARDS` cards.

    Raises:
        InputError: there is no name like that.
        LimitError: there is no capacity, or it took too long.
    """
    if place.choice is None:
        return place, None
    request = place.choice.request()
    liked = await _liked_names(interaction, place.other)
    for _ in range(MAX_CARDS):
        card, first = divmod(place.number, request.count)
        names = await _names_on(interaction, request, card, place.other)
        hidden = await _hidden_among(interaction, names)
        for number, name in enumerate(names[first:], place.number):
            if name not in hidden and fold(name) not in liked:
                return place.at(number), name
        place = place.at((card + 1) * request.count)
    return place, None


async def _liked_names(interaction: NomenInteraction, other: int) -> Collection[str]:
    """Return the folded names that the member likes in the match."""
    matches, guild = interaction.client.store.matches, guild_or_direct_messages(interaction)
    return (await matches.likes(guild, interaction.user.id, other)).keys()


async def _names_on(
    interaction: NomenInteraction, request: NameRequest, card: int, other: int
) -> list[str]:
    """Return the names of a card of the group's, or, in direct messages, of the two's."""
    guild = guild_or_direct_messages(interaction)
    seed = request.seed_at(card, first_deck(guild or min(interaction.user.id, other)))
    service, requester = interaction.client.name_service, requester_of(interaction)
    result = await service.suggest(request, seed, requester)
    if not result:
        raise InputError(_NO_NAMES, reason=LazyText(result.reason or ""))
    return [suggestion.name for suggestion in result]


async def _hidden_among(interaction: NomenInteraction, names: Collection[str]) -> Collection[str]:
    board = interaction.client.store.board
    return await board.hidden_among(guild_or_direct_messages(interaction), names)
