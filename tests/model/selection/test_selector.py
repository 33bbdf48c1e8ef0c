from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest
from scipy.stats import entropy

from model.domain.condition import Condition, Gender, RequestedGender
from model.domain.corpus import entries
from model.domain.generation import MAX_SEED, NameRequest, RequestedKind, Style
from model.domain.spelling import fold, lower
from model.domain.steps import finish
from model.inference.blocklist import Blocklist
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.country_names import CountryNames
from model.selection.everyday_words import EverydayWords
from model.selection.filtered import load_gender_endings
from model.selection.selector import NameSelector

DUTCH = NameRequest(Condition.for_country("NL"))
CODES = ("NL", "IR", "FR", "PL", "CN", "IT", "CL", "TR", "VN")


def names(selector: NameSelector, request: NameRequest, seed: int) -> list[str]:
    return [suggestion.name for suggestion in selector.suggest(request, seed)]


@pytest.mark.parametrize("seed", [0, 12, 64, MAX_SEED - 200])
@pytest.mark.parametrize("end", ["", "a"])
def test_a_seed_gives_the_same_names_in_any_order(
    generator: NameGenerator, selector: NameSelector, seed: int, end: str
) -> None:
    request = replace(DUTCH, ends_with=end)
    names(selector, request, seed // request.cards_per_deck * request.cards_per_deck)
    assert names(selector, request, seed) == names(NameSelector.load(generator), request, seed)


def test_cards_of_a_deck_share_no_name(selector: NameSelector) -> None:
    cards = DUTCH.cards_per_deck
    assert cards == 64
    found = [fold(name) for seed in range(cards) for name in names(selector, DUTCH, seed)]
    assert len(found) == len(set(found)) == cards * DUTCH.count


@pytest.mark.parametrize(
    "request_",
    [
        replace(DUTCH, kind=RequestedKind.ANY),
        replace(DUTCH, kind=RequestedKind.ANY, starts_with="Ma"),
        NameRequest(Condition.blend({"NL": 3, "PL": 1})),
    ],
    ids=["any name", "letters", "blend"],
)
def test_no_card_has_a_blocked_name(generator: NameGenerator, request_: NameRequest) -> None:
    """What is blocked today would have been on the card otherwise."""
    request_ = replace(request_, count=10)
    before = names(NameSelector.load(generator), request_, 1)
    blocking = NameGenerator.load()
    blocking.blocklist = Blocklist.from_entries(map(fold, before))
    selector = NameSelector.load(blocking)
    after = [name for seed in range(4) for name in names(selector, request_, seed)]
    assert before
    assert after
    assert not any(map(blocking.blocklist.blocks, after))


@pytest.mark.parametrize("code", CODES)
def test_names_are_new_and_of_the_countrys_letters(
    generator: NameGenerator, selector: NameSelector, lists: CountryLists, code: str
) -> None:
    letters = CountryNames.load(lists, code).letters
    for suggestion in selector.suggest(NameRequest(Condition.for_country(code), count=10), 3):
        assert generator.existence.are_new([suggestion.name])[0]
        assert letters.issuperset(lower(suggestion.name, code))
        assert EverydayWords.load().language_of_word(fold(suggestion.name), code) is None


@pytest.mark.parametrize("code", ["NL", "IT", "IN", "NG"])
def test_initials_of_a_deck_vary_nearly_as_much_as_those_of_real_names_endings_less(
    selector: NameSelector, code: str
) -> None:
    request = NameRequest(Condition.for_country(code))
    cards = range(request.cards_per_deck)
    invented = [fold(name) for seed in cards for name in names(selector, request, seed)]
    real = [fold(entry.name) for entry in entries() if entry.country == code]
    rng = np.random.default_rng(0)
    size = min(len(invented), len(real))
    invented, real = (
        rng.choice(listed, size, replace=False).tolist() for listed in (invented, real)
    )
    for part, share in ((slice(1), 0.8), (slice(-3, None), 0.6)):
        assert entropy_of(invented, part) > share * entropy_of(real, part)


def entropy_of(listed: list[str], part: slice) -> float:
    return float(entropy([*Counter(name[part] for name in listed).values()]))


@pytest.mark.parametrize("gender", ["F", "M"])
def test_of_equally_near_names_one_of_the_gender_asked_for_is_named(
    selector: NameSelector, gender: Gender
) -> None:
    """Of Irish men's names, fewer than half of those named were men's before."""
    request = NameRequest(Condition.for_country("IE", gender))
    cards = [selector.suggest(request, seed) for seed in range(8)]
    nearest = [fold(suggestion.nearest) for card in cards for suggestion in card]
    women = load_gender_endings().female_shares(nearest, "IE")
    assert np.mean((women > 0.5) == (gender == "F")) > 0.7


def unseen(
    selector: NameSelector, request: NameRequest, shown: Collection[str], owner: int = 1
) -> list[str]:
    steps = selector.suggest_unseen(request, (owner, len(shown)), shown)
    return [fold(suggestion.name) for suggestion in finish(steps)]


def test_no_wish_brings_back_what_was_shown(selector: NameSelector) -> None:
    women = replace(DUTCH, condition=Condition.for_country("NL", "F"))
    classic = replace(DUTCH, inverse_temperature=Style.CLASSIC.inverse_temperature)
    wishes = [DUTCH, women, replace(DUTCH, count=10), classic, replace(DUTCH, starts_with="M")]
    shown: set[str] = set()
    for request in 4 * wishes:
        found = unseen(selector, request, shown)
        assert len(found) == request.count
        assert not shown & {*found}
        shown |= {*found}


def test_samples_follow_where_the_good_names_end_also_after_a_restart(
    generator: NameGenerator, selector: NameSelector
) -> None:
    shown: set[str] = set()
    for _ in range(90):
        shown |= {*unseen(selector, DUTCH, shown)}
    assert len(shown) == 450
    assert not shown & {*unseen(NameSelector.load(generator), DUTCH, shown)}


def test_owners_have_orders_of_their_own(selector: NameSelector) -> None:
    first, second = (unseen(selector, DUTCH, (), owner) for owner in (1, 2))
    assert first != second


def test_a_wish_that_few_names_meet_ends(selector: NameSelector) -> None:
    request, shown = replace(DUTCH, starts_with="Kn", max_length=4), set[str]()
    while found := unseen(selector, request, shown):
        assert not shown & {*found}
        shown |= {*found}
    assert len(shown) < 50


@pytest.mark.parametrize(("gender", "signs"), [(None, {"F", "M", "N"}), ("F", {"F"}), ("N", {"N"})])
def test_names_say_whose_they_are(
    selector: NameSelector, gender: RequestedGender | None, signs: set[str]
) -> None:
    request = NameRequest(Condition.for_country("NL", gender), count=20)
    assert {each.gender for each in selector.suggest(request, 0)} == signs


def test_a_name_of_the_other_gender_is_not_said_to_be_near(selector: NameSelector) -> None:
    request = NameRequest(Condition.for_country("GE", "M"), count=20)
    near = [each.nearest for each in selector.suggest(request, 0) if each.resembles_nearest]
    women = load_gender_endings().female_shares([*map(fold, near)], "GE")
    assert len(near) > 5
    assert women.max() < 0.7


def test_large_requests_take_several_rounds(selector: NameSelector) -> None:
    found = names(selector, replace(DUTCH, count=100), 0)
    assert len(set(found)) == 100


def test_exhausted_block_deals_its_cards_again(selector: NameSelector) -> None:
    request = replace(DUTCH, count=10, starts_with="Kn", max_length=4, kind=RequestedKind.RARE)
    assert names(selector, request, 0) == names(selector, request, 7) != []


def test_few_decks_are_kept(generator: NameGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.selection.selector._MAX_DECKS", 2)
    selector = NameSelector.load(generator)
    first = names(selector, DUTCH, 0)
    for block in range(1, 4):
        names(selector, DUTCH, block * DUTCH.cards_per_deck)
    assert len(selector._decks) == 2  # noqa: SLF001 - what is bounded
    assert names(selector, DUTCH, 0) == first


def first_shares(selector: NameSelector, pair: str, weight: float) -> list[float]:
    first, second = pair.split("+")
    blend = Condition.blend({first: weight, second: 1 - weight})
    found = names(selector, NameRequest(blend, count=30), 0)
    assert len(found) == 30
    return [shares[first] for shares in selector.rater.shares(found, blend)]


@pytest.mark.parametrize("pair", ["NL+PL", "NL+CL", "FR+IR", "IT+CN", "DE+TR"])
def test_blended_names_sound_like_both_countries_by_their_weights(
    selector: NameSelector, pair: str
) -> None:
    little, half, much = (first_shares(selector, pair, weight) for weight in (0.2, 0.5, 0.8))
    assert all(0.09 <= share <= 0.91 for share in half)
    assert 0.25 <= fmean(half) <= 0.75
    assert fmean(little) < min(0.4, fmean(half))
    assert fmean(much) > max(0.6, fmean(half))


def deviation(selector: NameSelector, **weights: float) -> float:
    """Return how far shares are from a blend's weights, in the mean over sixteen cards."""
    blend = Condition.blend(weights)
    cards = [names(selector, NameRequest(blend), seed) for seed in range(16)]
    shares = selector.rater.shares([name for card in cards for name in card], blend)
    weight = dict(blend.countries)
    return float(np.mean([max(abs(of[code] - weight[code]) for code in of) for of in shares]))


def test_three_shares_are_kept_as_two_are(selector: NameSelector) -> None:
    of_two = [deviation(selector, NL=60, PL=40), deviation(selector, DE=70, TR=30)]
    of_three = [deviation(selector, NL=60, PL=20, CL=20), deviation(selector, DE=70, TR=15, FI=15)]
    assert np.mean(of_three) < np.mean(of_two) < 0.2
