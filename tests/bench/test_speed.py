import numpy as np
import pytest

from bench.model.tasks import COLD_START, ONE, QUICK, SCORES, measure
from bench.peers.stepping import PyTorchStepper
from bench.speed import pytorch_system, transformer_system, untrained_transformer
from model.domain import corpus
from model.domain.condition import Condition
from model.domain.generation import MAX_NAME_LENGTH
from model.inference.name_generator import NameGenerator
from tests.model.distributions import letter_distributions


@pytest.fixture(scope="module")
def stepper() -> PyTorchStepper:
    return PyTorchStepper.load()


def test_pytorch_stepping_matches_the_name_generator(stepper: PyTorchStepper) -> None:
    pairs = [
        (name, Condition.for_country(code))
        for name in ("marieke", "jo", "maximiliaan")
        for code in ("NL", "CN")
    ]
    np.testing.assert_allclose(stepper.nll(pairs), NameGenerator.load().nll(pairs), rtol=1e-4)


def test_pytorch_stepping_samples_by_the_name_generators_distribution(
    stepper: PyTorchStepper,
) -> None:
    condition = Condition.for_country("CN")
    samples = stepper.sample(condition, 2000, np.random.default_rng(1))
    first = letter_distributions(NameGenerator.load(), "", condition)[0]
    for letter in "xyz":
        share = np.mean([name.startswith(letter) for name in samples])
        assert share == pytest.approx(first[corpus.alphabet().index(letter)], abs=0.03)
    assert all(2 <= len(name) <= MAX_NAME_LENGTH for name in samples)


def test_an_untrained_transformers_names_are_as_long_as_real_ones() -> None:
    samples = untrained_transformer().sample(
        Condition.for_country("NL"), 200, np.random.default_rng(1)
    )
    assert 5 < np.mean([len(name) for name in samples]) < 7


def test_peers_are_measured_on_their_tasks() -> None:
    names = ["marieke", "jo"]
    peers = {
        "stepping": pytorch_system(names, QUICK),
        "transformer": transformer_system(names, QUICK),
    }
    figures = measure(peers, QUICK)
    assert {ONE, SCORES, COLD_START} <= set(figures["stepping"])
    assert {ONE, SCORES} <= set(figures["transformer"])
    assert all(figure > 0 for row in figures.values() for figure in row.values())
