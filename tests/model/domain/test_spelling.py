import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.domain.spelling import capitalise, fold, lower, normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "jose"),
        ("Łukasz", "LUKASZ"),
        ("Jean-Luc", "Jeanluc"),
        ("O’Neil", "O'neil"),
        ("Işıl", "isil"),
        ("Søren", "Soren"),
        ("İbrahim", "ibrahim"),
        ("Nguyễn", "nguyen"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Jan", "Jans"), ("Anna", "Ana"), ("Li", "Lee")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@example("0\x85¯")  # a space comes out of the macron, at the end
@example("‴")  # three primes come out of one
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_fold_as_they_do_beside_others(text: str) -> None:
    assert fold(text) == fold(f"{text}\N{COMBINING ACUTE ACCENT}")


@pytest.mark.parametrize(
    ("country", "shouted", "name"),
    [
        ("PL", "ŁUKASZ", "Łukasz"),
        ("FR", "JEAN-LUC", "Jean-Luc"),
        ("NL", "IJSBRAND", "IJsbrand"),
        ("BE", "IJSBRAND", "Ijsbrand"),
        ("TR", "IŞIL", "Işıl"),
        ("TR", "İBRAHİM", "İbrahim"),
        ("AZ", "İLHAM", "İlham"),
        ("IE", "O'NEIL", "O'Neil"),
        ("IR", "MA'SUME", "Ma'sume"),
        ("DE", "JÜRGEN", "Jürgen"),
        ("KR", "MIN-JUN", "Min-jun"),
    ],
)
def test_casing_is_as_people_write_it(country: str, shouted: str, name: str) -> None:
    assert capitalise(lower(shouted, country), country) == name


def test_only_turkic_countries_have_a_dotless_i() -> None:
    assert lower("IRIS", "TR") == "ırıs"
    assert lower("IRIS", "NL") == "iris"
    assert lower("İris", "NL") == "iris"


def test_a_letter_without_a_single_capital_stays_as_it_is() -> None:
    assert capitalise("ßa", "DE") == "ßa"


def test_curly_apostrophes_and_odd_hyphens_become_plain_ones() -> None:
    assert normalise(" O’Neil‐D‘Arcy ") == "O'Neil-D'Arcy"  # noqa: RUF001 - what people paste
