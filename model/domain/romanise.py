"""Romanisation of names in other scripts, by the library anyascii."""

import unicodedata

from anyascii import anyascii

from model.domain.spelling import capitalise

_SCRIPTS_WITHOUT_VOWELS = ("ARABIC", "HEBREW", "SYRIAC", "THAI", "LAO")
"""Scripts that omit vowels or write them out of order, and cannot be romanised letter by letter."""


def romanise(text: str, alphabet: str) -> str | None:
    """Suggest a spelling of a name in Latin letters.

    Returns:
        The name with a capital, or None if the script omits vowels or the result is not in the
        alphabet, as with digits.
    """
    if any(unicodedata.name(letter, "").startswith(_SCRIPTS_WITHOUT_VOWELS) for letter in text):
        return None
    letters = anyascii(text).lower()
    if letters and all(letter in alphabet for letter in letters):
        return capitalise(letters, "")
    return None
