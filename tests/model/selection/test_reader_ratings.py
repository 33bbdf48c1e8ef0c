from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.domain.spelling import lower
from model.selection.reader_ratings import READER_RATINGS, TRUST, ReaderRatings
from model.selection.selector import NameSelector

RATED = ReaderRatings.of({("NL",): {"sjanke": 4.5, "doet": 1.0}, ("PL", "NL"): {"elwina": 4.0}})
NAMES = st.text("abcdeé", min_size=1, max_size=4)


def test_a_rated_name_comes_nearer_to_its_rating() -> None:
    corrected = RATED.correct(np.array([3.0, 3.0]), ["sjanke", "doet"], ["NL"])
    np.testing.assert_allclose(corrected, [3 + TRUST * 1.5, 3 - TRUST * 2], atol=1e-3)


@pytest.mark.parametrize("codes", [["NL", "PL"], ["PL", "NL"]])
def test_the_order_of_blended_countries_makes_no_difference(codes: list[str]) -> None:
    (corrected,) = RATED.correct(np.array([2.0]), ["elwina"], codes)
    assert corrected == pytest.approx(2 + TRUST * 2, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "codes"),
    [("sjank", ["NL"]), ("sjanke", ["DE"]), ("elwina", ["NL"])],
)
def test_a_name_that_nobody_rated_there_is_as_good_as_expected(name: str, codes: list[str]) -> None:
    assert RATED.correct(np.array([2.5]), [name], codes).tolist() == [2.5]


@given(st.dictionaries(NAMES, st.floats(1, 5, width=16), min_size=1), st.lists(NAMES, min_size=1))
def test_only_rated_names_are_corrected(rated: dict[str, float], names: list[str]) -> None:
    readers, expected = ReaderRatings.of({("NL",): rated}), np.full(len(names), 3.0)
    corrected = readers.correct(expected, names, ["NL"])
    for name, rating in zip(names, corrected.tolist(), strict=True):
        wanted = 3 + TRUST * (rated.get(name, 3.0) - 3)
        assert rating == pytest.approx(wanted, abs=1e-3)


def test_ratings_survive_saving(tmp_path: Path) -> None:
    path = tmp_path / "ratings.npz"
    RATED.save(path)
    loaded = ReaderRatings.load(path)
    assert loaded.correct(np.array([3.0]), ["doet"], ["NL"]).tolist() == [3 - TRUST * 2]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ReaderRatings.load(tmp_path / "none.npz")


@pytest.mark.slow
def test_names_that_readers_reject_are_hardly_ever_shown(selector: NameSelector) -> None:
    readers = ReaderRatings.load(READER_RATINGS)
    shown = []
    for code in ("NL", "GB", "GH", "CZ"):
        request = NameRequest(Condition.for_country(code), count=10)
        names = [lower(suggestion.name, code) for suggestion in selector.suggest(request, 0)]
        high, low = (readers.correct(np.full(10, value), names, [code]) for value in (5, 1))
        is_rated = high - low < 4 - TRUST
        shown += ((high[is_rated] - (1 - TRUST) * 5) / TRUST).tolist()
    assert len(shown) > 20
    assert min(shown) > 2
