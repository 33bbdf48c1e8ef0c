"""Requests and starred names as short texts, which buttons carry through any restart.

Fields are separated by dots. A request has: countries with their weights in thousandths, each pair
run together and joined by hyphens; gender or nothing; count; inverse temperature in hundredths;
least and greatest length; the first letters as UTF-8 in base64url. For example
`NL600-PL400.F.5.200.2.16.TWE`: 82 characters at most, all ASCII.

A starred name has: countries and gender likewise; inverse temperature; the seed or nothing; the
name as people write it. For example `NL600-PL400.F.200.312.Marle`; a name that a member typed has
the name only: `....Marle`. 76 characters at most; Discord counts characters and not bytes, so the
name is not encoded.

These texts are in messages already sent, so their form stays.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.favourites.models import key_of
from model.domain.condition import Condition, Gender
from model.domain.countries import countries
from model.domain.errors import InputError, LengthError, gettext_noop
from model.domain.generation import (
    MAX_INVERSE_TEMPERATURE,
    MIN_INVERSE_TEMPERATURE,
    NameRequest,
    Provenance,
)
from model.domain.spelling import normalise
from model.domain.validation import MAX_TYPED_LENGTH

MOST_COUNTRIES = 3
MOST_NAMES = 10
LONGEST_START = 12
SEEDS = 2**32

_THOUSANDTHS, _HUNDREDTHS = 1000, 100
_SHARE = r"[A-Z]{2}[1-9][0-9]{0,3}"
_CONDITION = rf"(?P<countries>{_SHARE}(?:-{_SHARE}){{0,2}})\.(?P<gender>[FM]?)"
_REQUEST = re.compile(
    _CONDITION + r"\.(?P<count>[0-9]{1,2})\.(?P<sharpness>[0-9]{1,4})"
    r"\.(?P<min_length>[0-9]{1,2})\.(?P<max_length>[0-9]{1,2})\.(?P<start>[A-Za-z0-9_-]{0,64})"
)
_STAR = re.compile(
    _CONDITION + r"\.(?P<sharpness>[0-9]{1,4})\.(?P<seed>[0-9]{0,10})\.(?P<name>.{1,40})"
)
_TYPED = "...."


class CodecError(ValueError):
    """A text was never encoded here, or a value is out of the bounds of what a text can carry."""


@dataclass(frozen=True, slots=True)
class Starrable:
    """A name that can be starred, and what it was invented from; None if a member typed it."""

    name: str
    provenance: Provenance | None


def check_request(wish: NameRequest) -> None:
    """Ensure that a request is within the bounds of a card and its buttons.

    Raises:
        InputError: it asks for too many names, or for too many first letters.
    """
    if wish.count > MOST_NAMES:
        raise InputError(
            gettext_noop("A card holds 1 to {most} names, not {asked}."),
            most=MOST_NAMES,
            asked=wish.count,
        )
    if len(wish.starts_with) > LONGEST_START:
        raise LengthError(
            gettext_noop("Names can start with up to {most} letters of yours, not {typed}."),
            most=LONGEST_START,
            typed=len(wish.starts_with),
        )


def encode_request(wish: NameRequest) -> str:
    """Encode a request; weights are kept to a thousandth, the inverse temperature to a hundredth.

    Raises:
        CodecError: the request is out of bounds.
    """
    try:
        check_request(wish)
    except InputError as error:
        raise CodecError(str(error)) from error
    start = base64.urlsafe_b64encode(wish.starts_with.encode()).rstrip(b"=").decode()
    fields = (
        _encode_condition(wish.condition),
        wish.count,
        round(wish.inverse_temperature * _HUNDREDTHS),
        wish.min_length,
        wish.max_length,
        start,
    )
    return ".".join(map(str, fields))


def decode_request(text: str) -> NameRequest:
    """Decode what `encode_request` returned.

    Raises:
        CodecError: it never returned this text.
    """
    try:
        fields = _matched(_REQUEST, text)
        start = fields["start"]
        wish = NameRequest(
            condition=_decode_condition(fields),
            count=int(fields["count"]),
            inverse_temperature=int(fields["sharpness"]) / _HUNDREDTHS,
            starts_with=base64.urlsafe_b64decode(start + "=" * (-len(start) % 4)).decode(),
            min_length=int(fields["min_length"]),
            max_length=int(fields["max_length"]),
        )
        canonical = encode_request(wish)
    except ValueError as error:  # what a request, a condition or UTF-8 does not allow
        raise CodecError(_NOT_ENCODED) from error
    return _require_canonical(wish, text, canonical)


def encode_star(star: Starrable) -> str:
    """Encode a name and what it was made from, to the same precision as a request.

    Raises:
        CodecError: something is out of bounds.
    """
    _check_name(star.name)
    provenance = star.provenance
    if provenance is None:
        return _TYPED + star.name
    if (
        not MIN_INVERSE_TEMPERATURE <= provenance.inverse_temperature <= MAX_INVERSE_TEMPERATURE
        or not 0 <= (provenance.seed or 0) < SEEDS
    ):
        why = f"a button carries no such sharpness or seed: {provenance}"
        raise CodecError(why)
    condition = _encode_condition(provenance.condition)
    seed = "" if provenance.seed is None else provenance.seed
    return f"{condition}.{round(provenance.inverse_temperature * _HUNDREDTHS)}.{seed}.{star.name}"


def decode_star(text: str) -> Starrable:
    """Decode what `encode_star` returned.

    Raises:
        CodecError: it never returned this text.
    """
    try:
        star = _star(text)
        canonical = encode_star(star)
    except ValueError as error:  # what a condition or a name does not allow
        raise CodecError(_NOT_ENCODED) from error
    return _require_canonical(star, text, canonical)


def parse_name(text: str) -> str:
    """Return the name alone from what `encode_star` returned, without decoding the rest.

    Raises:
        CodecError: the text has no name in its place.
    """
    *origin, name = text.split(".", _TYPED.count("."))
    if len(origin) < _TYPED.count(".") or not name:
        raise CodecError(_NOT_ENCODED)
    return name


_NOT_ENCODED = "the text is not what this version encodes"
_Decoded = TypeVar("_Decoded")


def _matched(form: re.Pattern[str], text: str) -> Mapping[str, str]:
    fields = form.fullmatch(text)
    if fields is None:
        raise CodecError(_NOT_ENCODED)
    return fields.groupdict()


def _require_canonical(decoded: _Decoded, text: str, canonical: str) -> _Decoded:
    """Refuse texts that decode to something that would be encoded in another way."""
    if text != canonical:
        raise CodecError(_NOT_ENCODED)
    return decoded


def _encode_condition(condition: Condition) -> str:
    shares = [(code, round(weight * _THOUSANDTHS)) for code, weight in condition.countries]
    if len(shares) > MOST_COUNTRIES or not all(share for _, share in shares):
        why = f"a button carries 1 to {MOST_COUNTRIES} countries, each of a thousandth or more"
        raise CodecError(why)
    return "-".join(f"{code}{share}" for code, share in shares) + f".{condition.gender or ''}"


def _decode_condition(fields: Mapping[str, str]) -> Condition:
    pairs = [(pair[:2], int(pair[2:])) for pair in fields["countries"].split("-")]
    weights = dict(pairs)
    if len(weights) < len(pairs) or not weights.keys() <= countries().keys():
        raise CodecError(_NOT_ENCODED)
    gender: Gender | None = (
        "F" if fields["gender"] == "F" else "M" if fields["gender"] == "M" else None
    )
    return Condition.blend(weights, gender)


def _star(text: str) -> Starrable:
    if text.startswith(_TYPED):
        return Starrable(text.removeprefix(_TYPED), None)
    fields = _matched(_STAR, text)
    condition = _decode_condition(fields)
    sharpness = int(fields["sharpness"]) / _HUNDREDTHS
    seed = int(fields["seed"]) if fields["seed"] else None
    return Starrable(fields["name"], Provenance(condition, sharpness, seed))


def _check_name(name: str) -> None:
    try:
        key_of(name)
    except InputError as error:
        raise CodecError(str(error)) from error
    if len(name) > MAX_TYPED_LENGTH or normalise(name) != name or not name.isprintable():
        why = f"a button carries no such name: {name!r}"
        raise CodecError(why)
