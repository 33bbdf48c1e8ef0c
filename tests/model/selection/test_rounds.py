"""Which names of a round may be shown, and with which good names a deck begins."""

import codecs
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import fmean
from unittest.mock import Mock

import numpy as np
import pytest

from model.domain.condition import BlendMethod, Condition
from model.domain.generation import NameRequest, Rejection, RequestedKind, Style
from model.inference.name_generator import Candidates, NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.deck import Deck, Entry
from model.selection.everyday_words import EverydayWords
from model.selection.filtered import FilteredSampler
from model.selection.good_names import GoodName, GoodNames
from model.selection.ranker import AGE
from model.selection.rater import Rankers
from model.selection.rounds import Round, RoundSampler
from model.selection.selector import NameSelector

DUTCH = NameRequest(Condition.for_country("NL"))
BLEND = NameRequest(Condition.blend({"NL": 2, "PL": 1}))
BLOCKED = codecs.decode("shpxvgn", "rot13")
BEST, UNUSUAL = ("best", "bester", "beste"), ("ylva", "yxwa", "yvwa")
OLD = ("anne", "annie", "annemie", "mira", "mirjam", "miriam")
BETWEEN = ("lotte", "lotje", "lottie")
GOOD = GoodNames.collect(
    {
        "NL": [
            *(GoodName(name, 5.0, 2.0, 1.0, 0.0, 0.0) for name in BEST),
            *(GoodName(name, 3.0, 5.0, 1.0, 0.0, 0.0) for name in OLD[:3]),
            *(GoodName(name, 3.0, 4.0, 1.5, 0.0, 0.0) for name in OLD[3:]),
            *(GoodName(name, 3.0, 3.0, 2.0, 0.0, 0.0) for name in BETWEEN),
            *(GoodName(name, 3.0, 1.0, 2.5, 0.0, 0.0) for name in UNUSUAL),
            GoodName("too-long-to-be-asked-for", 5.0, 2.0, 1.5, 0.0, 0.0),
        ],
        "NL+PL": [GoodName("annemira", 4.0, 2.0, 2.0, 0.0, 0.0)],
    }
)


@pytest.fixture
def rounds(selector: NameSelector) -> RoundSampler:
    return selector.rounds


@pytest.fixture
def of_good(generator: NameGenerator, lists: CountryLists) -> Callable[[GoodNames], RoundSampler]:
    """Rounds of which the good names are some."""
    rankers, words = Rankers.load(), EverydayWords.load()
    return lambda good: NameSelector(generator, replace(rankers, good=good), lists, words).rounds


@pytest.fixture
def few(of_good: Callable[[GoodNames], RoundSampler]) -> RoundSampler:
    """Rounds of which the good names are a few."""
    return of_good(GOOD)


def new_deck(*excluded: str, number: int = 0) -> Deck:
    return Deck(np.random.default_rng(number), frozenset(excluded))


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style.PLAIN, {*BEST, *OLD, *BETWEEN, *UNUSUAL}),
        (Style.CLASSIC, {*OLD}),
    ],
)
def test_a_deck_begins_with_the_good_names_of_its_style(
    few: RoundSampler, style: Style, expected: set[str]
) -> None:
    request = replace(DUTCH, inverse_temperature=style.inverse_temperature)
    entries = few.good_names(request, new_deck())
    assert {entry.name for entry in entries} == {*BEST, *OLD, *BETWEEN, *UNUSUAL}
    # The others come ten points later.
    assert all(-9 < entry.score < -3 or 1 < entry.score < 8 for entry in entries)
    assert {entry.name for entry in entries if entry.score > 0} == expected


def test_unusual_names_count_less_in_classic_decks(few: RoundSampler) -> None:
    plain, classic = (
        dict(few.good_names(replace(DUTCH, inverse_temperature=by), new_deck()))
        for by in (style.inverse_temperature for style in Style)
    )
    assert [*Style] == [Style.PLAIN, Style.CLASSIC]
    assert classic["mira"] - plain["mira"] == pytest.approx(-0.3 * 1.5)
    assert classic["lotte"] - plain["lotte"] == pytest.approx(-0.3 * 2 - 10)


