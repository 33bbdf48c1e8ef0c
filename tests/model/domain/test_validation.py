import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain.errors import InputError, LengthError, UnknownLettersError
from model.domain.validation import LONGEST_TYPED, check_typed
from model.inference.name_generator import Namer


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Marieke", "Marieke"),
        ("  Vesna ", "Vesna"),
        ("Jose\u0301", "José"),
        ("O’Neil", "O'Neil"),
        ("Jean\u2010Luc", "Jean-Luc"),
        ("ŁUKASZ", "ŁUKASZ"),
        ("a" * LONGEST_TYPED, "a" * LONGEST_TYPED),
    ],
)
def test_a_name_is_read_as_it_was_meant(namer: Namer, typed: str, read: str) -> None:
    assert check_typed(typed, namer.alphabet) == read


@pytest.mark.parametrize(
    ("typed", "error", "said"),
    [
        ("", LengthError, "empty"),
        (" ' ", LengthError, "too short"),
        ("a", LengthError, "two letters or more"),
        ("a" * (LONGEST_TYPED + 1), LengthError, "40 letters at most here; that one has 41"),
        ("Ма", UnknownLettersError, "could be 'Ma'"),  # noqa: RUF001 - Cyrillic
        ("Ana 2", UnknownLettersError, "␣ 2"),
        ("<@1>", UnknownLettersError, "I cannot read <"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(
    namer: Namer, typed: str, error: type[InputError], said: str
) -> None:
    with pytest.raises(error, match=said):
        check_typed(typed, namer.alphabet)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_name_or_a_mistake_of_the_typist(namer: Namer, typed: str) -> None:
    try:
        read = check_typed(typed, namer.alphabet)
    except InputError:
        return
    assert 2 <= len(read) <= LONGEST_TYPED
    assert check_typed(read, namer.alphabet) == read
