import numpy as np
import pytest

from model.domain import corpus
from model.domain.condition import Condition
from model.domain.generation import MAX_NAME_LENGTH
from model.inference.name_generator import NameGenerator
from tests.bench.model.tasks import ONE, QUICK, SCORES, START, measure
from tests.bench.peers.stepping import Stepping
from tests.bench.speed import stepping, transformer, untrained


@pytest.fixture(scope="module")
def stepped() -> Stepping:
    return Stepping.load()


def test_the_network_stepped_in_pytorch_is_the_one_that_serves(stepped: Stepping) -> None:
    pairs = [
        (name, Condition.for_country(code))
        for name in ("marieke", "jo", "maximiliaan")
        for code in ("NL", "CN")
    ]
    np.testing.assert_allclose(stepped.nll(pairs), NameGenerator.load().nll(pairs), rtol=1e-4)


def test_the_network_stepped_in_pytorch_draws_names_as_often_as_they_are_likely(
    stepped: Stepping,
) -> None:
    condition = Condition.for_country("CN")
    drawn = stepped.sample(condition, 2000, np.random.default_rng(1))
    first = NameGenerator.load().distributions("", condition)[0]
    for letter in "xyz":
        share = np.mean([name.startswith(letter) for name in drawn])
        assert share == pytest.approx(first[corpus.alphabet().index(letter)], abs=0.03)
    assert all(2 <= len(name) <= MAX_NAME_LENGTH for name in drawn)


def test_an_untrained_transformer_writes_names_as_long_as_real_ones() -> None:
    drawn = untrained().sample(Condition.for_country("NL"), 500, np.random.default_rng(1))
    assert 5 < np.mean([len(name) for name in drawn]) < 7


def test_peers_take_part_in_the_race() -> None:
    names = ["marieke", "jo"]
    peers = {"stepping": stepping(names, QUICK), "transformer": transformer(names, QUICK)}
    figures = measure(peers, QUICK)
    assert {ONE, SCORES, START} <= set(figures["stepping"])
    assert {ONE, SCORES} <= set(figures["transformer"])
    assert all(figure > 0 for row in figures.values() for figure in row.values())
