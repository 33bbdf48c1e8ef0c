import pytest
import torch

from model.inference.name_generator import NameGenerator
from model.inference.weights import Weights

# The tests' networks are so small that a second thread only slows them down.
torch.set_num_threads(1)


@pytest.fixture(scope="session")
def weights() -> Weights:
    return Weights.load()


@pytest.fixture(scope="session")
def generator(weights: Weights) -> NameGenerator:
    return NameGenerator(weights)
