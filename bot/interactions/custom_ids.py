"""Requests and starred names encoded as custom ids, so that buttons need no stored state.

Fields are separated by dots. A request has: the countries, each followed by its weight in
thousandths, joined by hyphens; gender or nothing; count; inverse temperature in hundredths;
minimum and maximum length; the first letters as UTF-8 in base64url. For example
`NL600-PL400.F.5.200.2.16.TWE`: 82 characters at most, all ASCII. If there are filters, five more
fields follow: `s` or `d` for the same or different initials, or nothing; letters that names
contain, end with and lack; and the name that they are like, all as typed. For example
`NL1000..5.100.2.16..d.or.lle.x.Jorien`: 95 characters at most. `~r` or `~a` at the end asks for
rare names, or for any.

A starred name has: countries and gender likewise; inverse temperature; the seed or nothing; the
name as written. For example `NL600-PL400.F.200.312.Marle`; a name that a member typed has no
provenance: `....Marle`. 76 characters at most; Discord counts characters, not bytes, so the name
needs no encoding.

A star to restore has: the id of the message whose counts it changes, as eight bytes in base64url,
or nothing; its place in the member's order; the name as above. For example `.3.....Marle`: 92
characters at most.

A ranking has the codes of the countries ranked, one after the other, or none for all; the name as
written. For example `NLPLCL.Marle`: 91 characters at most.

Wishes for names of any countries are a request without its countries, as in
`F.5.100.2.16.TWE`: 88 characters at most.

Two names to mix have: the country's code; the seed; both names. For example `DE.1.Anna.Peter`: 95
characters at most.

Messages already sent contain these ids, so the formats never change.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from model.domain.condition import Condition, RequestedGender
from model.domain.countries import countries
from model.domain.errors import InputError, LengthError, UnknownLettersError, gettext_noop
from model.domain.filters import NO_FILTERS, Filters, Initials
from model.domain.generation import (
    MAX_INVERSE_TEMPERATURE,
    MAX_NAME_LENGTH,
    MAX_SEED,
    MIN_INVERSE_TEMPERATURE,
    NameRequest,
    Provenance,
    RequestedKind,
)
from model.domain.spelling import fold, is_visible, normalise
from model.domain.validation import MAX_TYPED_LENGTH

MAX_CUSTOM_ID_LENGTH = 100
"""Characters that Discord allows."""
MAX_COUNTRIES = 3
MAX_NAMES_PER_CARD = 10
MAX_PREFIX_LENGTH = 12
MAX_RANKED = 25
"""Countries of a ranking that a custom id holds, unless it is of all."""

MAX_LETTERS = 8
"""Letters that names contain or end with."""
MAX_EXCLUDED = 12
MAX_REQUEST = 95
"""Characters of an encoded request; the kind of its button takes five of Discord's hundred."""

_WEIGHT_SCALE, _INVERSE_TEMPERATURE_SCALE = 1000, 100
_WEIGHTED_COUNTRY = r"[A-Z]{2}[1-9][0-9]{0,3}"
_COUNTRIES = rf"(?P<countries>{_WEIGHTED_COUNTRY}(?:-{_WEIGHTED_COUNTRY}){{0,{MAX_COUNTRIES - 1}}})"
_REQUEST_PATTERN = re.compile(
    _COUNTRIES + r"\.(?P<gender>[FMN]?)"
    r"\.(?P<count>[0-9]{1,2})\.(?P<inverse_temperature>[0-9]{1,4})"
    r"\.(?P<min_length>[0-9]{1,2})\.(?P<max_length>[0-9]{1,2})\.(?P<prefix>[A-Za-z0-9_-]{0,64})"
    r"(?:\.(?P<initials>[sd]?)\.(?P<contains>[^.]*)\.(?P<ends_with>[^.]*)"
    r"\.(?P<without>[^.]*)\.(?P<like>[^.~]*))?(?P<kind>(?:~[ra])?)"
)
_KINDS = {"": RequestedKind.NEW, "~r": RequestedKind.RARE, "~a": RequestedKind.ANY}
_INITIALS = {"s": Initials.SAME, "d": Initials.DIFFERENT, "": None}
_STAR_PATTERN = re.compile(
    _COUNTRIES + r"\.(?P<gender>[FM]?)\.(?P<inverse_temperature>[0-9]{1,4})\.(?P<seed>[0-9]{0,10})"
    rf"\.(?P<name>.{{1,{MAX_TYPED_LENGTH}}})"
)
_MESSAGE = r"(?P<message>(?:[A-Za-z0-9_-]{11})?)"
_REMOVED_PATTERN = re.compile(_MESSAGE + r"\.(?P<place>[0-9]{1,4})\.(?P<star>.+)")
_STARRED_PATTERN = re.compile(_MESSAGE + r"\.(?P<name>.+)")
_MAX_ID = 2**63 - 1
MAX_MIX_SEED = 999
"""No two names have as many cards."""
_MIX_PATTERN = re.compile(
    r"(?P<country>[A-Z]{2})\.(?P<seed>[0-9]{1,3})\.(?P<first>[^.]+)\.(?P<second>[^.]+)"
    r"(?:\.(?P<gender>[FMN]))?"
)
_SNOWFLAKE_BYTES = 8
_PADDING = "=="
"""Of base64, which is left out of custom ids; more of it than is needed is ignored."""
_NO_PROVENANCE = "...."
ANYWHERE = Condition.for_country("NL")
"""Stands for all countries in wishes for names, which need some."""


