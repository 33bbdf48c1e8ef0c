import pytest

from model.domain.errors import InputError
from model.domain.filters import Filters, Template, is_excluded, make_templates
from model.domain.generation import DEFAULT_MAX_LENGTH


def templates(
    starts_with: str, filters: Filters, longest: int = DEFAULT_MAX_LENGTH
) -> tuple[Template, ...]:
    return make_templates(starts_with, filters, "NL", longest)


def test_letters_go_side_by_side() -> None:
    filters = Filters(contains="Jo", ends_with="LLE")
    assert templates("Ma", filters) == (Template("ma", "jo", "lle"),)


def test_letters_may_share_a_place_and_must_in_short_names() -> None:
    side_by_side, shared = Template("ma", "ar", ""), Template("mar", "", "")
    assert templates("Ma", Filters(contains="ar")) == (side_by_side, shared)
    assert templates("Ma", Filters(contains="ar"), 3) == (shared,)
    assert Template("", "", "rina") in templates("", Filters(contains="ri", ends_with="ina"))


@pytest.mark.parametrize(("starts_with", "ends_with"), [("Mar", ""), ("", "ara")])
def test_letters_that_are_there_anyway_need_no_place(starts_with: str, ends_with: str) -> None:
    (template,) = templates(starts_with, Filters(contains="ar", ends_with=ends_with))
    assert not template.infix


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
        ("", Filters(contains="I", without="ı"), "also to avoid 'ı'"),  # Turkish
    ],
)
def test_what_no_name_can_be_is_refused(starts_with: str, filters: Filters, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        make_templates(starts_with, filters, "TR", DEFAULT_MAX_LENGTH)


def test_plain_letter_stands_for_its_accented_ones() -> None:
    assert [letter for letter in "aáäæbeé" if is_excluded(letter, "A")] == ["a", "á", "ä", "æ"]
    assert [letter for letter in "eéè" if is_excluded(letter, "é")] == ["é"]
