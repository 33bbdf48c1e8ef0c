from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.inference.known_names import KnownNames
from model.origin.country_lists import CountryLists
from model.origin.parameters import OriginParameters, pack_labels

KNOWN = KnownNames.from_names(["Zoë", "Anna", "Liselot"])
COUNTRIES = ("FR", "NL", "PL")
COUNTRIES_BY_NAME = {"zoe": {"NL", "FR"}, "anna": {"PL"}, "liselot": {"NL"}}


def test_any_spelling_of_a_name_finds_the_countries_that_list_it() -> None:
    parameters = replace(
        OriginParameters.load(),
        countries=COUNTRIES,
        list_sizes=np.array([3.0, 5.0, 2.0]),
        packed_labels=pack_labels(KNOWN, COUNTRIES, COUNTRIES_BY_NAME),
        in_training=np.array([True, False, True]),
    )
    lists = CountryLists(KNOWN, parameters)
    assert lists.listing("ZOE") == ["FR", "NL"]
    assert lists.listing("Anna") == ["PL"]
    assert lists.listing("Liselot") == ["NL"]
    assert lists.listing("Piet") == []
    assert lists.counts(np.arange(3)).tolist() == [1, 1, 2]


def test_a_file_with_other_arrays_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", other=np.zeros(1))
    with pytest.raises(KeyError, match="fitted"):
        OriginParameters.load(tmp_path / "a.npz")
