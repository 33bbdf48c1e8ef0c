"""Names that people type: what the network can read of them."""

from model.domain.errors import LengthError, UnknownLettersError, gettext_noop
from model.domain.romanise import romanise
from model.domain.spelling import lower, normalise

MAX_TYPED_LENGTH = 40
"""Letters that a typed name may have."""


def validate_name(name: str, alphabet: str) -> str:
    """See that a name can be read, and return it composed and without spaces around it.

    Raises:
        UnknownLettersError: it has letters that no name in the data has; the error offers it in
            Latin letters where that can be done.
        LengthError: it is too short or too long.
    """
    text = normalise(name)
    if not text:
        raise LengthError(
            gettext_noop("That name is empty: type one with Latin letters, such as Marieke.")
        )
    if len(text) > MAX_TYPED_LENGTH:
        raise LengthError(
            gettext_noop("A name has {most} letters at most here; that one has {letters}."),
            most=MAX_TYPED_LENGTH,
            letters=len(text),
        )
    try:
        normalise_case(text, "", alphabet)
    except UnknownLettersError as error:
        offer = romanise(text, alphabet)
        raise UnknownLettersError(text, error.letters, offer) from None
    if sum(letter.isalpha() for letter in text) < 2:  # noqa: PLR2004 - no name in the data has one
        raise LengthError(
            gettext_noop("{typed!r} is too short: a name has two letters or more."), typed=text
        )
    return text


def normalise_case(text: str, country: str, alphabet: str) -> str:
    """Lower a text's case by a country's rules and check its letters.

    Raises:
        UnknownLettersError: it has letters that are not in the alphabet.
    """
    letters = lower(text, country)
    foreign = dict.fromkeys(letter for letter in letters if letter not in alphabet)
    if foreign:
        raise UnknownLettersError(text, "".join(foreign))
    return letters
