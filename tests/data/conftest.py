import pytest

from data.card import read_names
from data.records import Record


@pytest.fixture(scope="session")
def names() -> list[Record]:
    return read_names()