def test_how_unusual_and_how_old_fashioned_a_rated_name_is_counts_likewise(
    selector: NameSelector, rounds: RoundSampler
) -> None:
    plain, classic = (
        rounds.good_of_each(replace(BLEND, inverse_temperature=by), new_deck())
        for by in (style.inverse_temperature for style in Style)
    )
    may_be = np.isfinite(plain.scores)
    nll = plain.candidates.nll_per_letter[may_be]
    assert len(nll) > 20
    age = selector.rater.judge(plain.candidates, BLEND.condition)[may_be, AGE]
    assert (classic.scores[may_be] - plain.scores[may_be]) == pytest.approx(0.3 * (age - nll))


def test_existing_is_held_against_names_that_should_be_new_alone(few: RoundSampler) -> None:
    new, of_any_kind = (
        few.good_of_each(replace(DUTCH, kind=kind), new_deck())
        for kind in (RequestedKind.NEW, RequestedKind.ANY)
    )
    anne = new.candidates.names.index("anne")
    assert new.scores[anne] < of_any_kind.scores[anne] - 1


def test_sounding_from_home_is_worth_points(of_good: Callable[[GoodNames], RoundSampler]) -> None:
    (home,), (foreign,) = (
        of_good(
            GoodNames.collect({"NL": [GoodName("mira", 4.0, 2.0, 1.5, 0.0, share)]})
        ).good_names(DUTCH, new_deck())
        for share in (1.0, 0.0)
    )
    assert home.score - foreign.score == pytest.approx(1)


def test_chance_decides_between_similar_scores(selector: NameSelector, few: RoundSampler) -> None:
    worth = [score for name, score in few.good_names(DUTCH, new_deck()) if name in BEST]
    assert 5 < fmean(worth) < 5.9
    first, second = (
        dict(selector.rounds.good_names(DUTCH, new_deck(number=number))) for number in (0, 1)
    )
    assert 0.3 < max(abs(first[name] - second[name]) for name in first) < 2
    part = selector.rounds.good_of_each(BLEND, new_deck())
    ratings = selector.rater.rate(part.candidates, BLEND.condition, only_new=True)
    may_be = np.isfinite(ratings)
    chance = part.scores[may_be] - ratings[may_be]
    assert abs(chance.mean()) < 0.1
    assert 0.1 < np.ptp(chance) < 0.7


def test_good_names_that_were_dealt_do_not_come_again(few: RoundSampler) -> None:
    assert "anne" not in {entry.name for entry in few.good_names(DUTCH, new_deck("anne"))}


@pytest.mark.parametrize(
    ("shares", "expected"), [((1, 1), {"annemira"}), ((2, 1), set()), ((1, 2), set())]
)
def test_good_names_of_a_blend_are_for_equal_shares(
    few: RoundSampler, shares: tuple[int, int], expected: set[str]
) -> None:
    blend = Condition.blend(dict(zip(("NL", "PL"), shares, strict=True)))
    entries = few.good_names(NameRequest(blend), new_deck())
    assert {entry.name for entry in entries} == expected


@pytest.mark.parametrize(
    ("inverse_temperature", "alone", "balanced"),
    [
        (Style.PLAIN.inverse_temperature, 1.2, 1.5),
        (Style.CLASSIC.inverse_temperature, 1.7, 2.1),
        (3.0, 3.0, 3.0),
    ],
)
def test_styles_have_inverse_temperatures_of_their_own_and_blends_are_balanced(
    rounds: RoundSampler,
    monkeypatch: pytest.MonkeyPatch,
    inverse_temperature: float,
    alone: float,
    balanced: float,
) -> None:
    sample_new = Mock(return_value=Candidates([], [], np.zeros((0, 1), np.float32)))
    monkeypatch.setattr(FilteredSampler, "sample_new", sample_new)
    blend = Condition.blend({"NL": 1, "PL": 1})
    for condition in (DUTCH.condition, blend, replace(blend, method=BlendMethod.CONDITION)):
        request = NameRequest(condition, inverse_temperature=inverse_temperature)
        rounds.sample(request, new_deck())
    sampled = [call.args[0] for call in sample_new.mock_calls]
    assert [(each.condition.method, each.inverse_temperature) for each in sampled] == [
        *((None, alone), (BlendMethod.BALANCED, balanced), (BlendMethod.CONDITION, alone))
    ]


