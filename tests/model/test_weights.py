from pathlib import Path

import numpy as np
import pytest

from model.known import KnownNames
from model.weights import Weights


@pytest.fixture
def weights() -> Weights:
    return Weights(
        {"letter.weight": np.array([[0.5, -2.0]], np.float32)},
        "*aé",
        ("NL", "PL"),
        KnownNames.of(["Éa", "Ba"]),
        {"recipe": "shipped", "curve": [[1.0, 2.0]]},
    )


def test_what_is_saved_is_loaded(weights: Weights, tmp_path: Path) -> None:
    weights.save(tmp_path / "w.npz")
    loaded = Weights.load(tmp_path / "w.npz")
    np.testing.assert_array_equal(loaded.arrays["letter.weight"], weights.arrays["letter.weight"])
    assert loaded.arrays["letter.weight"].dtype == np.float32
    assert (loaded.alphabet, loaded.countries) == (weights.alphabet, weights.countries)
    assert list(loaded.known.written) == ["Ba", "Éa"]
    assert list(loaded.known.folded) == ["ba", "ea"]
    assert loaded.recipe == weights.recipe


def test_saving_leaves_nothing_beside_the_file(weights: Weights, tmp_path: Path) -> None:
    weights.save(tmp_path / "w.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["w.npz"]


def test_a_file_without_what_serving_needs_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "w.npz", alphabet=np.zeros(1, np.uint8))
    with pytest.raises(KeyError, match="countries"):
        Weights.load(tmp_path / "w.npz")
