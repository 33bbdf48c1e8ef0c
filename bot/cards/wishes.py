"""What names were asked for, in words."""

from collections.abc import Iterator

from bot.cards.flags import flag
from bot.words.words import Words
from model.condition import Condition
from model.wish import Style


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
