"""Durations as people write them."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.durations import duration

SECONDS = {"m": 60, "h": 3600, "d": 86_400}
MOST = 365 * 86_400


@given(st.integers(1, 999_999), st.sampled_from("mhd"), st.integers(0, 3))
def test_a_number_and_a_unit_are_that_long(number: int, unit: str, zeros: int) -> None:
    seconds = number * SECONDS[unit]
    if seconds <= MOST:
        text = f"{number:0{min(6, len(str(number)) + zeros)}}{unit}"
        assert duration(text) == timedelta(seconds=seconds)
    else:
        with pytest.raises(ValueError, match="365d"):
            duration(f"{number}{unit}")


@given(st.text(st.characters() | st.sampled_from("0123456789mhd .-"), max_size=8))
def test_any_other_text_is_refused(text: str) -> None:
    if re.fullmatch("[0-9]+[mhd]", text) and 0 < int(text[:-1]) * SECONDS[text[-1]] <= MOST:
        assert duration(text) > timedelta()
    else:
        with pytest.raises(ValueError, match="such as 30m, 24h or 7d"):
            duration(text)


@pytest.mark.parametrize(
    "text", ["0h", "24", "h", "1.5h", "-1h", "1h30m", "1 h", "24H", "٣h", "1w"]
)
def test_what_looks_like_one_and_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="1m to 365d"):
        duration(text)
