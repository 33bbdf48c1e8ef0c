from pathlib import Path

import numpy as np
import pytest

from model.inference.known_names import KnownNames
from model.origin.calibration import Calibration
from model.origin.ngram_classifier import NGramClassifier
from model.origin.parameters import OriginParameters, pack

KNOWN = KnownNames.from_names(["Zoë", "Anna", "Liselot"])
LISTED = {"zoe": {"NL", "FR"}, "anna": {"PL"}, "liselot": {"NL"}}


@pytest.fixture
def atlas() -> OriginParameters:
    countries = ("FR", "NL", "PL")
    return OriginParameters(
        weights="w",
        countries=countries,
        sizes=np.array([3.0, 5.0, 2.0]),
        calibration=Calibration((0.5, 0.4, 0.7, 0.2), 1.1, 0.9, 1.5),
        unlikely=3.0,
        lists=pack(KNOWN, countries, LISTED),
        trained=np.array([True, False, True]),
        runs=NGramClassifier(
            numbers=np.array([3, 9], np.uint32),
            rarity=np.array([1.5, 2.5], np.float16),
            ends=np.array([1, 3], np.int32),
            places=np.array([0, 1, 2], np.uint8),
            weights=np.array([-3, 100, 7], np.int8),
            bias=np.array([0.5, -1, 2], np.float32),
            unit=np.array(0.1, np.float32),
        ),
    )


def test_a_name_is_listed_where_it_was_however_it_is_written(atlas: OriginParameters) -> None:
    assert atlas.listing("ZOE", KNOWN) == ("FR", "NL")
    assert atlas.listing("Anna", KNOWN) == ("PL",)
    assert atlas.listing("Liselot", KNOWN) == ("NL",)
    assert atlas.listing("Piet", KNOWN) == ()


def test_what_is_saved_is_loaded(atlas: OriginParameters, tmp_path: Path) -> None:
    atlas.save(tmp_path / "a.npz")
    loaded = OriginParameters.load(tmp_path / "a.npz")
    np.testing.assert_array_equal(loaded.lists, atlas.lists)
    np.testing.assert_array_equal(loaded.sizes, atlas.sizes)
    assert (loaded.weights, loaded.countries) == (atlas.weights, atlas.countries)
    assert (loaded.calibration, loaded.unlikely) == (atlas.calibration, atlas.unlikely)
    np.testing.assert_array_equal(loaded.trained, atlas.trained)
    for name, array in atlas.runs.arrays().items():
        np.testing.assert_array_equal(loaded.runs.arrays()[name], array)
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_names_that_were_not_trained_on_are_not_heard(atlas: OriginParameters) -> None:
    # Of Anna, Liselot and Zoë, Liselot is of another part.
    near_anna, near_li = (atlas.alike(KNOWN).logits(name) for name in ("Annas", "Liselott"))
    assert near_anna.argmax() == 2
    np.testing.assert_allclose(near_li, atlas.alike(KNOWN).logits("Qqqqqqqqqq"))


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", other=np.zeros(1))
    with pytest.raises(KeyError, match="fitted"):
        OriginParameters.load(tmp_path / "a.npz")
