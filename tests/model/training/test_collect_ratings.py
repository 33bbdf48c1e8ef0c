from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from model.domain.arrays import DoubleArray
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.selection.reader_ratings import Group
from model.training.collect_ratings import (
    TRUST,
    Expectations,
    Reading,
    confirmed,
    corrections,
    readings,
)
from model.training.ratings import BLEND_RATINGS, NAME_RATINGS, RatedName, load_ratings


def expect_threes(names: Sequence[str], _: Group) -> DoubleArray:
    return np.full(len(names), 3.0)


def test_a_strict_panel_is_moved_to_what_is_expected() -> None:
    rated = [
        RatedName(("NL",), "Sjanke", "plain", 1, 2.0),
        RatedName(("NL",), "Doet", "plain", 1, 1.0),
        RatedName(("PL", "NL"), "Elwina", "chosen", 2, 5.0),
    ]
    found = [*readings(rated, expect_threes)]
    assert [(reading.group, reading.name, reading.panel) for reading in found] == [
        (("NL",), "sjanke", 1),
        (("NL",), "doet", 1),
        (("NL", "PL"), "elwina", 2),
    ]
    assert [reading.difference for reading in found] == pytest.approx([0.5, -0.5, 0], abs=0.01)


def test_a_panel_that_reads_good_names_again_is_not_lenient() -> None:
    first = [RatedName(("NL",), f"a{row}", "plain", 1, 2 + row % 3) for row in range(60)]
    again = [replace(name, panel=2) for name in first if name.rating == 4]
    new = [RatedName(("NL",), f"b{row}", "plain", 2, 2 + row % 3) for row in range(60)]
    found = [*readings([*first, *again, *new], expect_threes)]
    assert fmean(reading.difference for reading in found[-60:]) == pytest.approx(0, abs=0.15)


def test_real_names_are_left_out() -> None:
    assert not [*readings([RatedName(("NL",), "Sanne", "real", 1, 5.0)], expect_threes)]


def test_a_name_is_corrected_by_the_mean_of_its_readings_as_far_as_they_are_trusted() -> None:
    read = [
        Reading(("NL",), "sjanke", 1, 2),
        Reading(("NL",), "sjanke", 2, 0),
        Reading(("NL",), "doet", 1, -1),
    ]
    of_two = pytest.approx(2 * TRUST / (1 + TRUST))
    assert corrections(read) == {("NL",): {"sjanke": of_two, "doet": pytest.approx(-TRUST)}}


@pytest.mark.parametrize(("readers", "share"), [(1, "0.50"), (2, "0.00")], ids=["of one", "of two"])
def test_how_much_the_next_panel_confirms(readers: int, share: str) -> None:
    read = [Reading(("NL",), "sjanke", panel, said) for panel, said in ((2, 2), (1, 4), (3, 0))]
    alone = Reading(("NL",), "doet", 1, -2)
    expected = f"1 names, confirmed of the mean of {readers}: {share}"
    assert confirmed([*read, alone], readers) == expected


@pytest.mark.parametrize(
    ("path", "codes"), [(NAME_RATINGS, ("NL",)), (BLEND_RATINGS, ("NL", "PL"))]
)
def test_rankers_agree_with_readers(generator: NameGenerator, path: Path, codes: Group) -> None:
    rated = [name for name in load_ratings(path) if name.countries == codes]
    names = [lower(name.name, codes[0]) for name in rated]
    expected = Expectations(generator).of(names, codes)
    assert np.corrcoef(expected, [name.rating for name in rated])[0, 1] > 0.4
