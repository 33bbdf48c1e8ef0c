from dataclasses import replace

import numpy as np
import pytest

from model.domain import corpus
from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator
from model.network.weights import Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS, Scorer, load_scorers

NL, TR = Condition.for_country("NL"), Condition.for_country("TR")


@pytest.fixture(scope="module")
def reversed_scorer(generator: NameGenerator) -> Scorer:
    return load_scorers(generator)[1]


def test_network_was_trained_on_reversed_names() -> None:
    network = NameGenerator.load(REVERSED_WEIGHTS)
    test = corpus.select("test", corpus.entries())[::10]
    as_reversed = network.nll([(entry.letters[::-1], entry.condition) for entry in test])
    as_written = network.nll([(entry.letters, entry.condition) for entry in test])
    assert as_reversed.mean() < as_written.mean() / 1.3


def test_letters_are_in_the_names_order_and_the_stop_costs_nothing(reversed_scorer: Scorer) -> None:
    *letters, stop = reversed_scorer.letter_nll("Sanne", [NL])[0]
    e, n, m, a, s, start = NameGenerator.load(REVERSED_WEIGHTS).letter_nll("ennas", [NL])[0]
    assert letters == pytest.approx([s + start, a, m, n, e])
    assert stop == 0


@pytest.mark.parametrize("name", ["Sanne", "IŞIK", "Jean-Luc", "Bo"])
def test_letters_add_up_to_the_score(reversed_scorer: Scorer, name: str) -> None:
    letter_nll = reversed_scorer.letter_nll(name, [NL, TR])
    expected = reversed_scorer.nll([(name, NL), (name, TR)])
    np.testing.assert_allclose(letter_nll.sum(axis=1), expected, rtol=1e-4)


def test_network_with_other_countries_is_refused(weights: Weights) -> None:
    other = NameGenerator(replace(weights, countries=tuple(reversed(weights.countries))))
    with pytest.raises(ValueError, match="train --backwards"):
        load_scorers(other)
