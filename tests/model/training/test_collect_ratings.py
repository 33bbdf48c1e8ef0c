from collections.abc import Sequence
from pathlib import Path

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
    borne_out,
    corrections,
    readings,
    trust,
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


def test_a_name_is_corrected_by_the_mean_of_its_readings_as_far_as_they_are_trusted() -> None:
    read = [
        Reading(("NL",), "sjanke", 2),
        Reading(("NL",), "sjanke", 0),
        Reading(("NL",), "doet", -1),
    ]
    assert corrections(read) == {("NL",): {"sjanke": trust(2), "doet": -trust(1)}}


def test_two_readers_are_trusted_more_than_one_and_never_entirely() -> None:
    assert TRUST == trust(1) < trust(2) < trust(50) < 1


@pytest.mark.parametrize(("second", "share"), [(2, "1.00"), (0, "0.00"), (1, "0.80")])
def test_a_second_reader_bears_out_the_first(second: int, share: str) -> None:
    read = [Reading(("NL",), "sjanke", said) for said in (2, second)]
    alone = Reading(("NL",), "doet", -2)
    assert borne_out([*read, alone], 1) == f"borne out of 1 by another, 2 times: {share}"


def test_a_third_reader_bears_out_the_mean_of_two() -> None:
    read = [Reading(("NL",), "sjanke", said) for said in (2, 2, 2)]
    assert borne_out(read, 2) == "borne out of 2 by another, 6 times: 1.00"


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
