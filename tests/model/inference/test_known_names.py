import pytest

from model.inference.known_names import KnownNames


@pytest.fixture
def known() -> KnownNames:
    return KnownNames.from_names(["José", "Jose", "José", "Marieke", "Mark", "Łukasz"])


def test_a_name_is_known_in_any_spelling(known: KnownNames) -> None:
    assert "jose" in known
    assert "LUKASZ" in known
    assert "Lukas" not in known
    assert "Zz" not in known


def test_the_commonest_spelling_stands_for_a_name(known: KnownNames) -> None:
    assert list(known.written) == ["José", "Łukasz", "Marieke", "Mark"]


def test_the_nearest_name_is_told_with_its_distance(known: KnownNames) -> None:
    assert known.nearest(["Lukas", "Marike", "Jsoe"]) == [
        ("Łukasz", 1),
        ("Marieke", 1),
        ("José", 1),
    ]


def test_of_equally_near_names_the_one_that_begins_alike_is_told() -> None:
    known = KnownNames.from_names(["Arin", "Bria", "Zrin"])
    assert known.nearest(["Brin"]) == [("Bria", 1)]


def test_no_names_have_no_nearest(known: KnownNames) -> None:
    assert known.nearest([]) == []
