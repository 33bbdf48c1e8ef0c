from itertools import product

import numpy as np

from bench.peers.stepping import PyTorchStepper
from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator


def test_pytorch_stepping_matches_the_name_generator() -> None:
    conditions = [Condition.for_country(code) for code in ("NL", "CN")]
    pairs = [*product(("marieke", "jo", "maximiliaan"), conditions)]
    stepping, ours = PyTorchStepper.load().nll(pairs), NameGenerator.load().nll(pairs)
    np.testing.assert_allclose(stepping, ours, rtol=1e-4)
