from pathlib import Path

import pytest

from model.domain.corpus import entries
from model.inference.known_names import KnownNames


@pytest.fixture
def known() -> KnownNames:
    return KnownNames.from_names(["José", "Jose", "José", "Marieke", "Mark", "Łukasz"])


def test_a_name_is_known_in_any_spelling(known: KnownNames) -> None:
    assert "jose" in known
    assert "LUKASZ" in known
    assert "Lukas" not in known
    assert "Zz" not in known


def test_the_commonest_spelling_is_kept(known: KnownNames) -> None:
    assert list(known.written) == ["José", "Łukasz", "Marieke", "Mark"]


def test_nearest_returns_names_with_distances(known: KnownNames) -> None:
    assert known.nearest(["Lukas", "Marike", "Jsoe"]) == [
        ("Łukasz", 1),
        ("Marieke", 1),
        ("José", 1),
    ]


def test_ties_are_broken_by_a_common_prefix() -> None:
    known = KnownNames.from_names(["Arin", "Bria", "Zrin"])
    assert known.nearest(["Brin"]) == [("Bria", 1)]


def test_nearest_of_no_names_is_empty(known: KnownNames) -> None:
    assert known.nearest([]) == []


def test_saved_names_are_loaded(known: KnownNames, tmp_path: Path) -> None:
    known.save(tmp_path / "names.npz")
    loaded = KnownNames.load(tmp_path / "names.npz")
    assert list(loaded.written) == list(known.written)
    assert list(loaded.folded) == list(known.folded)
    assert loaded.fingerprint == known.fingerprint


def test_the_fingerprint_identifies_the_names(known: KnownNames) -> None:
    assert known.fingerprint != KnownNames.from_names(["Marieke"]).fingerprint


@pytest.mark.slow
def test_the_shipped_names_are_those_of_the_data() -> None:
    shipped, built = KnownNames.load(), KnownNames.from_names(entry.name for entry in entries())
    assert list(shipped.written) == list(built.written)
    assert list(shipped.folded) == list(built.folded)
