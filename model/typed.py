"""Names that people type: what the network can read of them."""

from model.errors import LengthError, UnknownLettersError
from model.messages import message
from model.namer import Namer
from model.romanise import romanise
from model.spelling import tidy

LONGEST_TYPED = 40
"""Letters that a typed name may have."""


def check_typed(name: str, namer: Namer) -> str:
    """See that a name can be read, and return it composed and without spaces around it.

    Raises:
        UnknownLettersError: it has letters that no name in the data has; the error offers it in
            Latin letters where that can be done.
        LengthError: it is too short or too long.
    """
    text = tidy(name)
    if not text:
        raise LengthError(
            message("That name is empty: type one with Latin letters, such as Marieke.")
        )
    if len(text) > LONGEST_TYPED:
        raise LengthError(
            message("A name has {most} letters at most here; that one has {letters}."),
            most=LONGEST_TYPED,
            letters=len(text),
        )
    try:
        namer.read(text, "")
    except UnknownLettersError as error:
        offer = romanise(text, namer.alphabet)
        raise UnknownLettersError(text, error.letters, offer) from None
    if sum(letter.isalpha() for letter in text) < 2:  # noqa: PLR2004 - no name in the data has one
        raise LengthError(
            message("{typed!r} is too short: a name has two letters or more."), typed=text
        )
    return text
