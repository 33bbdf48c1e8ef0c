"""What names were asked for, in words."""

from collections.abc import Iterator

from bot.i18n.translator import Translator
from model.domain.condition import Condition, Gender
from model.domain.generation import Provenance, Style


def countries_of(condition: Condition, _: Translator) -> str:
    """The countries with their flags, the first one first."""
    return " × ".join(country_of(code, _) for code in dict(condition.countries))


def country_of(code: str, _: Translator) -> str:
    """A country with its flag."""
    return f"{flag(code)} {_.country(code)}"


def style_label(inverse_temperature: float, _: Translator) -> str:
    """The style of an inverse temperature, or the number itself between styles."""
    match Style.with_inverse_temperature(inverse_temperature):
        case Style.PLAIN:
            return _("plain")
        case Style.CLASSIC:
            return _("classic")
        case Style.BOLD:
            return _("bold")
        case None:
            return _("sharpness {sharpness:g}", sharpness=inverse_temperature)


def gender_labels(gender: Gender | None, _: Translator) -> Iterator[str]:
    """The gender, if one was asked for."""
    if gender is not None:
        yield _("female") if gender == "F" else _("male")


def provenance_labels(provenance: Provenance | None, _: Translator) -> Iterator[str]:
    """What a name was generated from; the plain style goes without saying."""
    if provenance is None:
        yield _("thought of by a member")
        return
    yield countries_of(provenance.condition, _)
    if Style.with_inverse_temperature(provenance.inverse_temperature) is not Style.PLAIN:
        yield style_label(provenance.inverse_temperature, _)
    yield from gender_labels(provenance.condition.gender, _)


_REGIONAL_INDICATOR_A = 0x1F1E6


def flag(code: str) -> str:
    """The flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)
