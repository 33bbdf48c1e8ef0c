"""What is learnt or collected survives being written."""

from pathlib import Path

import numpy as np
import pytest

from model.domain.stored_arrays import StoredArrays
from model.inference.known_names import KNOWN_NAMES, KnownNames
from model.network.weights import SHIPPED_WEIGHTS, Weights
from model.origin.parameters import ORIGIN_PARAMETERS, OriginParameters
from model.origin.use import UseModel
from model.selection.blend_ranker import BlendRanker
from model.selection.gender_endings import GenderEndings
from model.selection.good_names import GoodNames
from model.selection.novelty import NoveltyModel
from model.selection.ranker import NameRanker

KINDS: list[type[StoredArrays]] = [
    *(BlendRanker, GenderEndings, GoodNames),
    *(NameRanker, NoveltyModel, UseModel),
]
Stored = StoredArrays | KnownNames | OriginParameters | Weights


@pytest.mark.parametrize(
    ("kind", "shipped"),
    [
        *((kind, kind.shipped) for kind in KINDS),
        (KnownNames, KNOWN_NAMES),
        (OriginParameters, ORIGIN_PARAMETERS),
        (Weights, SHIPPED_WEIGHTS),
    ],
)
def test_what_is_loaded_is_saved_as_it_was_and_nothing_else(
    kind: type[Stored], shipped: Path, tmp_path: Path
) -> None:
    kind.load(shipped).save(tmp_path / "saved.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["saved.npz"]
    with np.load(shipped) as expected, np.load(tmp_path / "saved.npz") as saved:
        assert saved.keys() == expected.keys()
        for name, array in expected.items():
            np.testing.assert_array_equal(saved[name], array)
