"""What is learnt or collected survives being written."""

from pathlib import Path

import numpy as np
import pytest

from model.domain.stored_arrays import StoredArrays
from model.inference.attested_names import AttestedNames
from model.origin.use import UseModel
from model.selection.blend_ranker import BlendRanker
from model.selection.gender_endings import GenderEndings
from model.selection.good_names import GoodNames
from model.selection.novelty import NoveltyModel
from model.selection.ranker import NameRanker
from model.selection.reader_ratings import ReaderRatings


@pytest.mark.parametrize(
    "kind",
    [
        *(AttestedNames, BlendRanker, GenderEndings, GoodNames),
        *(NameRanker, NoveltyModel, ReaderRatings, UseModel),
    ],
)
def test_what_is_loaded_is_saved_as_it_was(kind: type[StoredArrays], tmp_path: Path) -> None:
    kind.load().save(tmp_path / "saved.npz")
    with np.load(kind.shipped) as shipped, np.load(tmp_path / "saved.npz") as saved:
        assert saved.keys() == shipped.keys()
        for name, array in shipped.items():
            np.testing.assert_array_equal(saved[name], array)
