import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.condition import Condition
from model.domain.generation import NameRequest, RequestedKind
from model.domain.spelling import lower
from model.selection.reader_ratings import ReaderRatings
from model.selection.selector import NameSelector

RATED = ReaderRatings({("NL",): {"sjanke": 1.5, "doet": -2.0}, ("PL", "NL"): {"elwina": 1.0}})
NAMES = st.text("abcdeé", min_size=1, max_size=4)


@pytest.mark.parametrize("codes", [["NL", "PL"], ["PL", "NL"]])
def test_the_order_of_blended_countries_makes_no_difference(codes: list[str]) -> None:
    assert RATED.corrections(["elwina"], codes).tolist() == [1]


@pytest.mark.parametrize(
    ("name", "codes"), [("sjank", ["NL"]), ("sjanke", ["DE"]), ("elwina", ["NL"])]
)
def test_a_name_that_nobody_rated_there_is_not_corrected(name: str, codes: list[str]) -> None:
    assert RATED.corrections([name], codes).tolist() == [0]


@given(st.dictionaries(NAMES, st.floats(-3, 3, width=16), min_size=1), st.lists(NAMES, min_size=1))
def test_only_rated_names_are_corrected(rated: dict[str, float], names: list[str]) -> None:
    corrections = ReaderRatings({("NL",): rated}).corrections(names, ["NL"])
    for name, correction in zip(names, corrections.tolist(), strict=True):
        assert correction == pytest.approx(rated.get(name, 0), abs=1e-3)


@pytest.mark.slow
def test_names_that_readers_reject_are_hardly_ever_shown(selector: NameSelector) -> None:
    readers = ReaderRatings.open()
    for code in ("NL", "GB", "GH", "CZ"):
        request = NameRequest(Condition.for_country(code), count=10, kind=RequestedKind.ANY)
        names = [lower(suggestion.name, code) for suggestion in selector.suggest(request, 0)]
        corrections = readers.corrections(names, [code])
        assert np.count_nonzero(corrections > 0) >= np.count_nonzero(corrections < -0.5)
