from typing import Any

import pytest

from model.domain.condition import Condition
from model.domain.errors import InputError, LengthError
from model.domain.generation import NameRequest, Style


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"min_length": 9, "max_length": 5}, "cannot be longer"),
        ({"starts_with": "Maximiliano", "max_length": 5}, "11 letters already"),
        ({"min_length": 1}, "2 to 24 letters, not 1"),
        ({"max_length": 25}, "2 to 24 letters, not 25"),
    ],
)
def test_lengths_that_leave_no_name_are_refused(options: dict[str, Any], why: str) -> None:
    with pytest.raises(LengthError, match=why):
        NameRequest(Condition.for_country("NL"), **options)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"count": 0}, "1 to 1000"),
        ({"count": 1001}, "1 to 1000"),
        ({"sharpness": 0.0}, "0.1 to 10"),
        ({"sharpness": 11.0}, "0.1 to 10"),
        ({"sharpness": float("nan")}, "0.1 to 10"),
        ({"floor": -0.1}, "from 0 to 1"),
        ({"floor": 1.5}, "from 0 to 1"),
    ],
)
def test_a_count_a_sharpness_or_a_floor_out_of_bounds_is_refused(
    options: dict[str, Any], why: str
) -> None:
    with pytest.raises(InputError, match=why):
        NameRequest(Condition.for_country("NL"), **options)


def test_the_classic_style_squares_and_the_bold_one_flattens() -> None:
    assert [style.inverse_temperature for style in Style] == [1.0, 2.0, 0.7]
