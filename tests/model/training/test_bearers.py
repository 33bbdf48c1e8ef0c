"""How often training draws a name."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.corpus import Entry, entries
from model.training.bearers import draw, draw_weights

NAMES = [Entry(name, "PL", "F") for name in ("Anna", "Ewa", "Iga")] + [Entry("Ana", "CL", "F")]


@pytest.fixture
def bearers(tmp_path: Path) -> Path:
    path = tmp_path / "bearers.tsv"
    path.write_text("Anna\tPL\t10\nIga\tPL\t8\n", "utf-8")
    return path


def test_names_are_drawn_by_a_power_of_their_bearers(bearers: Path) -> None:
    anna, _, iga, _ = draw_weights(NAMES, 0.5, bearers)
    assert anna / iga == pytest.approx((2**10 / 2**8) ** 0.5)


def test_counted_names_of_a_country_and_others_are_drawn_once_on_average(bearers: Path) -> None:
    anna, ewa, iga, ana = draw_weights(NAMES, 0.5, bearers)
    assert (anna + iga) / 2 == pytest.approx(1)
    assert (ewa, ana) == (1, 1)


def test_every_country_keeps_its_number_of_draws_in_the_real_data() -> None:
    names = entries()
    countries = np.array([ord(entry.country[0]) * 256 + ord(entry.country[1]) for entry in names])
    drawn = draw(draw_weights(names, 0.3), countries, np.random.default_rng(1))
    assert Counter(countries[drawn].tolist()) == Counter(countries.tolist())


@given(
    weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=50), seed=st.integers(0, 2**32 - 1)
)
def test_a_name_comes_as_often_as_its_weight_within_one(weights: list[float], seed: int) -> None:
    expected = np.array(weights) / np.mean(weights)
    drawn = draw(expected, np.zeros(len(weights), np.int64), np.random.default_rng(seed))
    counts = np.bincount(drawn, minlength=len(weights))
    assert np.all(np.abs(counts - expected) < 1 + 1e-6)
