"""What names were asked for, in words."""

from collections.abc import Iterator

from bot.i18n.translator import Translator
from model.domain.condition import Condition
from model.domain.generation import Style


def countries_of(condition: Condition, _: Translator) -> str:
    """The countries with their flags, the first one first."""
    return " × ".join(country_of(code, _) for code in dict(condition.countries))


def country_of(code: str, _: Translator) -> str:
    """A country with its flag."""
    return f"{flag(code)} {_.country(code)}"


def manner_of(condition: Condition, sharpness: float, _: Translator) -> Iterator[str]:
    """The style, and the gender where it matters."""
    yield _style(sharpness, _)
    if condition.gender is not None:
        yield _("female") if condition.gender == "F" else _("male")


def _style(sharpness: float, _: Translator) -> str:
    match next((style for style in Style if style.inverse_temperature == sharpness), None):
        case Style.PLAIN:
            return _("plain")
        case Style.CLASSIC:
            return _("classic")
        case Style.BOLD:
            return _("bold")
        case None:
            return _("sharpness {sharpness:g}", sharpness=sharpness)


_REGIONAL_INDICATOR_A = 0x1F1E6


def flag(code: str) -> str:
    """The flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)
