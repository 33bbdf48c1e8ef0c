from pathlib import Path

import numpy as np
import pytest

from model.atlas import Atlas, pack
from model.calibration import Calibration
from model.known import KnownNames

KNOWN = KnownNames.of(["Zoë", "Anna", "Li"])
LISTED = {"zoe": {"NL", "FR"}, "anna": {"PL"}, "li": set[str]()}


@pytest.fixture
def atlas() -> Atlas:
    countries = ("FR", "NL", "PL")
    calibration = Calibration(1.1, 0.8, 0.9, 1.5)
    sizes = np.array([3.0, 5.0, 2.0])
    return Atlas("w", countries, sizes, calibration, 3.0, pack(KNOWN, countries, LISTED))


def test_a_name_is_listed_where_it_was_however_it_is_written(atlas: Atlas) -> None:
    assert atlas.listing("ZOE", KNOWN) == ("FR", "NL")
    assert atlas.listing("Anna", KNOWN) == ("PL",)
    assert atlas.listing("Li", KNOWN) == ()
    assert atlas.listing("Piet", KNOWN) == ()


def test_what_is_saved_is_loaded(atlas: Atlas, tmp_path: Path) -> None:
    atlas.save(tmp_path / "a.npz")
    loaded = Atlas.load(tmp_path / "a.npz")
    np.testing.assert_array_equal(loaded.lists, atlas.lists)
    np.testing.assert_array_equal(loaded.sizes, atlas.sizes)
    assert (loaded.weights, loaded.countries) == (atlas.weights, atlas.countries)
    assert (loaded.calibration, loaded.unlikely) == (atlas.calibration, atlas.unlikely)
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", other=np.zeros(1))
    with pytest.raises(KeyError, match="fitted"):
        Atlas.load(tmp_path / "a.npz")