class CustomIdError(ValueError):
    """A value cannot be encoded."""


class OutdatedComponentError(CustomIdError):
    """A button, or its payload, is not one that this version sends."""


@dataclass(frozen=True, slots=True)
class Starrable:
    """A name that can be starred, and its provenance; None if a member typed it."""

    name: str
    provenance: Provenance | None


def check_request(request: NameRequest) -> None:
    """Ensure that a request fits on a card and into its buttons.

    Raises:
        InputError: it asks for too many names, or for too many letters.
    """
    if request.count > MAX_NAMES_PER_CARD:
        raise InputError(
            gettext_noop("I can show 1 to {most} names at a time, not {asked}."),
            most=MAX_NAMES_PER_CARD,
            asked=request.count,
        )
    if len(request.starts_with) > MAX_PREFIX_LENGTH:
        raise LengthError(
            gettext_noop("Choose up to {most} first letters. You typed {typed}."),
            most=MAX_PREFIX_LENGTH,
            typed=len(request.starts_with),
        )
    _check_filters(request.filters)
    # The card's other buttons have another style.
    longest = replace(request, inverse_temperature=MAX_INVERSE_TEMPERATURE)
    surplus = len(spell_request(longest)) - MAX_REQUEST
    if surplus > 0:
        raise LengthError(
            gettext_noop(
                "That’s more letters than my buttons can remember. Leave out at least {surplus}."
            ),
            surplus=surplus,
        )


def encode_request(request: NameRequest) -> str:
    """Encode a request, rounding weights to thousandths, the inverse temperature to hundredths.

    Raises:
        CustomIdError: the request is out of bounds.
    """
    try:
        check_request(request)
    except InputError as error:
        raise CustomIdError(str(error)) from error
    return spell_request(request)


def spell_request(request: NameRequest) -> str:
    """Write a request as `encode_request` does, though it may be too long for a button.

    Raises:
        CustomIdError: it has too many countries, or one with hardly any weight.
    """
    prefix = base64.urlsafe_b64encode(request.starts_with.encode()).rstrip(b"=").decode()
    fields = (
        _encode_condition(request.condition),
        request.count,
        round(request.inverse_temperature * _INVERSE_TEMPERATURE_SCALE),
        request.min_length,
        request.max_length,
        prefix,
        *_encode_filters(request.filters),
    )
    kind = {value: suffix for suffix, value in _KINDS.items()}[request.kind]
    return ".".join(map(str, fields)) + kind


def _encode_filters(filters: Filters) -> Sequence[str]:
    if filters == NO_FILTERS:
        return ()
    initials = {value: letter for letter, value in _INITIALS.items()}[filters.initials]
    return initials, filters.contains, filters.ends_with, filters.without, filters.like


def _decode_filters(fields: Mapping[str, Any]) -> Filters:
    if fields["initials"] is None:
        return NO_FILTERS
    letters = (fields["contains"], fields["ends_with"], fields["without"])
    return Filters(*letters, _INITIALS[fields["initials"]], fields["like"])


def _check_filters(filters: Filters) -> None:
    for typed, most in (
        (filters.contains, MAX_LETTERS),
        (filters.ends_with, MAX_LETTERS),
        (filters.without, MAX_EXCLUDED),
        (filters.like, MAX_NAME_LENGTH),
    ):
        unknown = [letter for letter in typed if letter in ".~" or not is_visible(letter)]
        if unknown or normalise(typed) != typed:
            raise UnknownLettersError(typed, "".join(unknown) or typed)
        if len(typed) > most:
            raise LengthError(
                gettext_noop("{typed!r} has {letters} letters. Use up to {most} here."),
                typed=typed,
                letters=len(typed),
                most=most,
            )


