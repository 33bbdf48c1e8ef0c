from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain.spelling import fold
from model.inference.bearers import Bearers, BearersFile, Use, UseKind, write
from model.inference.loose_key import loose_key

uses = st.builds(
    Use,
    st.sampled_from(["NL", "PL", "ZZ"]),
    st.just(UseKind.REGISTER),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.dictionaries(st.integers(188, 203), st.integers(1, 10**6)).map(
        lambda decades: tuple(sorted(decades.items()))
    ),
)
names = st.text("abcéhikoz", min_size=1, max_size=5).map(str.capitalize)
counts = st.dictionaries(st.sampled_from(["NL", "PL"]), st.integers(1, 10**9), min_size=1)
bearers = st.builds(
    Bearers,
    names,
    st.lists(uses, min_size=1, max_size=3).map(tuple),
    st.dictionaries(names, counts, max_size=3),
)
tables = st.lists(bearers, min_size=1, max_size=300, unique_by=lambda each: fold(each.name))


@given(uses)
def test_a_use_survives_being_written(use: Use) -> None:
    assert Use.parse(str(use)) == use


def test_what_is_no_use_is_refused() -> None:
    with pytest.raises(ValueError, match="no use of a name"):
        Use.parse("Italy 3")


@settings(max_examples=30)
@given(tables)
def test_every_name_is_found_with_its_uses_beside_its_other_spellings(
    tmp_path_factory: pytest.TempPathFactory, table: list[Bearers]
) -> None:
    path = tmp_path_factory.mktemp("bearers") / "bearers.bin"
    write(table, path)
    file = BearersFile(path)
    for each in table:
        assert file.find(each.name.upper()) == each
        alike = [other for other in table if loose_key(other.name) == loose_key(each.name)]
        assert file.spellings(each.name) == sorted(alike, key=lambda other: fold(other.name))
    assert sum(use.bearers for use in file.totals) == sum(
        use.bearers for each in table for use in each.uses
    )


def test_nobody_bears_other_names(tmp_path: Path) -> None:
    path = tmp_path / "bearers.bin"
    write([Bearers("Bo", (Use("NL", UseKind.PEOPLE, 1),))], path)
    file = BearersFile(path)
    assert [file.find(name) for name in ("A", "Boa", "Z")] == [None, None, None]


def test_shipped_names_say_how_they_are_written() -> None:
    found = BearersFile().find("tomas")
    assert found is not None
    czech, chilean = found.spellings["Tomáš"], found.spellings["Tomás"]
    assert czech["CZ"] > 200
    assert chilean["CL"] > 10_000
    assert "CL" not in czech
    assert "CZ" not in chilean


def test_shipped_names_say_who_bears_them() -> None:
    found = BearersFile().find("giuseppe")
    assert found is not None
    assert found.name == "Giuseppe"
    assert found.in_country("IT", UseKind.TRADITION) == 2
    assert found.in_country("IT", UseKind.PEOPLE) > 500
    (american,) = [use for use in found.uses if (use.country, use.kind) == ("US", "r")]
    assert american.men > 100 * american.women
    assert sum(births for _, births in american.decades) == american.bearers


@pytest.mark.parametrize(("name", "women"), [("Marie", True), ("Jean", False)])
def test_french_women_and_men_are_not_swapped(name: str, *, women: bool) -> None:
    found = BearersFile().find(name)
    assert found is not None
    (french,) = [use for use in found.uses if (use.country, use.kind) == ("FR", "r")]
    assert (french.women > french.men) is women
