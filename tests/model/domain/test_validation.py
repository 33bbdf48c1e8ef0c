import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.errors import InputError, LengthError, UnknownLettersError
from model.domain.validation import MAX_TYPED_LENGTH, validate_name
from model.inference.name_generator import NameGenerator


@pytest.mark.parametrize(
    ("typed", "read"),
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
def test_a_name_is_read_as_it_was_meant(namer: NameGenerator, typed: str, read: str) -> None:
    assert validate_name(typed, namer.alphabet) == read


@pytest.mark.parametrize(
    ("typed", "error", "said"),
    [
        ("", LengthError, "empty"),
        (" ' ", LengthError, "too short"),
        ("a", LengthError, "two letters or more"),
        ("a" * (MAX_TYPED_LENGTH + 1), LengthError, "40 letters at most here; that one has 41"),
        ("Ма", UnknownLettersError, "could be 'Ma'"),  # noqa: RUF001 - Cyrillic
        ("Ana 2", UnknownLettersError, "␣ 2"),
        ("<@1>", UnknownLettersError, "I cannot read <"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(
    namer: NameGenerator, typed: str, error: type[InputError], said: str
) -> None:
    with pytest.raises(error, match=said):
        validate_name(typed, namer.alphabet)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_name_or_a_mistake_of_the_typist(
    namer: NameGenerator, typed: str
) -> None:
    try:
        read = validate_name(typed, namer.alphabet)
    except InputError:
        return
    assert 2 <= len(read) <= MAX_TYPED_LENGTH
    assert validate_name(read, namer.alphabet) == read
