from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from model.domain.arrays import DoubleArray
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.selection.reader_ratings import Group
from model.training.collect_ratings import (
    Expectations,
    Reading,
    borne_out,
    mean_differences,
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
    assert [(reading.group, reading.name, reading.difference) for reading in found] == [
        (("NL",), "sjanke", 0.5),
        (("NL",), "doet", -0.5),
        (("NL", "PL"), "elwina", 0),
    ]


def test_real_names_are_left_out() -> None:
    assert not [*readings([RatedName(("NL",), "Sanne", "real", 1, 5.0)], expect_threes)]


def test_a_name_read_twice_has_the_mean_difference() -> None:
    read = [
        Reading(("NL",), "sjanke", panel, difference) for panel, difference in enumerate((2, 0))
    ]
    assert mean_differences(read) == {("NL",): {"sjanke": 1}}


@pytest.mark.parametrize(("second", "share"), [(2, "1.00"), (0, "0.00"), (1, "0.80")])
def test_a_second_panel_bears_out_the_first(second: int, share: str) -> None:
    read = [Reading(("NL",), "sjanke", panel, said) for panel, said in enumerate((2, second))]
    alone = Reading(("NL",), "doet", 1, -2)
    assert borne_out("names", [*read, alone]) == f"names read twice: 1, borne out: {share}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "codes"), [(NAME_RATINGS, ("NL",)), (BLEND_RATINGS, ("NL", "PL"))]
)
def test_rankers_expect_much_of_what_readers_rate_highly(
    generator: NameGenerator, path: Path, codes: Group
) -> None:
    rated = [name for name in load_ratings(path) if name.countries == codes]
    names = [lower(name.name, codes[0]) for name in rated]
    expected = Expectations(generator).of(names, codes)
    assert np.corrcoef(expected, [name.rating for name in rated])[0, 1] > 0.4
