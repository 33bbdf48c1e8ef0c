"""Validation of names that users type."""

from model.domain.errors import LengthError, UnknownLettersError, gettext_noop
from model.domain.generation import MIN_NAME_LENGTH
from model.domain.romanise import romanise
from model.domain.spelling import lower, normalise

MAX_TYPED_LENGTH = 40
"""Letters per typed name; the networks read longer names than they generate."""


def validate_name(name: str, alphabet: str) -> str:
    """Ensure that a name can be scored, and return it normalised.

    Raises:
        UnknownLettersError: it has letters outside the alphabet; the error suggests a romanisation
            where there is one.
        LengthError: it is too short or too long.
    """
    text = normalise(name)
    if not text:
        raise LengthError(
            gettext_noop("You didn’t type a name. Try one in Latin letters, such as Marieke.")
        )
    if len(text) > MAX_TYPED_LENGTH:
        raise LengthError(
            gettext_noop("Names here can have up to {most} letters; that one has {letters}."),
            most=MAX_TYPED_LENGTH,
            letters=len(text),
        )
    try:
        normalise_case(text, "", alphabet)
    except UnknownLettersError as error:
        romanised = romanise(text, alphabet)
        raise UnknownLettersError(text, error.letters, romanised) from None
    if sum(letter.isalpha() for letter in text) < MIN_NAME_LENGTH:
        raise LengthError(
            gettext_noop("{typed!r} is too short: a name needs at least two letters."), typed=text
        )
    return text


def normalise_case(text: str, country: str, alphabet: str) -> str:
    """Lower-case a text by a country's rules and check its letters.

    Raises:
        UnknownLettersError: it has letters outside the alphabet.
    """
    letters = lower(text, country)
    unknown = dict.fromkeys(letter for letter in letters if letter not in alphabet)
    if unknown:
        raise UnknownLettersError(text, "".join(unknown))
    return letters
