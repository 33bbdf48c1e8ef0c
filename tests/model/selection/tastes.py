"""Made-up members with hidden tastes: how much better names like their stars please them.

`python -m bench.model.tastes [MEMBERS]` prints the share of names that a member likes, of
plain cards and of cards learnt from 3 and 10 stars. A member likes the fifth of a country's names
that is nearest to three hidden wishes; they star the first names that they like.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

import numpy as np

from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.domain.spelling import fold
from model.domain.steps import finish
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector

COUNTRIES = ("NL", "FR", "PL", "IT", "CL", "IR")
STAGES = (3, 10)
"""Stars after which a member asks for more."""
LIKED = 0.2
"""Share of a country's names that a member likes."""
_CARDS, _CARD = 30, 10
"""Cards that show what a country's names are like, and names on each."""
_ASKED, _COUNT = 4, 5
"""Cards that a member asks for at each stage, and names on each."""
_WHIM = 0.2
"""How much joy comes from nothing that could be learnt, at most; a fulfilled wish is 1."""
_VOWELS = re.compile("[aeiouy]+")

Wish = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a member fared.

    Attributes:
        plain: share of liked names on plain cards.
        shares: on cards learnt from stars, by how many.
        beginnings: different first two letters on a card, on average.
    """

    plain: float
    shares: dict[int, float]
    beginnings: float


def simulate(selector: NameSelector, members: int, seed: int = 0) -> Iterator[Outcome]:
    """Yield the outcomes of members, who differ in country and wishes."""
    rng = np.random.default_rng(seed)
    typical = {code: list(_plain_names(selector, code, _CARDS, 5)) for code in COUNTRIES}
    for member in range(members):
        code = COUNTRIES[member % len(COUNTRIES)]
        wishes = _wishes(rng)
        joy = np.array([_joy(wishes, name) for name in typical[code]])
        threshold = np.quantile(joy, 1 - LIKED)
        shown = _plain_names(selector, code, _CARDS, int(rng.integers(100, 1000)))
        liked = list(
            islice((name for name in shown if _joy(wishes, name) >= threshold), max(STAGES))
        )
        shares, beginnings = {}, []
        for stars in STAGES:
            cards = list(_cards_like(selector, liked[:stars], code, member))
            names = [name for card in cards for name in card]
            shares[stars] = float(np.mean([_joy(wishes, name) >= threshold for name in names]))
            beginnings += [len({fold(name)[:2] for name in card}) for card in cards]
        yield Outcome(float(np.mean(joy >= threshold)), shares, float(np.mean(beginnings)))


def _plain_names(selector: NameSelector, code: str, cards: int, block: int) -> Iterator[str]:
    request = NameRequest(Condition.for_country(code), count=_CARD)
    for card in range(cards):
        for suggestion in selector.suggest(request, block * request.cards_per_deck + card):
            yield suggestion.name


def _cards_like(
    selector: NameSelector, starred: Sequence[str], code: str, member: int
) -> Iterator[list[str]]:
    """Yield the first cards to a taste, as `/more` draws them."""
    stars = [(name, Condition.for_country(code)) for name in starred]
    request = NameRequest(Condition.for_country(code), count=_COUNT)
    shown: set[str] = {*map(fold, starred)}
    for card in range(_ASKED):
        found = finish(selector.suggest_to_taste(stars, [request], (member, card), shown))
        names = [suggestion.name for suggestion, _ in found]
        shown |= {*map(fold, names)}
        yield names


def _joy(wishes: Sequence[Wish], name: str) -> float:
    folded = fold(name)
    # What no trait explains, which also breaks ties.
    whim = _WHIM * crc32(folded.encode()) / 2**32
    return whim + sum(wish(folded) for wish in wishes)


def _wishes(rng: np.random.Generator) -> list[Wish]:
    """Draw three wishes of different kinds."""
    endings = set(rng.choice(list("aeinorstl"), 3, replace=False).tolist())
    beginnings = set(rng.choice(list("abcdefghjklmnoprstvwyz"), 6, replace=False).tolist())
    disliked = set(rng.choice(list("kgwhjdfbzv"), 3, replace=False).tolist())
    favoured = set(rng.choice(list("lmrnsvo"), 2, replace=False).tolist())
    length, syllables = int(rng.integers(4, 9)), int(rng.integers(1, 5))
    vowels = float(rng.choice([0.35, 0.5]))
    kinds: list[Wish] = [
        lambda name: name[-1] in endings,
        lambda name: name[0] in beginnings,
        lambda name: max(0.0, 1 - abs(len(name) - length) / 2),
        lambda name: len(_VOWELS.findall(name)) == syllables,
        lambda name: -bool(disliked & set(name)),
        lambda name: len(favoured & set(name)) / 2,
        lambda name: max(
            0.0, 1 - 5 * abs(sum(letter in "aeiouy" for letter in name) / len(name) - vowels)
        ),
    ]
    return [kinds[kind] for kind in rng.permutation(len(kinds))[:3]]


def main() -> None:
    """Print the figures."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    outcomes = list(simulate(NameSelector.load(NameGenerator.load()), members))
    plain = np.mean([outcome.plain for outcome in outcomes])
    print(f"plain cards: {plain:.2f} of the names are liked")  # noqa: T201 - a command line prints
    for stars in STAGES:
        shares = np.array([outcome.shares[stars] for outcome in outcomes])
        below = np.mean([outcome.shares[stars] < outcome.plain for outcome in outcomes])
        print(  # noqa: T201 - as above
            f"{stars:2} stars: {shares.mean():.2f}, {shares.mean() / plain:.1f} times as many; "
            f"{below:.0%} of the members fare worse"
        )
    varied = np.mean([outcome.beginnings for outcome in outcomes])
    print(f"different first two letters of {_COUNT} names: {varied:.1f}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