def round_of(
    generator: NameGenerator, names: Sequence[str], scores: Sequence[float], request: NameRequest
) -> Round:
    return Round(request, generator.score(names, request.condition), np.array(scores))


def test_the_best_that_may_be_shown_come_first_and_the_others_are_counted(
    generator: NameGenerator, rounds: RoundSampler
) -> None:
    scores = {
        "mareline": 1.0,
        "zhiqiang": 8.0,  # sounds from elsewhere
        BLOCKED: 7.0,
        "florinde": 3.0,
        "marmar": 6.0,  # a double
        "annelien": 5.0,  # dealt already
        "márelíne": 4.0,  # letters that no Dutch names have
        "jorianne": 2.0,
        "marlise": -math.inf,
    }
    deck = new_deck("annelien")
    part = round_of(generator, [*scores], [*scores.values()], DUTCH)
    best = [Entry(name, scores[name]) for name in ("florinde", "jorianne", "mareline")]
    assert rounds.best_of(part, deck) == best
    assert deck.rejected == {Rejection.FOREIGN: 1, Rejection.BLOCKED: 1}
    assert rounds.best_of(part, deck, most=2) == best[:2]


@pytest.mark.parametrize(
    "request_",
    [
        replace(DUTCH, kind=RequestedKind.ANY),
        replace(DUTCH, starts_with="Zh"),
        replace(DUTCH, ends_with="ang"),
    ],
)
def test_what_is_known_or_asked_for_may_sound_from_anywhere(
    generator: NameGenerator, rounds: RoundSampler, request_: NameRequest
) -> None:
    part = round_of(generator, ["zhiqiang"], [1.0], request_)
    assert rounds.best_of(part, new_deck()) == [Entry("zhiqiang", 1.0)]


@pytest.mark.parametrize(
    ("name", "score", "is_shown"),
    [("kols", 1.4, False), ("kols", 1.5, True), ("kolsina", 0.5, True)],
)
def test_a_short_name_that_is_but_a_piece_of_one_is_left_out(
    generator: NameGenerator, rounds: RoundSampler, name: str, score: float, *, is_shown: bool
) -> None:
    deck, request = new_deck(), replace(DUTCH, starts_with="K", max_length=8)
    found = rounds.best_of(round_of(generator, [name], [score], request), deck)
    assert [each.name for each in found] == ([name] if is_shown else [])
    assert deck.rejected[Rejection.UNWRITABLE] == (not is_shown)


@pytest.mark.parametrize(
    ("name", "codes", "may_be"),
    [
        ("marlise", ["NL"], True),
        ("marmar", ["NL"], False),  # a double
        ("brnst", ["NL"], False),  # no vowel
        (BLOCKED, ["NL"], False),
        ("tafel", ["NL"], False),  # an everyday word
        ("tisch", ["NL", "DE"], False),  # one of either country
        ("hans", ["DE"], True),
        ("hans-gertrud", ["DE"], False),  # two known names
        ("hans-mirelda", ["DE"], True),
        ("hans-gertrud", ["KR"], True),  # where syllables are joined
    ],
)
def test_names_that_may_be_shown(
    rounds: RoundSampler, name: str, codes: Sequence[str], *, may_be: bool
) -> None:
    assert rounds.may_be_shown(name, codes) == may_be


@pytest.mark.parametrize(
    "request_",
    [replace(DUTCH, starts_with="aaa"), replace(DUTCH, starts_with="a-'", ends_with="a")],
)
def test_impossible_requests_have_empty_rounds(rounds: RoundSampler, request_: NameRequest) -> None:
    deck = new_deck()
    for part in (rounds.sample(request_, deck), rounds.good_of_each(request_, deck)):
        assert rounds.best_of(part, deck) == []


def test_leanings_are_remembered_for_a_limited_number_of_names(
    rounds: RoundSampler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.selection.rounds._MAX_LEANINGS", 2)
    names = ["Anna", "Jan", "Bo"]
    traits = rounds.traits(names, DUTCH.condition)
    assert traits.leanings[0] > 0 > traits.leanings[1]
    assert len(rounds._leanings) == 2  # noqa: SLF001 - what is bounded
    again = rounds.traits(names, DUTCH.condition)
    assert again.leanings.tolist() == pytest.approx(traits.leanings.tolist())
