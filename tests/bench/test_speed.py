import numpy as np
import pytest

from bench.peers.stepping import PyTorchStepper
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
