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
        *(("TR", "IRIS", "Irıs"), ("NL", "IRIS", "Iris"), ("NL", "İRIS", "Iris")),
        *(("IE", "O'NEIL", "O'Neil"), ("IR", "MA'SUME", "Ma'sume")),
        *(("FR", "JEAN-LUC", "Jean-Luc"), ("KR", "MIN-JUN", "Min-jun")),
    ],
)
def test_names_are_capitalised_by_a_countrys_rules(country: str, capitals: str, name: str) -> None:
    assert capitalise(lower(capitals, country), country) == name


def test_apostrophes_and_hyphens_are_normalised() -> None:
    assert normalise(" O’Neil‐D‘Arcy ") == "O'Neil-D'Arcy"  # noqa: RUF001 - what people paste


@pytest.mark.parametrize(
    ("names", "syllables"),
    [
        ("Jean Sean Paul Jürg", 1),
        ("Mia Leo Zoe Zoë Noah Theo Kian Io Chloe CHLOË Maya Leah Noe\u0308l Besë Raúl João", 2),
        ("Sophie Laura Käthe Jürgen Miguel Michael Louise Giorgia", 2),
        ("Maria María García Diana Rafael Raphael Raphaël Joshua Samuel Romeo Anaïs Maëlys", 3),
        ("Olivia Antonio", 4),
    ],
)
def test_syllables_are_about_those_that_are_said(names: str, syllables: int) -> None:
    counted = {name: count_syllables(name) for name in names.split()}
    assert counted == dict.fromkeys(names.split(), syllables)


def test_an_i_before_a_vowel_is_none_in_some_countries_unless_it_has_an_accent() -> None:
    counted = [count_syllables(name, "ES") for name in ("Mario", "María", "Mía", "Pia")]
    assert counted == [2, 3, 2, 2]