def decode_request(text: str) -> NameRequest:
    """Decode what `encode_request` returned.

    Raises:
        OutdatedComponentError: it never returns this text.
    """
    try:
        fields = _match(_REQUEST_PATTERN, text)
        prefix = fields["prefix"]
        request = NameRequest(
            condition=_decode_condition(fields),
            count=int(fields["count"]),
            inverse_temperature=int(fields["inverse_temperature"]) / _INVERSE_TEMPERATURE_SCALE,
            starts_with=base64.urlsafe_b64decode(prefix + _PADDING).decode(),
            min_length=int(fields["min_length"]),
            max_length=int(fields["max_length"]),
            filters=_decode_filters(fields),
            kind=_KINDS[fields["kind"]],
        )
        canonical = encode_request(request)
    except ValueError as error:  # an invalid request, condition or UTF-8
        raise OutdatedComponentError from error
    if text != canonical:
        raise OutdatedComponentError
    return request


def encode_wishes(request: NameRequest) -> str:
    """Encode a request but for its countries.

    Raises:
        CustomIdError: the request is out of bounds.
    """
    return encode_request(replace(request, condition=_anywhere(request))).partition(".")[2]


def decode_wishes(text: str) -> NameRequest:
    """Decode what `encode_wishes` returned; some country stands for all.

    Raises:
        OutdatedComponentError: it never returns this text.
    """
    return decode_request(f"{_encode_condition(ANYWHERE).partition('.')[0]}.{text}")


def _anywhere(request: NameRequest) -> Condition:
    return replace(ANYWHERE, gender=request.condition.gender)


def encode_star(starrable: Starrable) -> str:
    """Encode a name and its provenance, with the precision of a request.

    Raises:
        CustomIdError: a value is out of bounds.
    """
    _check_name(starrable.name)
    provenance = starrable.provenance
    if provenance is None:
        return _NO_PROVENANCE + starrable.name
    if (
        not MIN_INVERSE_TEMPERATURE <= provenance.inverse_temperature <= MAX_INVERSE_TEMPERATURE
        or not 0 <= (provenance.seed or 0) <= MAX_SEED
    ):
        message = f"inverse temperature or seed out of bounds: {provenance}"
        raise CustomIdError(message)
    fields = (
        _encode_condition(provenance.condition),
        round(provenance.inverse_temperature * _INVERSE_TEMPERATURE_SCALE),
        "" if provenance.seed is None else provenance.seed,
        starrable.name,
    )
    return ".".join(map(str, fields))


def decode_star(text: str) -> Starrable:
    """Decode what `encode_star` returned.

    Raises:
        OutdatedComponentError: it never returns this text.
    """
    try:
        starrable = _parse_star(text)
        canonical = encode_star(starrable)
    except ValueError as error:  # an invalid condition or name
        raise OutdatedComponentError from error
    if text != canonical:
        raise OutdatedComponentError
    return starrable


@dataclass(frozen=True, slots=True)
class RemovedStar:
    """A star that can be restored.

    Attributes:
        starrable: the name and its provenance.
        place: in the member's own order, from 1.
        message_id: of a message whose counts it changes; 0 for none.
    """

    starrable: Starrable
    place: int
    message_id: int = 0


def encode_removed(removed: RemovedStar) -> str:
    """Encode a star that can be restored.

    Raises:
        CustomIdError: a value is out of bounds.
    """
    message = _encode_message(removed.message_id)
    return f"{message}.{removed.place}.{encode_star(removed.starrable)}"


def decode_removed(text: str) -> RemovedStar:
    """Decode what `encode_removed` returned.

    Raises:
        OutdatedComponentError: it never returns this text.
    """
    fields = _match(_REMOVED_PATTERN, text)
    starrable = decode_star(fields["star"])
    return RemovedStar(starrable, int(fields["place"]), _decode_message(fields["message"]))


def encode_starred(name: str, message_id: int) -> str:
    """Encode a name that is starred, and the message whose counts that changes; 0 for none.

    Raises:
        CustomIdError: the name cannot be encoded.
    """
    _check_name(name)
    return f"{_encode_message(message_id)}.{name}"


def decode_starred(text: str) -> tuple[str, int]:
    """Decode what `encode_starred` returned.

    Raises:
        OutdatedComponentError: it never returns this text.
    """
    fields = _match(_STARRED_PATTERN, text)
    try:
        _check_name(fields["name"])
    except CustomIdError as error:
        raise OutdatedComponentError from error
    return fields["name"], _decode_message(fields["message"])


def _encode_message(message_id: int) -> str:
    encoded = message_id.to_bytes(_SNOWFLAKE_BYTES, "big") if message_id else b""
    return base64.urlsafe_b64encode(encoded).rstrip(b"=").decode()


def _decode_message(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + _PADDING), "big")


def encode_ranking(name: str, codes: Sequence[str] | None) -> str:
    """Encode a name and the countries to rank for it, of which the first `MAX_RANKED` fit.

    Raises:
        CustomIdError: the name cannot be encoded.
    """
    _check_name(name)
    return f"{''.join((codes or ())[:MAX_RANKED])}.{name}"


