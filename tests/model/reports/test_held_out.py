import numpy as np
import pytest

from model.reports.held_out import correlate
from model.training.ratings import RatedName


def rated(country: str, panel: int, *ratings: int) -> list[RatedName]:
    return [RatedName((country,), f"N{at}", "raw", panel, each) for at, each in enumerate(ratings)]


def test_names_are_compared_with_those_of_their_panel_and_country_alone() -> None:
    """A stricter panel's best names are no worse than another's worst."""
    read = [*rated("NL", 1, 1, 2, 3), *rated("PL", 1, 3, 4, 5), *rated("NL", 2, 5, 4)]
    expected = np.array([7.0, 8, 9, 1, 2, 3, 1, 2])
    assert correlate(read, expected) == pytest.approx((3 + 3 - 2) / 8)


def test_equal_ratings_have_no_order() -> None:
    assert correlate(rated("NL", 1, 2, 2), np.array([1.0, 2.0])) is None
