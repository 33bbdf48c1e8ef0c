import pytest

from model.domain.errors import InputError, LengthError
from model.domain.generation import DEFAULT_MAX_LENGTH
from model.domain.template import Template, make_template


def test_letters_are_in_the_lower_case_of_the_country() -> None:
    assert make_template("Ma", "LLE", "NL", DEFAULT_MAX_LENGTH) == Template("ma", "lle")
    assert make_template("I", "", "TR", DEFAULT_MAX_LENGTH) == Template("ı", "")


def test_reversed_template_is_of_the_names_read_backwards() -> None:
    assert Template("ma", "lle").reversed() == Template("ell", "am")


@pytest.mark.parametrize(
    ("starts_with", "ends_with", "reason"),
    [
        ("Aaa", "", "three times in a row"),
        ("", "aáa", "three times in a row"),
        ("", "na-", "start and end with a letter"),
        ("'t", "", "start and end with a letter"),
    ],
)
def test_what_no_name_can_be_is_refused(starts_with: str, ends_with: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        make_template(starts_with, ends_with, "TR", DEFAULT_MAX_LENGTH)


def test_letters_fit_into_the_longest_name_side_by_side() -> None:
    assert make_template("Mar", "lle", "NL", 6) == Template("mar", "lle")
    with pytest.raises(LengthError, match="at least 6 letters"):
        make_template("Mar", "lle", "NL", 5)