def decode_ranking(text: str) -> tuple[str, Sequence[str] | None]:
    """Decode what `encode_ranking` returned; None is all countries.

    Raises:
        OutdatedComponentError: it never returns this text.
    """
    joined, dot, name = text.partition(".")
    codes = _decode_countries(joined)
    try:
        _check_name(name)
    except CustomIdError as error:
        raise OutdatedComponentError from error
    if not dot or len(codes) > MAX_RANKED:
        raise OutdatedComponentError
    return name, codes or None


def _decode_countries(text: str) -> Sequence[str]:
    """Decode joined codes of countries.

    Raises:
        OutdatedComponentError: one is unknown.
    """
    codes = [text[at : at + 2] for at in range(0, len(text), 2)]
    if not set(codes) <= countries().keys():
        raise OutdatedComponentError
    return codes


@dataclass(frozen=True, slots=True)
class Mix:
    """Two names to mix.

    Attributes:
        names: the two, as typed.
        country: code of the one that they are mixed for.
        seed: which card of them.
        gender: of whom the mixtures are the names; None for any.
    """

    names: tuple[str, str]
    country: str
    seed: int
    gender: RequestedGender | None = None


def encode_mix(mix: Mix) -> str:
    """Encode two names to mix.

    Raises:
        CustomIdError: a value is out of bounds.
    """
    for name in mix.names:
        _check_name(name)
    is_known = mix.country in countries() and 0 <= mix.seed <= MAX_MIX_SEED
    if not is_known or any("." in name for name in mix.names):
        message = f"the names to mix cannot be encoded: {mix}"
        raise CustomIdError(message)
    return ".".join((mix.country, str(mix.seed), *mix.names, *(mix.gender or ())))


def decode_mix(text: str) -> Mix:
    """Decode what `encode_mix` returned.

    Raises:
        OutdatedComponentError: it never returns this text.
    """
    fields = _match(_MIX_PATTERN, text)
    names = fields["first"], fields["second"]
    mix = Mix(names, fields["country"], int(fields["seed"]), fields["gender"])
    try:
        canonical = encode_mix(mix)
    except CustomIdError as error:
        raise OutdatedComponentError from error
    if text != canonical:
        raise OutdatedComponentError
    return mix


def decode_id(text: str) -> int:
    """Decode one of Discord's ids, which databases store in 63 bits.

    Raises:
        OutdatedComponentError: it is none.
    """
    if not re.fullmatch("[0-9]{1,19}", text) or int(text) > _MAX_ID:
        raise OutdatedComponentError
    return int(text)


def parse_name(text: str) -> str:
    """Return the name alone from what `encode_star` returned, without decoding the rest.

    Raises:
        OutdatedComponentError: the text has no name in its place.
    """
    separators = _NO_PROVENANCE.count(".")
    *provenance, name = text.split(".", separators)
    if len(provenance) < separators or not name:
        raise OutdatedComponentError
    return name


def _match(pattern: re.Pattern[str], text: str) -> Mapping[str, Any]:
    fields = pattern.fullmatch(text)
    if fields is None:
        raise OutdatedComponentError
    return fields.groupdict()


def _encode_condition(condition: Condition) -> str:
    weights = [(code, round(weight * _WEIGHT_SCALE)) for code, weight in condition.countries]
    if len(weights) > MAX_COUNTRIES or not all(weight for _, weight in weights):
        message = f"not 1 to {MAX_COUNTRIES} countries with a thousandth or more each"
        raise CustomIdError(message)
    return "-".join(f"{code}{weight}" for code, weight in weights) + f".{condition.gender or ''}"


def _decode_condition(fields: Mapping[str, Any]) -> Condition:
    pairs = [(pair[:2], int(pair[2:])) for pair in fields["countries"].split("-")]
    weights = dict(pairs)
    if len(weights) < len(pairs) or not weights.keys() <= countries().keys():
        raise OutdatedComponentError
    return Condition.blend(weights, fields["gender"] or None)


def _parse_star(text: str) -> Starrable:
    if text.startswith(_NO_PROVENANCE):
        return Starrable(text.removeprefix(_NO_PROVENANCE), None)
    fields = _match(_STAR_PATTERN, text)
    condition = _decode_condition(fields)
    inverse_temperature = int(fields["inverse_temperature"]) / _INVERSE_TEMPERATURE_SCALE
    seed = int(fields["seed"]) if fields["seed"] else None
    return Starrable(fields["name"], Provenance(condition, inverse_temperature, seed))


def _check_name(name: str) -> None:
    fits = len(name) <= MAX_TYPED_LENGTH
    if not (fits and fold(name) and normalise(name) == name and name.isprintable()):
        message = f"the name cannot be encoded: {name!r}"
        raise CustomIdError(message)
