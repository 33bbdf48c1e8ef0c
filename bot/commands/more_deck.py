"""What `/more` draws from: the decks of what the stars were invented for, each in its turn.

A member goes through them alone, and a group together, from their beginning. Places tell how far,
so no name comes twice, over restarts, too. What was drawn and not shown is left for the next card,
for as long as the process lives.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice

from bot.interactions.client import NomenInteraction, audience_of, requester_of
from bot.interactions.custom_ids import MAX_NAMES_PER_CARD
from bot.interactions.next_card import first_deck, take_place
from bot.interactions.shown_names import Owner
from bot.store.stars import DIRECT_MESSAGES
from model.domain.condition import Condition
from model.domain.filters import NO_FILTERS
from model.domain.generation import NameRequest, RequestedKind
from model.domain.taste import Share, TasteCard
from model.domain.turns import CYCLE, take_turns

_FIRST_PART = 10
"""What is drawn at first, a half of a deck for a card of five names, as a part of a deck for each:
names that take long have small decks."""
_FEW = 3
"""Cards of ten that are drawn at first of decks that do not begin with many good names, and of
those of which what was left is forgotten."""
_READER, _TURNS = "more", "more turns"
"""By which places in its decks, and in its turns, differ from those of `/name`."""


async def draw_card(
    interaction: NomenInteraction,
    stars: Sequence[tuple[str, Condition]],
    wishes: NameRequest,
    *,
    is_own: bool,
) -> TasteCard:
    """Draw the names of a card that are nearest to those starred, and note that they were shown.

    It is learnt from the stars of the commonest conditions, each of which has its turn.

    Args:
        interaction: of who asks.
        stars: names with what they were invented for; at least one.
        wishes: how many, and what they must be like; a gender replaces the stars'.
        is_own: whether the member alone sees it; otherwise everyone there does.

    Raises the errors of `NameService.suggest`.
    """
    client, audience = interaction.client, audience_of(interaction)
    owner = (DIRECT_MESSAGES, interaction.user.id) if is_own else audience
    stars = _of_commonest_conditions(stars)
    weights = Counter(_wanted(condition, wishes) for _, condition in stars)
    shares = [share async for share in _shares(interaction, owner, weights, wishes)]
    shown = client.shown_names.to(owner, audience)
    card = await client.name_service.suggest_to_taste(
        stars, shares, shown, requester_of(interaction)
    )
    for share, left in zip(shares, card.left, strict=True):
        client.left_names.keep(owner, share.request, left)
    client.shown_names.add(owner, [suggestion.name for suggestion, _ in card.names])
    return card


def _of_commonest_conditions(
    stars: Sequence[tuple[str, Condition]],
) -> Sequence[tuple[str, Condition]]:
    """Return the stars of as many conditions as have a turn, those of the most stars."""
    conditions = Counter(condition.with_known_gender for _, condition in stars)
    commonest = dict(conditions.most_common(CYCLE))
    return [star for star in stars if star[1].with_known_gender in commonest]


def _wanted(condition: Condition, wishes: NameRequest) -> Condition:
    gender = wishes.condition.gender
    return replace(condition, gender=gender) if gender else condition.with_known_gender


async def _shares(
    interaction: NomenInteraction,
    owner: Owner,
    weights: Mapping[Condition, int],
    wishes: NameRequest,
) -> AsyncIterator[Share]:
    """Yield what each condition brings whose turn it is: on a card all have some five countries.

    So a card has two blends, or one of three countries, since their names take long.
    """
    card = await take_place(interaction, owner, wishes, _TURNS)
    most_countries = max(len(condition.countries) for condition in weights)
    each_card = max(1, wishes.count // most_countries)
    turns = take_turns(weights, card * each_card, each_card)
    for condition, count in Counter(islice(cycle(turns), wishes.count)).items():
        request = replace(wishes, condition=condition, count=MAX_NAMES_PER_CARD)
        left = interaction.client.left_names.take(owner, request)
        seeds = await _draw_seeds(interaction, owner, request, count, is_known=left is not None)
        yield Share(request, seeds, left or (), count)


async def _draw_seeds(
    interaction: NomenInteraction, owner: Owner, request: NameRequest, count: int, *, is_known: bool
) -> Sequence[int]:
    """Take the next cards of a request's decks: one, or more if no card left any names."""
    guild, member = owner
    places = [await take_place(interaction, owner, request, _READER)]
    if not is_known:
        cards = count * request.cards_per_deck // _FIRST_PART
        if places != [0] or not _has_good_names(request):
            cards = min(cards, _FEW)
        places += [await take_place(interaction, owner, request, _READER) for _ in range(1, cards)]
    return [request.seed_at(place, first_deck(guild or member)) for place in places]


def _has_good_names(request: NameRequest) -> bool:
    """Return whether its decks begin with many good names, and need no rounds for half of them."""
    is_free = not request.starts_with and request.filters == NO_FILTERS
    return is_free and request.kind is RequestedKind.NEW
