from dataclasses import replace

import numpy as np
import pytest

from model.domain import corpus
from model.domain.condition import Condition
from model.inference.name_generator import Namer
from model.inference.weights import Weights
from model.origin.reversed_scorer import BACKWARDS, Reader, readers

NL, TR = Condition.of("NL"), Condition.of("TR")


@pytest.fixture(scope="module")
def behind(namer: Namer) -> Reader:
    return readers(namer)[1]


def test_it_reads_a_name_turned_round(behind: Reader) -> None:
    [expected] = Namer.load(BACKWARDS).score([("ennas", NL)])
    assert behind.score([("Sanne", NL)]) == pytest.approx([expected])


def test_it_was_trained_on_names_turned_round() -> None:
    alone = Namer.load(BACKWARDS)
    tested = corpus.select("test", corpus.entries())[::10]
    turned = alone.score([(entry.letters[::-1], entry.condition) for entry in tested])
    as_written = alone.score([(entry.letters, entry.condition) for entry in tested])
    assert turned.mean() < as_written.mean() / 1.3


def test_the_letters_costs_are_in_the_names_order_and_the_stops_is_nothing(behind: Reader) -> None:
    *costs, stop = behind.costs("Sanne", [NL])[0]
    e, n, m, a, s, start = Namer.load(BACKWARDS).costs("ennas", [NL])[0]
    assert costs == pytest.approx([s + start, a, m, n, e])
    assert stop == 0


@pytest.mark.parametrize("name", ["Sanne", "IŞIK", "Jean-Luc", "Bo"])
def test_costs_sum_to_the_score_under_each_country(behind: Reader, name: str) -> None:
    costs = behind.costs(name, [NL, TR])
    expected = behind.score([(name, NL), (name, TR)])
    np.testing.assert_allclose(costs.sum(axis=1), expected, rtol=1e-4)


def test_a_network_of_other_names_is_refused(weights: Weights) -> None:
    other = Namer(replace(weights, countries=tuple(reversed(weights.countries))))
    with pytest.raises(ValueError, match="train --backwards"):
        readers(other)


def test_both_know_the_same_letters_and_countries(namer: Namer) -> None:
    alone = Namer.load(BACKWARDS)
    assert (alone.alphabet, alone.countries) == (namer.alphabet, namer.countries)
    assert alone.identity != namer.identity
