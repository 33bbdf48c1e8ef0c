"""One codec for custom ids: the fields of a frozen dataclass, in their order, with dots between.

Each field's type says how it is written and what it may be: `Annotated[type, codec]`, of which the
common ones are here. Whatever `encode` would not write is refused, so that nothing forged passes.
Only the last field may have a dot in it.
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, Protocol, TypeVar, cast, get_type_hints

from model.domain.condition import Condition, RequestedGender
from model.domain.countries import countries
from model.domain.generation import MAX_NAME_LENGTH, MIN_NAME_LENGTH, RequestedKind, Style
from model.domain.spelling import fold, is_visible, normalise
from model.domain.validation import MAX_TYPED_LENGTH

MAX_CUSTOM_ID_LENGTH = 100
"""Characters that Discord allows, the kind of the item included."""
MAX_COUNTRIES = 3
MAX_NAMES_PER_CARD = 10
MAX_FIRST_LETTERS, MAX_LAST_LETTERS = 12, 8
_MAX_ID = 2**63 - 1
"""Databases store Discord's ids in 63 bits."""

P = TypeVar("P")


class OutdatedComponentError(ValueError):
    """A button, a list or a form is not one that this version sends."""


class Codec(Protocol):
    """Writes values of a field, and reads what it wrote."""

    def write(self, value: Any) -> str:  # noqa: ANN401 - of the field's type
        """Return the value as text."""

    def read(self, text: str) -> Any:  # noqa: ANN401 - likewise
        """Return the value.

        Raises:
            ValueError: the text is none of the field's.
        """


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number between two bounds."""

    least: int
    most: int

    def write(self, value: int) -> str:
        """Write it in decimal digits."""
        return str(value)

    def read(self, text: str) -> int:
        """Read it."""
        if not re.fullmatch("[0-9]{1,19}", text) or not self.least <= int(text) <= self.most:
            raise ValueError(text)
        return int(text)


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters that a member typed, without dots; there may be none."""

    most: int

    def write(self, value: str) -> str:
        """Write them as they are."""
        return value

    def read(self, text: str) -> str:
        """Read them."""
        if len(text) > self.most or normalise(text) != text or not all(map(is_visible, text)):
            raise ValueError(text)
        return text


class Token:
    """Letters, digits, hyphens and underscores, which a feature reads itself; there may be none."""

    def write(self, value: str) -> str:
        """Write it as it is."""
        return value

    def read(self, text: str) -> str:
        """Read it."""
        if not re.fullmatch("[A-Za-z0-9_-]*", text):
            raise ValueError(text)
        return text


class Name_:  # noqa: N801 - `Name` is the field's type
    """A name that has letters; dots may be among them, so it comes last."""

    def write(self, value: str) -> str:
        """Write it as it is."""
        return value

    def read(self, text: str) -> str:
        """Read it."""
        fits = len(text) <= MAX_TYPED_LENGTH and normalise(text) == text
        if not (fits and fold(text) and text.isprintable()):
            raise ValueError(text)
        return text


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few values, by a letter or a word each."""

    words: dict[str, Any]

    def write(self, value: object) -> str:
        """Write its word."""
        return next(word for word, each in self.words.items() if each == value)

    def read(self, text: str) -> object:
        """Read it."""
        if text not in self.words:
            raise ValueError(text)
        return self.words[text]


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of different countries, `least` or more."""

    least: int = 1

    def write(self, value: Sequence[str]) -> str:
        """Join them."""
        return "-".join(value)

    def read(self, text: str) -> tuple[str, ...]:
        """Part them."""
        codes = tuple(text.split("-")) if text else ()
        if not self.least <= len(codes) <= MAX_COUNTRIES or len({*codes}) < len(codes):
            raise ValueError(text)
        if not {*codes} <= countries().keys():
            raise ValueError(text)
        return codes


GENDERS = OneOf({"": None, "F": "F", "M": "M", "N": "N"})
Name = Annotated[str, Name_()]
Id = Annotated[int, Number(0, _MAX_ID)]
Place = Annotated[int, Number(0, 99_999)]
Count = Annotated[int, Number(1, MAX_NAMES_PER_CARD)]
Length = Annotated[int, Number(MIN_NAME_LENGTH, MAX_NAME_LENGTH)]
FirstLetters = Annotated[str, Letters(MAX_FIRST_LETTERS)]
LastLetters = Annotated[str, Letters(MAX_LAST_LETTERS)]
Gender = Annotated[RequestedGender | None, GENDERS]
Kind = Annotated[RequestedKind, OneOf({each.value: each for each in RequestedKind})]
StyleName = Annotated[Style, OneOf({each.value: each for each in Style})]
Countries = Annotated[tuple[str, ...], Codes()]
MaybeCountries = Annotated[tuple[str, ...], Codes(0)]


@dataclass(frozen=True, slots=True)
class Nothing:
    """The payload of items that need none."""


def encode(payload: object) -> str:
    """Write a payload.

    Raises:
        OutdatedComponentError: a value is none of its field's.
    """
    codecs = _codecs(cast("Hashable", type(payload)))
    texts = [codec.write(getattr(payload, name)) for name, codec in codecs.items()]
    text = ".".join(texts)
    decode(type(payload), text)
    return text


def decode(payload: type[P], text: str) -> P:
    """Read what `encode` wrote.

    Raises:
        OutdatedComponentError: it never writes this.
    """
    codecs = _codecs(cast("Hashable", payload))
    if not codecs:
        if text:
            raise OutdatedComponentError
        return payload()
    texts = text.split(".", len(codecs) - 1)
    try:
        values = {
            name: codec.read(each)
            for (name, codec), each in zip(codecs.items(), texts, strict=True)
        }
        decoded = payload(**values)
    except ValueError as error:  # of a payload's own checks, too
        raise OutdatedComponentError from error
    written = [codec.write(getattr(decoded, name)) for name, codec in codecs.items()]
    if ".".join(written) != text:
        raise OutdatedComponentError
    return decoded


def condition_of(codes: Sequence[str], gender: RequestedGender | None = None) -> Condition:
    """Return the condition of countries in equal shares."""
    return Condition.blend(dict.fromkeys(codes, 1.0), gender)


def codes_of(condition: Condition) -> tuple[str, ...]:
    """Return the codes of a condition's countries."""
    return tuple(code for code, _weight in condition.countries)


@cache
def _codecs(payload: Hashable) -> dict[str, Codec]:
    hints = get_type_hints(payload, include_extras=True)
    found: dict[str, Codec] = {}
    for field in fields(cast("Any", payload)):
        (codec,) = hints[field.name].__metadata__
        found[field.name] = codec
    return found
