"""A card to somebody's taste: the names of decks that are nearest to those that they starred."""

from collections.abc import Mapping, Sequence

from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.domain.spelling import fold
from model.domain.steps import Steps
from model.selection.deck import Entry, Hand, deal_hands
from model.selection.rounds import RoundSampler
from model.selection.taste import join_traits, score_by_taste

_STRENGTH = 3.0
"""Rating points for each unit of the log odds that a name is liked."""


def rate_by_taste(
    rounds: RoundSampler,
    stars: Sequence[tuple[str, Condition]],
    shares: Sequence[NameRequest],
    pools: Sequence[Mapping[str, Entry]],
) -> Steps[list[Hand]]:
    """Return the names of each share's pool, the best first: good, and near to the starred ones.

    Yields after the names of each condition, so that others may come in between.
    """
    if not any(pools):
        return [[] for _ in pools]
    names_by_condition: dict[Condition, list[str]] = {}
    for name, condition in stars:
        names_by_condition.setdefault(condition.with_known_gender, []).append(name)
    starred, others = [], []
    for condition, names in names_by_condition.items():
        starred.append(rounds.traits(names, condition))
        yield
    for pool, share in zip(pools, shares, strict=True):
        names = [entry.name for entry in pool.values()]
        others.append(rounds.traits(names, share.condition))
        yield
    tastes = iter(score_by_taste(join_traits(starred), join_traits(others)).tolist())
    rated = (
        [Entry(entry.name, entry.score + _STRENGTH * next(tastes)) for entry in pool.values()]
        for pool in pools
    )
    return [sorted(pool, key=lambda entry: -entry.score) for pool in rated]


def deal_shares(pools: Sequence[Hand], shares: Sequence[NameRequest]) -> list[tuple[int, Entry]]:
    """Deal each share its names; where one has too few, the best of the others fill the card.

    Args:
        pools: the names of each share, the best first.
        shares: how many each is dealt.

    Returns:
        Names with the number of their share, the best first; none comes twice.
    """
    dealt: dict[str, tuple[int, Entry]] = {}
    for at, (pool, share) in enumerate(zip(pools, shares, strict=True)):
        others = [entry for entry in pool if fold(entry.name) not in dealt]
        for entry in next(deal_hands(others, share), []):
            dealt[fold(entry.name)] = at, entry
    rest = [(at, entry) for at, pool in enumerate(pools) for entry in pool]
    missing = sum(share.count for share in shares) - len(dealt)
    for at, entry in sorted(rest, key=_nearness):
        if missing and fold(entry.name) not in dealt:
            dealt[fold(entry.name)] = at, entry
            missing -= 1
    return sorted(dealt.values(), key=_nearness)


def _nearness(dealt: tuple[int, Entry]) -> float:
    return -dealt[1].score
