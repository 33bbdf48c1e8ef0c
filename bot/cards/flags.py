"""Signs that need no translation."""

_REGIONAL_INDICATOR_A = 0x1F1E6


def flag(code: str) -> str:
    """The flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)
