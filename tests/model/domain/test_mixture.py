import pytest

from model.domain.mixture import Mixture, Piece, read_mixture
from model.domain.spelling import fold

ANNA_AND_PETER = ("anna", "peter")


@pytest.mark.parametrize(
    ("names", "name", "parts"),
    [
        (("anna", "peter"), "anter", ("an", "", "ter", "")),
        (("peter", "anna"), "petna", ("pet", "", "na", "")),
        (("michael", "sarah"), "mira", ("mi", "", "ra", "")),
        (("abigail", "logan"), "gailan", ("gail", "", "an", "")),
        (("rohan", "ananya"), "ranya", ("r", "", "anya", "")),
        (("marian", "anneke"), "marianeke", ("maria", "", "neke", "")),
        (("alba", "marcos"), "alma", ("al", "", "ma", "")),
        (("thijs", "esra"), "thera", ("th", "e", "ra", "")),
        (("matilda", "lachlan"), "malachi", ("ma", "", "lach", "i")),
        (("dániel", "rocío"), "dario", ("da", "r", "io", "")),
    ],
)
def test_letters_are_those_of_the_one_or_of_the_other(
    names: tuple[str, str], name: str, parts: tuple[str, str, str, str]
) -> None:
    one, other = map(fold, names)
    for first_begins in (True, False):
        read = read_mixture(name, names if first_begins else names[::-1])
        assert read is not None
        assert read.first_begins is first_begins
        assert (read.beginning.of(one), read.between, read.end.of(other), read.rest) == parts


def test_of_several_readings_it_is_that_at_the_edges() -> None:
    """The an of Ananya could be that within, too."""
    read = read_mixture("anhan", ("ananya", "rohan"))
    assert read == Mixture(
        "anhan", first_begins=True, beginning=Piece(0, 2), between="", end=Piece(2, 5), rest=""
    )


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("anna", "one of the two"),
        ("ann", "a piece of one"),
        ("annar", "one with the last letter of the other"),
        ("annapeter", "both as a whole"),
        ("peteranna", "the same"),
        ("anter-", "another's sign at the end"),
        ("aet", "too little of both"),
        ("pelinna", "between are more letters than one"),
        ("annptr", "letters that are not side by side"),
    ],
)
def test_other_names_are_no_mixtures(name: str, why: str) -> None:
    assert read_mixture(name, ANNA_AND_PETER) is None, why


@pytest.mark.parametrize(
    ("names", "name", "is_mixture"),
    [
        (("anna", "petar"), "annetar", True),
        (("anna", "petar"), "anntar", False),
        (("matthias", "anna"), "matthanna", True),
    ],
)
def test_consonants_pile_up_only_as_in_one_of_the_names(
    names: tuple[str, str], name: str, *, is_mixture: bool
) -> None:
    assert (read_mixture(name, names) is not None) is is_mixture
