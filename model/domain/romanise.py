"""Latin letters for names in other scripts, by the library anyascii."""

import unicodedata

from anyascii import anyascii

from model.domain.spelling import capitalise

_NO_VOWELS = ("ARABIC", "HEBREW", "SYRIAC", "THAI", "LAO")
"""Scripts that leave vowels out or write them out of order: letter by letter, no name comes out."""


def romanise(text: str, alphabet: str) -> str | None:
    """Write a name in Latin letters, letter by letter, as a suggestion.

    Returns:
        The name with a capital, or None where what comes out cannot be read: the script writes no
        vowels, or something stays that is not in the alphabet, such as digits.
    """
    if any(unicodedata.name(letter, "").startswith(_NO_VOWELS) for letter in text):
        return None
    letters = anyascii(text).lower()
    if letters and all(letter in alphabet for letter in letters):
        return capitalise(letters, "")
    return None
