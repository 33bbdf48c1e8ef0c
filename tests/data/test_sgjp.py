import pytest

from data.extraction.sgjp import is_polish, recombine

NAMES = frozenset({"Amelia", "Felcia", "Celcia", "Telcia", "Melcia", "Jan"})


def test_beginnings_of_names_get_the_endings_that_several_share() -> None:
    made = set(recombine(NAMES))
    assert "Amelcia" in made
    assert made.isdisjoint(NAMES)
    assert not any(word.endswith("n") for word in made)


def test_names_behind_a_prefix_are_not_tried() -> None:
    endings = {"Samelia", "Tamelia", "Kamelia"}
    made = set(recombine(NAMES | endings | {"Prosper"}))
    assert "Prolcia" in made
    assert "Proamelia" not in made


@pytest.mark.parametrize(
    ("name", "expected"), [("AL", False), ("Stevie", False), ("Świętopełk", True), ("Zuzia", True)]
)
def test_abbreviations_and_foreign_spellings_are_left_out(name: str, *, expected: bool) -> None:
    assert is_polish(name) is expected
