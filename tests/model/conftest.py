import pytest

from model.inference.name_generator import NameGenerator
from model.network.weights import Weights
from model.origin.classifier import OriginClassifier
from tests.model.shell import Shell


@pytest.fixture(scope="session")
def weights() -> Weights:
    return Weights.load()


@pytest.fixture(scope="session")
def generator(weights: Weights) -> NameGenerator:
    return NameGenerator(weights)


@pytest.fixture(scope="session")
def origin(generator: NameGenerator) -> OriginClassifier:
    return OriginClassifier.load(generator)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)
