import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.errors import InputError, LengthError, UnknownLettersError
from model.domain.generation import MIN_NAME_LENGTH
from model.domain.validation import MAX_TYPED_LENGTH, validate_name
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
        ("a" * MAX_TYPED_LENGTH, "a" * MAX_TYPED_LENGTH),
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
        ("Ana 2", UnknownLettersError, "␣ 2"),
        ("<@1>", UnknownLettersError, "I can’t read <"),
    ],
)
def test_invalid_names_are_refused_with_a_reason(
    generator: NameGenerator, typed: str, error: type[InputError], message: str
) -> None:
    with pytest.raises(error, match=message):
        validate_name(typed, generator.alphabet)


@given(st.text(max_size=60))
def test_any_text_is_valid_or_an_input_error(generator: NameGenerator, typed: str) -> None:
    try:
        name = validate_name(typed, generator.alphabet)
    except InputError:
        return
    assert MIN_NAME_LENGTH <= len(name) <= MAX_TYPED_LENGTH
    assert validate_name(name, generator.alphabet) == name
