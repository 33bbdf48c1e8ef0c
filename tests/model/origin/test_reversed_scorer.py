from dataclasses import replace

import numpy as np
import pytest

from model.domain import corpus
from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator
from model.inference.weights import Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS, Scorer, load_scorers

NL, TR = Condition.for_country("NL"), Condition.for_country("TR")


@pytest.fixture(scope="module")
def behind(namer: NameGenerator) -> Scorer:
    return load_scorers(namer)[1]


def test_it_reads_a_name_turned_round(behind: Scorer) -> None:
    [expected] = NameGenerator.load(REVERSED_WEIGHTS).nll([("ennas", NL)])
    assert behind.nll([("Sanne", NL)]) == pytest.approx([expected])


def test_it_was_trained_on_names_turned_round() -> None:
    alone = NameGenerator.load(REVERSED_WEIGHTS)
    tested = corpus.select("test", corpus.entries())[::10]
    turned = alone.nll([(entry.letters[::-1], entry.condition) for entry in tested])
    as_written = alone.nll([(entry.letters, entry.condition) for entry in tested])
    assert turned.mean() < as_written.mean() / 1.3


def test_the_letters_costs_are_in_the_names_order_and_the_stops_is_nothing(behind: Scorer) -> None:
    *costs, stop = behind.letter_nll("Sanne", [NL])[0]
    e, n, m, a, s, start = NameGenerator.load(REVERSED_WEIGHTS).letter_nll("ennas", [NL])[0]
    assert costs == pytest.approx([s + start, a, m, n, e])
    assert stop == 0


@pytest.mark.parametrize("name", ["Sanne", "IŞIK", "Jean-Luc", "Bo"])
def test_costs_sum_to_the_score_under_each_country(behind: Scorer, name: str) -> None:
    costs = behind.letter_nll(name, [NL, TR])
    expected = behind.nll([(name, NL), (name, TR)])
    np.testing.assert_allclose(costs.sum(axis=1), expected, rtol=1e-4)


def test_a_network_of_other_names_is_refused(weights: Weights) -> None:
    other = NameGenerator(replace(weights, countries=tuple(reversed(weights.countries))))
    with pytest.raises(ValueError, match="train --backwards"):
        load_scorers(other)


def test_both_know_the_same_letters_and_countries(namer: NameGenerator) -> None:
    alone = NameGenerator.load(REVERSED_WEIGHTS)
    assert (alone.alphabet, alone.countries) == (namer.alphabet, namer.countries)
    assert alone.fingerprint != namer.fingerprint
