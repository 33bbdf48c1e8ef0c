import pytest

from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.selector import NameSelector


@pytest.fixture(scope="session")
def lists(generator: NameGenerator) -> CountryLists:
    return CountryLists.load(generator.known)


@pytest.fixture
def selector(generator: NameGenerator) -> NameSelector:
    return NameSelector.load(generator)
