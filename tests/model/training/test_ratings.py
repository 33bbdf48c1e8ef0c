from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.corpus import country_codes
from model.training.ratings import (
    BLEND_RATINGS,
    NAME_RATINGS,
    RatedName,
    Readings,
    draw_folds,
    figures,
    load_ratings,
)

RATED = [
    RatedName(("NL",), "Sanne", "real", 1, 5.0),
    RatedName(("NL",), "Jorien", "plain", 1, 4.0),
    RatedName(("PL",), "Zzz", "plain", 1, 1.0),
    RatedName(("PL",), "Danuta", "plain", 1, 3.0),
]


@given(st.lists(st.integers(0, 9), min_size=1), st.integers(1, 5), st.integers(0, 2**32))
def test_equal_keys_share_a_fold_of_equal_folds(keys: list[int], count: int, seed: int) -> None:
    folds = draw_folds(keys, count, np.random.default_rng(seed)).tolist()
    drawn = {*zip(keys, folds, strict=True)}
    assert len(drawn) == len({*keys})
    sizes = [[fold for _, fold in drawn].count(fold) for fold in range(count)]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("path", [NAME_RATINGS, BLEND_RATINGS])
def test_ratings_are_within_the_scale(path: Path) -> None:
    rated = load_ratings(path)
    assert rated
    assert all(1 <= name.rating <= 5 for name in rated)


def test_every_country_has_ratings() -> None:
    rated = {code for name in load_ratings(NAME_RATINGS) for code in name.countries}
    assert rated == set(country_codes())


def test_spellings_of_a_name_are_one_wherever_it_was_rated() -> None:
    spelled = [("Işıl", "TR"), ("ISIL", "NL"), ("Ïsil", "FR")]
    written = {replace(RATED[0], name=name, countries=(code,)).folded for name, code in spelled}
    assert written == {"isil"}


def test_figures_leave_out_names_that_were_not_invented() -> None:
    predicted = np.array([0.0, 3.0, 1.0, 2.0])
    assert figures(RATED, predicted) == "3 | 1.00 | 4.00 | 1.00 | 4.00 | 1.00"


def test_figures_by_country_compare_names_within_one() -> None:
    """Of each country's names the better is expected to be better, though not of all together."""
    codes, ratings = ["NL", "NL", "PL", "PL"], [1.0, 2.0, 4.0, 5.0]
    rated = [
        replace(RATED[1], countries=(c,), rating=r) for c, r in zip(codes, ratings, strict=True)
    ]
    predicted = np.array([3.0, 4.0, 1.0, 2.0])
    assert figures(rated, predicted, by_country=True) == "4 | 1.00 | 3.50 | 0.50 | 3.50 | 0.50"
    assert figures(rated, predicted) == "4 | -0.60 | 2.00 | 0.00 | 2.00 | 0.00"


def test_panels_are_numbered_from_the_first_on() -> None:
    readings = Readings.of([replace(RATED[0], panel=panel) for panel in (7, 3, 7)])
    assert readings.panels.tolist() == [1, 0, 1]
    assert readings.count == 2
