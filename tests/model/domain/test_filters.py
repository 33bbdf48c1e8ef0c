import pytest

from model.domain.condition import Condition
from model.domain.errors import InputError, LengthError
from model.domain.filters import Filters, Template, is_excluded, make_templates
from model.domain.generation import DEFAULT_MAX_LENGTH, NameRequest


def templates(
    starts_with: str = "",
    filters: Filters | None = None,
    longest: int = DEFAULT_MAX_LENGTH,
    country: str = "NL",
) -> tuple[Template, ...]:
    return make_templates(starts_with, filters or Filters(), country, longest)


def test_letters_go_side_by_side() -> None:
    filters = Filters(contains="Jo", ends_with="LLE")
    assert templates("Ma", filters) == (Template("ma", "jo", "lle"),)


def test_letters_may_share_a_place() -> None:
    assert templates("Ma", Filters(contains="ar")) == (
        Template("ma", "ar", ""),
        Template("mar", "", ""),
    )
    assert Template("", "", "rina") in templates("", Filters(contains="ri", ends_with="ina"))


@pytest.mark.parametrize(("starts_with", "ends_with"), [("Mar", ""), ("", "ara")])
def test_letters_that_are_there_anyway_need_no_place(starts_with: str, ends_with: str) -> None:
    (template,) = templates(starts_with, Filters(contains="ar", ends_with=ends_with))
    assert not template.infix


def test_short_names_need_shared_places() -> None:
    assert templates("Ma", Filters(contains="ar"), 3) == (Template("mar", "", ""),)


def test_reversed_template_is_of_the_names_read_backwards() -> None:
    assert Template("ma", "jo", "lle").reversed() == Template("ell", "oj", "am")


@pytest.mark.parametrize(
    ("starts_with", "filters", "reason"),
    [
        ("Ma", Filters(without="a"), "also to avoid 'a'"),
        ("", Filters(contains="é", without="e"), "also to avoid 'é'"),
        ("", Filters(ends_with="lle", without="xl"), "also to avoid 'l'"),
        ("", Filters(contains="aaa"), "three times in a row"),
        ("", Filters(ends_with="na-"), "start and end with a letter"),
        ("'t", Filters(), "start and end with a letter"),
        ("", Filters(without="ywaeiou"), "Don’t rule them all out"),
    ],
)
def test_what_no_name_can_be_is_refused(starts_with: str, filters: Filters, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        templates(starts_with, filters)


def test_a_turkish_capital_i_has_no_dot() -> None:
    with pytest.raises(InputError, match="also to avoid 'ı'"):
        templates("", Filters(contains="I", without="ı"), country="TR")


def test_letters_that_do_not_fit_are_refused_by_the_request() -> None:
    with pytest.raises(LengthError, match="at least 8 letters, but the longest allowed is 7"):
        NameRequest(
            Condition.for_country("NL"),
            starts_with="Mar",
            max_length=7,
            filters=Filters(contains="jo", ends_with="lle"),
        )


def test_plain_letter_stands_for_its_accented_ones() -> None:
    assert [letter for letter in "aáäæbeé" if is_excluded(letter, "A")] == ["a", "á", "ä", "æ"]
    assert [letter for letter in "eéè" if is_excluded(letter, "é")] == ["é"]
