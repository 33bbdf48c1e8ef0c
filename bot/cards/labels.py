"""Labels of countries, styles, genders and provenance."""

from collections.abc import Iterator
from datetime import datetime

from discord.utils import format_dt

from bot.i18n.translator import Translator
from model.domain.condition import Condition, Gender
from model.domain.generation import Provenance, Style

_REGIONAL_INDICATOR_A = 0x1F1E6


def flag(code: str) -> str:
    """Return the flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)


def country_label(code: str, _: Translator) -> str:
    """Return a country's flag and name."""
    return f"{flag(code)} {_.country_name(code)}"


def condition_label(condition: Condition, _: Translator) -> str:
    """Return the labels of all countries, in the condition's order."""
    return " × ".join(country_label(code, _) for code in dict(condition.countries))


def style_label(inverse_temperature: float, _: Translator) -> str:
    """Return the name of an inverse temperature's style, or the number itself between styles."""
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
    """Yield the gender, if one was asked for."""
    if gender is not None:
        yield _("female") if gender == "F" else _("male")


def provenance_line(
    provenance: Provenance | None, _: Translator, first_at: datetime | None = None
) -> str:
    """Describe where a name comes from, and when it was first starred, if given."""
    labels = [*_provenance_labels(provenance, _)]
    if first_at is not None:
        labels.append(_("first starred {when}", when=format_dt(first_at, "R")))
    return " · ".join(labels)


def _provenance_labels(provenance: Provenance | None, _: Translator) -> Iterator[str]:
    if provenance is None:
        yield _("thought of by a member")
        return
    yield condition_label(provenance.condition, _)
    if Style.with_inverse_temperature(provenance.inverse_temperature) is not Style.PLAIN:
        yield style_label(provenance.inverse_temperature, _)
    yield from gender_labels(provenance.condition.gender, _)
