from pathlib import Path

import numpy as np
import pytest

from model.inference.known_names import KnownNames
from model.origin.calibration import Calibration
from model.origin.country_lists import CountryLists
from model.origin.ngram_classifier import NGramClassifier
from model.origin.parameters import (
    OriginParameters,
    pack_labels,
)

KNOWN = KnownNames.from_names(["Zoë", "Anna", "Liselot"])
COUNTRIES_BY_NAME = {"zoe": {"NL", "FR"}, "anna": {"PL"}, "liselot": {"NL"}}


@pytest.fixture
def parameters() -> OriginParameters:
    countries = ("FR", "NL", "PL")
    return OriginParameters(
        fingerprint="w",
        countries=countries,
        list_sizes=np.array([3.0, 5.0, 2.0]),
        calibration=Calibration((0.5, 0.4, 0.7, 0.2), 1.1, 0.9, 1.5),
        nll_threshold=3.0,
        packed_labels=pack_labels(KNOWN, countries, COUNTRIES_BY_NAME),
        in_training=np.array([True, False, True]),
        ngram_classifier=NGramClassifier(
            hashes=np.array([3, 9], np.uint32),
            idf=np.array([1.5, 2.5], np.float16),
            indptr=np.array([0, 1, 3], np.int32),
            indices=np.array([0, 1, 2], np.uint8),
            data=np.array([-3, 100, 7], np.int8),
            bias=np.array([0.5, -1, 2], np.float32),
            scale=np.array(0.1, np.float32),
        ),
    )


def test_any_spelling_of_a_name_finds_the_countries_that_list_it(
    parameters: OriginParameters,
) -> None:
    lists = CountryLists(KNOWN, parameters)
    assert lists.listing("ZOE") == ["FR", "NL"]
    assert lists.listing("Anna") == ["PL"]
    assert lists.listing("Liselot") == ["NL"]
    assert lists.listing("Piet") == []
    assert lists.counts(np.arange(3)).tolist() == [1, 1, 2]


def test_save_and_load_round_trip(parameters: OriginParameters, tmp_path: Path) -> None:
    parameters.save(tmp_path / "a.npz")
    loaded = OriginParameters.load(tmp_path / "a.npz")
    np.testing.assert_array_equal(loaded.packed_labels, parameters.packed_labels)
    np.testing.assert_array_equal(loaded.list_sizes, parameters.list_sizes)
    assert (loaded.fingerprint, loaded.countries) == (parameters.fingerprint, parameters.countries)
    assert (loaded.calibration, loaded.nll_threshold) == (
        parameters.calibration,
        parameters.nll_threshold,
    )
    np.testing.assert_array_equal(loaded.in_training, parameters.in_training)
    for name, array in parameters.ngram_classifier.to_arrays().items():
        np.testing.assert_array_equal(loaded.ngram_classifier.to_arrays()[name], array)
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_a_file_with_other_arrays_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", other=np.zeros(1))
    with pytest.raises(KeyError, match="fitted"):
        OriginParameters.load(tmp_path / "a.npz")
