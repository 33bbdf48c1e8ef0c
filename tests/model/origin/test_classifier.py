import tracemalloc
from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain import corpus
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.errors import InputError
from model.domain.ranking import ASSIGNMENT_COUNTRIES, RankBy, Verdict, homes_of_both
from model.domain.spelling import fold
from model.inference.bearers import BearersFile
from model.inference.name_generator import NameGenerator
from model.origin.classifier import MOST_NATS_PER_LETTER, OriginClassifier, WeightsMismatchError
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import load_reversed_network, load_scorers
from model.origin.use import UseModel
from model.selection.good_names import GoodNames

UNKNOWN = ["Zwanneliesje", "xkcdq", "Wojmirka"]
"""Names that nobody bears, which are ranked by their spelling alone."""
NAMES = sorted({entry.name for entry in corpus.entries()})[::53]
CODES = st.lists(st.sampled_from(sorted(countries())), min_size=2, max_size=6, unique=True)


@pytest.mark.slow
@settings(max_examples=10)
@given(name=st.sampled_from(NAMES), among=CODES)
def test_given_countries_share_the_probability_and_may_be_ranked_by_loss(
    origin: OriginClassifier, name: str, among: list[str]
) -> None:
    ranking, by_nats = (origin.rank(name, among, by).ranking for by in RankBy)
    assert {score.country for score in ranking} == set(among)
    assert sum(score.probability for score in ranking) == pytest.approx(1)
    assert [score.nats for score in by_nats] == sorted(score.nats for score in by_nats)
    assert set(by_nats) == set(ranking)


@settings(max_examples=10)
@given(name=st.sampled_from(NAMES), among=CODES, by=st.sampled_from(RankBy))
def test_letter_bits_add_up_to_the_evidence_of_networks_and_ngrams(
    origin: OriginClassifier, generator: NameGenerator, name: str, among: list[str], by: RankBy
) -> None:
    scorers, parameters = load_scorers(generator), OriginParameters.load()
    ranking = origin.rank(name, among, by)
    first, second = ranking.ranking[:2]
    ngram_logits = (
        parameters.ngram_classifier.logits(scorers[0].normalise_case(name, ""))
        - parameters.ngram_classifier.bias
    )
    first_logit, second_logit = (
        ngram_logits[parameters.countries.index(score.country)] for score in (first, second)
    )
    pairs = [(name, Condition.for_country(score.country)) for score in (first, second)]
    nll = [scorer.nll(pairs) for scorer in scorers]
    evidence = [*(of_second - of_first for of_first, of_second in nll), first_logit - second_logit]
    nats = np.dot(parameters.calibration.weights[:3], evidence)
    bits = sum(letter.bits for letter in ranking.letters)
    assert bits == pytest.approx(nats / log(2), abs=1e-3)


@pytest.mark.parametrize("name", ["Świętosław", "Śliwosz"])
def test_a_rare_first_letter_does_not_outweigh_others(origin: OriginClassifier, name: str) -> None:
    first, *_ = origin.rank(name).ranking
    assert first.country == "PL"


def test_turkish_capital_i_is_dotless(origin: OriginClassifier) -> None:
    ranking = origin.rank("IŞIK", ["TR", "FR"])
    assert ranking.ranking[0].country == "TR"
    assert "".join(letter.letter for letter in ranking.letters) == "ışık*"


@pytest.mark.parametrize(
    ("names", "verdict"),
    [
        ("qwerty asdf xxyyzz", Verdict.NO_IDEA),
        ("zzxqy qqq xkcdq bcdfgh zzz asdfgh wtf", Verdict.NO_NAME),
    ],
)
def test_what_no_country_spells_names_with_has_no_origin(
    origin: OriginClassifier, names: str, verdict: Verdict
) -> None:
    assert {origin.rank(name).verdict for name in names.split()} == {verdict}


