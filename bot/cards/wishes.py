"""What names were asked for, in words."""

from collections.abc import Iterator

from bot.cards.text import flag
from model.condition import Condition
from model.countries import countries
from model.wish import Style


def countries_of(condition: Condition) -> str:
    """The countries with their flags, the first one first."""
    return " × ".join(f"{flag(code)} {countries()[code].name}" for code, _ in condition.countries)


def manner_of(condition: Condition, sharpness: float) -> Iterator[str]:
    """The style, and the gender where it matters."""
    yield next(
        (style.value for style in Style if style.sharpness == sharpness),
        f"sharpness {sharpness:g}",
    )
    if condition.gender is not None:
        yield {"F": "female", "M": "male"}[condition.gender]
