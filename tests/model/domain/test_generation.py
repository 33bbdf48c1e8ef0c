from typing import Any

import pytest

from model.domain.condition import Condition
from model.domain.errors import InputError, LengthError
from model.domain.generation import NameRequest, Style


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_length": 9, "max_length": 5}, "can’t be more"),
        ({"starts_with": "Maximiliano", "max_length": 5}, "already has 11 letters"),
        ({"min_length": 1}, "2 to 24 letters, not 1"),
        ({"max_length": 25}, "2 to 24 letters, not 25"),
    ],
)
def test_impossible_lengths_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(LengthError, match=message):
        NameRequest(Condition.for_country("NL"), **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"count": 0}, "1 to 1000"),
        ({"count": 1001}, "1 to 1000"),
        ({"inverse_temperature": 0.0}, "0.1 to 10"),
        ({"inverse_temperature": 11.0}, "0.1 to 10"),
        ({"inverse_temperature": float("nan")}, "0.1 to 10"),
        ({"min_p": -0.1}, "can be 0 to 1"),
        ({"min_p": 1.5}, "can be 0 to 1"),
    ],
)
def test_options_out_of_bounds_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        NameRequest(Condition.for_country("NL"), **options)


def test_inverse_temperatures_of_the_styles() -> None:
    assert [style.inverse_temperature for style in Style] == [1.0, 2.0, 0.7]
