"""Validation of names that users type."""

import re
import unicodedata

from model.domain.errors import (
    InputError,
    LengthError,
    SpacedNameError,
    UnknownLettersError,
    gettext_noop,
)
from model.domain.generation import MIN_NAME_LENGTH
from model.domain.romanise import romanise
from model.domain.spelling import capitalise, fold, is_visible, lower, normalise

MAX_TYPED_LENGTH = 40
"""Letters per typed name; the networks read longer names than they generate."""


def validate_name(name: str, alphabet: str) -> str:
    """Ensure that a name can be scored, and return it normalised, with capitals if it has none.

    Raises:
        UnknownLettersError: it has letters outside the alphabet; the error suggests a romanisation
            where there is one.
        SpacedNameError: it is several words; the error suggests one with hyphens.
        LengthError: it is too short or too long.
    """
    text = normalise(name)
    if not text:
        raise LengthError(gettext_noop("Type a name in Latin letters, such as Marieke."))
    _require_length(text)
    try:
        normalise_case(text, "", alphabet)
    except UnknownLettersError as error:
        if error.letters == " " and _has_enough_letters(text):
            raise SpacedNameError(text, re.sub("[ -]* [ -]*", "-", text)) from None
        romanised = romanise(text, alphabet)
        is_short = romanised is not None and len(romanised) <= MAX_TYPED_LENGTH
        meant = romanised if is_short else None
        raise UnknownLettersError(text, error.letters, meant) from None
    if not _has_enough_letters(text):
        raise LengthError(
            gettext_noop("{typed!r} is a bit short. A name needs at least two letters."), typed=text
        )
    return capitalise(text, "") if text == text.lower() else text


def validate_surname(surname: str) -> str:
    """Ensure that a surname can be compared with names, and return it normalised; it may be empty.

    Raises:
        InputError: it does not begin with a letter, or has signs that nobody sees.
        LengthError: it is too long.
    """
    text = normalise(surname)
    _require_length(text)
    letters = fold(text)
    if text and not (letters[:1].isalpha() and letters.isascii() and all(map(is_visible, text))):
        raise InputError(
            gettext_noop("I can’t read {typed!r} as a surname. Write it in Latin letters."),
            typed=text,
        )
    return text


def _require_length(text: str) -> None:
    if len(text) > MAX_TYPED_LENGTH:
        raise LengthError(
            gettext_noop("Names here can have up to {most} letters, and yours has {letters}."),
            most=MAX_TYPED_LENGTH,
            letters=len(text),
        )


def _has_enough_letters(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= MIN_NAME_LENGTH


def normalise_case(text: str, country: str, alphabet: str) -> str:
    """Lower-case a text by a country's rules and check its letters.

    Letters outside the alphabet that are one of its letters without diacritics are read as that:
    Ryō as ryo.

    Raises:
        UnknownLettersError: it has other letters outside the alphabet.
    """
    letters = "".join(_in_alphabet(letter, alphabet) for letter in lower(text, country))
    unknown = dict.fromkeys(letter for letter in letters if letter not in alphabet)
    if unknown:
        raise UnknownLettersError(text, "".join(unknown))
    return letters


def _in_alphabet(letter: str, alphabet: str) -> str:
    if letter in alphabet:
        return letter
    plain = unicodedata.normalize("NFD", letter)[0]
    return plain if plain in alphabet else letter
