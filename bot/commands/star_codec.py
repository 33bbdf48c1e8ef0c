"""A name and what it was invented from as a short text, for a star button to carry.

The fields stand in this order, parted by dots: countries and gender as in `codec`, sharpness in
hundredths, the seed or nothing, and the name as people write it. For example
`NL600-PL400.F.200.312.Marle`; of a name that a member typed there is nothing but the name:
`....Marle`. Within the bounds below this is 76 characters at most. Discord counts characters and
not bytes, so the name stands as it is.
"""

import re
from dataclasses import dataclass

from bot.commands.codec import WHOSE, CodecError, read_condition, write_condition
from bot.favourites.stars import Invented, key_of
from model.errors import InputError
from model.spelling import tidy
from model.typed import LONGEST_TYPED
from model.wish import DULLEST, SHARPEST

LONGEST_CODE = 76
SEEDS = 2**32

_HUNDREDTHS = 100
_FORM = re.compile(WHOSE + r"\.(?P<sharpness>[0-9]{1,4})\.(?P<seed>[0-9]{0,10})\.(?P<name>.{1,40})")
_TYPED = "...."


@dataclass(frozen=True, slots=True)
class Starrable:
    """A name that can be starred, and what it was invented from; None if a member typed it."""

    name: str
    origin: Invented | None


def encode(star: Starrable) -> str:
    """Write a name and its origin as a text of `LONGEST_CODE` characters at most.

    Weights are kept to a thousandth and sharpness to a hundredth.

    Raises:
        CodecError: something is out of bounds.
    """
    _check_name(star.name)
    origin = star.origin
    if origin is None:
        return _TYPED + star.name
    if not DULLEST <= origin.sharpness <= SHARPEST or not 0 <= (origin.seed or 0) < SEEDS:
        message = f"a button carries no such sharpness or seed: {origin}"
        raise CodecError(message)
    whose = write_condition(origin.countries, origin.gender)
    seed = "" if origin.seed is None else origin.seed
    return f"{whose}.{round(origin.sharpness * _HUNDREDTHS)}.{seed}.{star.name}"


def decode(text: str) -> Starrable:
    """Read a name and its origin from the text that `encode` wrote.

    Raises:
        CodecError: no name was ever written so.
    """
    try:
        star = _read(text)
        genuine = encode(star) == text
    except ValueError as error:  # what a condition or a name does not allow
        message = "the text has not the form of a name to be starred"
        raise CodecError(message) from error
    if not genuine:
        message = "the text is a name to be starred, written in another way than this"
        raise CodecError(message)
    return star


def name_in(text: str) -> str:
    """Read the name alone, of which no more is to be known; whether all is genuine is not checked.

    Raises:
        CodecError: the text has not the form.
    """
    *origin, name = text.split(".", _TYPED.count("."))
    if len(origin) < _TYPED.count(".") or not name:
        message = "the text has not the form of a name to be starred"
        raise CodecError(message)
    return name


def _read(text: str) -> Starrable:
    if text.startswith(_TYPED):
        return Starrable(text.removeprefix(_TYPED), None)
    fields = _FORM.fullmatch(text)
    if fields is None:
        message = "the text has not the form"
        raise ValueError(message)
    condition = read_condition(fields.groupdict())
    sharpness = int(fields["sharpness"]) / _HUNDREDTHS
    seed = int(fields["seed"]) if fields["seed"] else None
    return Starrable(
        fields["name"], Invented(condition.countries, condition.gender, sharpness, seed)
    )


def _check_name(name: str) -> None:
    try:
        key_of(name)
    except InputError as error:
        raise CodecError(str(error)) from error
    if len(name) > LONGEST_TYPED or tidy(name) != name or not name.isprintable():
        message = f"a button carries no such name: {name!r}"
        raise CodecError(message)
