"""What names were asked for, in words."""

from collections.abc import Iterator

from bot.i18n.translator import Words
from model.domain.condition import Condition
from model.domain.generation import Style


def countries_of(condition: Condition, words: Words) -> str:
    """The countries with their flags, the first one first."""
    return " × ".join(country_of(code, words) for code, _ in condition.countries)


def country_of(code: str, words: Words) -> str:
    """A country with its flag."""
    return f"{flag(code)} {words.country(code)}"


def manner_of(condition: Condition, sharpness: float, words: Words) -> Iterator[str]:
    """The style, and the gender where it matters."""
    yield _style(sharpness, words)
    if condition.gender is not None:
        yield words("female") if condition.gender == "F" else words("male")


def _style(sharpness: float, words: Words) -> str:
    match next((style for style in Style if style.sharpness == sharpness), None):
        case Style.PLAIN:
            return words("plain")
        case Style.CLASSIC:
            return words("classic")
        case Style.BOLD:
            return words("bold")
        case None:
            return words("sharpness {sharpness:g}", sharpness=sharpness)


_REGIONAL_INDICATOR_A = 0x1F1E6


def flag(code: str) -> str:
    """The flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)