@pytest.mark.slow
def test_no_listed_name_and_no_good_new_one_looks_like_none(generator: NameGenerator) -> None:
    """Not even to its own country, so that the others need not be asked."""
    listed = [(entry.name, entry.country) for entry in corpus.entries()]
    good = GoodNames.load()
    invented = [(name, code) for code in generator.countries for name in good.of([code]).names]
    sample = [pair for pairs in (listed, invented) for pair in pairs[:: len(pairs) // 3_000]]
    nats = generator.nll([(name, Condition.for_country(code)) for name, code in sample])
    lengths = np.array([len(name) + 1 for name, _ in sample])
    assert (nats / lengths).max() <= MOST_NATS_PER_LETTER


@pytest.mark.slow
def test_known_in_has_the_countries_that_list_any_spelling(origin: OriginClassifier) -> None:
    listed: dict[str, set[str]] = {}
    for entry in corpus.entries():
        listed.setdefault(fold(entry.name), set()).add(entry.country)
    for name in NAMES[::300]:
        for typed in (name, f" {name.upper()} "):
            known_in = origin.rank(typed, ASSIGNMENT_COUNTRIES).known_in
            assert set(known_in) == listed[fold(name)], typed


def test_assessments_of_many_names_are_those_of_single_ones(origin: OriginClassifier) -> None:
    verdicts, probabilities = origin.assess(UNKNOWN)
    for name, verdict, row in zip(UNKNOWN, verdicts, probabilities, strict=True):
        alone = origin.rank(name)
        assert (alone.verdict, alone.uses) == (verdict, ())
        of_country = dict(zip(origin.countries, row, strict=True))
        for score in alone.ranking:
            assert of_country[score.country] == pytest.approx(score.probability, rel=1e-3)


@pytest.mark.parametrize("among", [[], ["NL"], ["NL", "Holland"]])
def test_fewer_than_two_countries_are_refused(origin: OriginClassifier, among: list[str]) -> None:
    with pytest.raises(InputError, match="two different countries"):
        origin.rank("Sanne", among)


def test_parameters_of_other_weights_are_refused(generator: NameGenerator) -> None:
    other = replace(OriginParameters.load(), fingerprint="other")
    with pytest.raises(WeightsMismatchError, match=r"python -m model\.training\.fit_origin"):
        OriginClassifier(load_scorers(generator), other, BearersFile(), UseModel.load())


def test_classifier_takes_less_than_eighteen_megabytes(generator: NameGenerator) -> None:
    load_reversed_network.cache_clear()
    OriginParameters.load.cache_clear()
    tracemalloc.start()
    classifier = OriginClassifier.load(generator)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert classifier.countries
    assert 2_000_000 < size < 18_000_000


@pytest.mark.parametrize(
    ("first", "second", "likely"),
    [
        ("Anna", "Peter", {"DE", "AT", "SE", "DK"}),
        ("Kasia", "Tomek", {"PL"}),
        ("Élodie", "Marc", {"FR"}),
        ("Sofie", "Thijs", {"NL", "BE"}),
        ("Giulia", "Marco", {"IT"}),
        ("John", "Mary", {"GB", "US", "IE"}),
        ("Maria", "Jose", {"ES", "PT"}),
        ("Maria", "Ahmed", {"SE", "DE", "FR"}),
        ("Zwanneliesje", "Piet", {"NL"}),
    ],
)
def test_two_names_are_together_at_home_where_neither_is_strange(
    origin: OriginClassifier, first: str, second: str, likely: set[str]
) -> None:
    assert homes_of_both(origin.rank(first), origin.rank(second))[0] in likely


def test_nats_are_the_shipped_networks(generator: NameGenerator, origin: OriginClassifier) -> None:
    for score in origin.rank("Sanne", ["NL", "PL"]).ranking:
        expected = generator.nll([("Sanne", Condition.for_country(score.country))])[0]
        assert score.nats == pytest.approx(expected, rel=1e-4)


@pytest.mark.slow
def test_verdict_depends_on_the_first_countrys_probability(origin: OriginClassifier) -> None:
    seen: dict[Verdict, list[float]] = {}
    for verdict, row in zip(*origin.assess(NAMES[:200]), strict=True):
        seen.setdefault(verdict, []).append(row.max())
    assert 0.8 <= min(seen[Verdict.SURE]) < 0.85
    assert 0.75 < max(seen[Verdict.LIKELY]) < 0.8
    assert 0.5 <= min(seen[Verdict.LIKELY]) < 0.55
    assert 0.45 < max(seen[Verdict.UNSURE]) < 0.5
