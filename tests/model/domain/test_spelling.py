import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.domain.spelling import capitalise, count_syllables, fold, lower, normalise


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(("José", "jose"), ("Łukasz", "LUKASZ"), ("Jean-Luc", "Jeanluc"), ("O’Neil", "O'neil")),
        *(("Işıl", "isil"), ("Søren", "Soren"), ("İbrahim", "ibrahim"), ("Nguyễn", "nguyen")),
    ],
)
def test_spellings_of_a_name_have_the_same_fold(first: str, second: str) -> None:
    assert fold(first) == fold(second)


@pytest.mark.parametrize(("first", "second"), [("Jan", "Jans"), ("Anna", "Ana"), ("Li", "Lee")])
def test_different_names_have_different_folds(first: str, second: str) -> None:
    assert fold(first) != fold(second)


@example("0\x85¯")  # the macron decomposes to a space and a mark
@example("‴")  # it decomposes to three primes
@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="ascii")))
def test_the_fast_path_for_ascii_gives_the_same_fold(text: str) -> None:
    assert fold(text) == fold(f"{text}\N{COMBINING ACUTE ACCENT}")


@pytest.mark.parametrize(
    ("country", "capitals", "name"),
    [
        *(("PL", "ŁUKASZ", "Łukasz"), ("DE", "JÜRGEN", "Jürgen"), ("DE", "ßA", "ßa")),
        *(("NL", "IJSBRAND", "IJsbrand"), ("BE", "IJSBRAND", "Ijsbrand")),
        *(("TR", "IŞIL", "Işıl"), ("TR", "İBRAHİM", "İbrahim"), ("AZ", "İLHAM", "İlham")),
        *(("IE", "O'NEIL", "O'Neil"), ("IR", "MA'SUME", "Ma'sume")),
        *(("FR", "JEAN-LUC", "Jean-Luc"), ("KR", "MIN-JUN", "Min-jun")),
    ],
)
def test_names_are_capitalised_by_a_countrys_rules(country: str, capitals: str, name: str) -> None:
    assert capitalise(lower(capitals, country), country) == name


def test_only_turkic_countries_lower_to_a_dotless_i() -> None:
    assert lower("IRIS", "TR") == "ırıs"
    assert lower("IRIS", "NL") == "iris"
    assert lower("İris", "NL") == "iris"


def test_apostrophes_and_hyphens_are_normalised() -> None:
    assert normalise(" O’Neil‐D‘Arcy ") == "O'Neil-D'Arcy"  # noqa: RUF001 - what people paste


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        *(("Zoë", 2), ("CHLOË", 2), ("Noe\u0308l", 2), ("Raphaël", 3), ("Anaïs", 3), ("Maëlys", 3)),
        *(("Anoë-Maï", 5), ("Besë", 2), ("Jürgen", 2), ("Käthe", 2), ("Jean", 1)),
        (fold("Zoë"), 1),
    ],
)
def test_a_vowel_with_a_diaeresis_begins_a_syllable_of_its_own(name: str, syllables: int) -> None:
    assert count_syllables(name) == syllables
