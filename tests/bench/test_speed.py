import numpy as np
import pytest

from bench.model.tasks import COLD_START, ONE, QUICK, SCORES, measure
from bench.peers.stepping import PyTorchStepper
from bench.speed import pytorch_system, transformer_system
from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator


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
