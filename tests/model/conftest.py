import pytest

from model.inference.name_generator import NameGenerator
from model.network.weights import Weights


@pytest.fixture(scope="session")
def weights() -> Weights:
    return Weights.load()


@pytest.fixture(scope="session")
def generator(weights: Weights) -> NameGenerator:
    return NameGenerator(weights)
