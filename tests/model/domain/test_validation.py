import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.errors import InputError, LengthError, SpacedNameError, UnknownLettersError
from model.domain.generation import MIN_NAME_LENGTH
from model.domain.validation import (
    MAX_TYPED_LENGTH,
    normalise_case,
    validate_name,
    validate_surname,
)
from model.inference.name_generator import NameGenerator


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Marieke", "Marieke"),
        ("  Vesna ", "Vesna"),
        ("Jose\u0301", "José"),
        ("O’Neil", "O'Neil"),
        ("Jean\u2010Luc", "Jean-Luc"),
        ("ŁUKASZ", "ŁUKASZ"),
        ("Bo", "Bo"),
        ("marieke", "Marieke"),
        ("jean-luc", "Jean-Luc"),
        ("DeShawn", "DeShawn"),
        ("A" * MAX_TYPED_LENGTH, "A" * MAX_TYPED_LENGTH),
    ],
)
def test_valid_names_are_normalised(generator: NameGenerator, typed: str, name: str) -> None:
    assert validate_name(typed, generator.alphabet) == name


@pytest.mark.parametrize(
    ("typed", "error", "message"),
    [
        ("", LengthError, "Type a name"),
        (" ' ", LengthError, "a bit short"),
        ("a", LengthError, "at least two letters"),
        ("a" * (MAX_TYPED_LENGTH + 1), LengthError, "up to 40 letters, and yours has 41"),
        ("Ма", UnknownLettersError, "How about 'Ma'"),  # noqa: RUF001 - Cyrillic
        ("Ana Maria", SpacedNameError, "Did you mean 'Ana-Maria'"),
        ("Ana 2", UnknownLettersError, "can’t read 2 in"),
        ("Ana\tMaria", UnknownLettersError, r"U\+0009"),
        ("<@1>", UnknownLettersError, "I can’t read <"),
    ],
)
def test_invalid_names_are_refused_with_a_reason(
    generator: NameGenerator, typed: str, error: type[InputError], message: str
) -> None:
    with pytest.raises(error, match=message):
        validate_name(typed, generator.alphabet)


@pytest.mark.parametrize(("typed", "letters"), [("Ж" * 20, 40), ("Ж" * 21, 0)])
def test_what_may_be_typed_is_suggested(generator: NameGenerator, typed: str, letters: int) -> None:
    with pytest.raises(UnknownLettersError) as refused:
        validate_name(typed, generator.alphabet)
    assert len(refused.value.meant or "") == letters


@pytest.mark.parametrize(
    ("typed", "letters"), [("RYŌ", "ryo"), ("JOSÉ", "josé"), ("Şule", "şule"), ("Ǟna", "ana")]
)
def test_letters_keep_their_diacritics_if_the_alphabet_has_them(
    generator: NameGenerator, typed: str, letters: str
) -> None:
    assert normalise_case(typed, "", generator.alphabet) == letters


@pytest.mark.parametrize(
    ("typed", "surname"),
    [
        *(("", ""), ("  ", ""), (" Jansen ", "Jansen"), ("d’Eau", "d'Eau")),
        *(("Écu 2", "Écu 2"), ("É 2", "É 2")),
    ],
)
def test_a_surname_may_be_left_out_and_begins_with_a_letter(typed: str, surname: str) -> None:
    assert validate_surname(typed) == surname


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("2nd", "as a surname"),
        ("'", "as a surname"),
        ("Иванов", "Latin letters"),
        ("Jan\x07sen", "as a surname"),
        ("a" * (MAX_TYPED_LENGTH + 1), "up to 40 letters"),
    ],
)
def test_a_surname_that_cannot_be_compared_is_refused(typed: str, error: str) -> None:
    with pytest.raises(InputError, match=error):
        validate_surname(typed)


@given(st.text(max_size=60))
def test_any_text_is_valid_or_refused_in_one_line(generator: NameGenerator, typed: str) -> None:
    try:
        name = validate_name(typed, generator.alphabet)
    except InputError as error:
        assert str(error).isprintable()  # noqa: PT017 - most texts are no names, some are
        return
    assert MIN_NAME_LENGTH <= len(name) <= MAX_TYPED_LENGTH
    assert validate_name(name, generator.alphabet) == name
