"""A wish as a short text, so that a button can carry it through any restart.

The fields stand in this order, parted by dots: countries with their weights in thousandths, each
pair run together and joined by hyphens; gender or nothing; count; sharpness in hundredths; least
and greatest length; the first letters as UTF-8 in base64url. For example
`NL600-PL400.F.5.200.2.16.TWE`. Within the bounds below this is 82 characters at most, all ASCII.
"""

import base64
import re
from collections.abc import Mapping, Sequence

from model.condition import Condition, Gender
from model.countries import countries
from model.errors import InputError, LengthError
from model.messages import message
from model.wish import Wish

MOST_COUNTRIES = 3
MOST_NAMES = 10
LONGEST_START = 12
LONGEST_CODE = 82

_THOUSANDTHS, _HUNDREDTHS = 1000, 100
_SHARE = r"[A-Z]{2}[1-9][0-9]{0,3}"
WHOSE = rf"(?P<countries>{_SHARE}(?:-{_SHARE}){{0,2}})\.(?P<gender>[FM]?)"
"""The form of a text's first two fields, which `read_condition` reads."""
_FORM = re.compile(
    WHOSE + r"\.(?P<count>[0-9]{1,2})\.(?P<sharpness>[0-9]{1,4})"
    r"\.(?P<min_length>[0-9]{1,2})\.(?P<max_length>[0-9]{1,2})\.(?P<start>[A-Za-z0-9_-]{0,64})"
)


class CodecError(ValueError):
    """A text is no wish, or a wish is outside of what a text can carry."""


def check(wish: Wish) -> None:
    """See that a wish is within the bounds of a card and its buttons.

    Raises:
        InputError: it asks for too many names, or for a beginning that is too long.
    """
    if wish.count > MOST_NAMES:
        raise InputError(
            message("A card holds 1 to {most} names, not {asked}."),
            most=MOST_NAMES,
            asked=wish.count,
        )
    if len(wish.starts_with) > LONGEST_START:
        raise LengthError(
            message("Names can start with up to {most} letters of yours, not {typed}."),
            most=LONGEST_START,
            typed=len(wish.starts_with),
        )


def encode(wish: Wish) -> str:
    """Write a wish as a text of `LONGEST_CODE` characters at most.

    Weights are kept to a thousandth and sharpness to a hundredth.

    Raises:
        CodecError: the wish is out of bounds.
    """
    try:
        check(wish)
    except InputError as error:
        raise CodecError(str(error)) from error
    start = base64.urlsafe_b64encode(wish.starts_with.encode()).rstrip(b"=").decode()
    fields = (
        write_condition(wish.condition.countries, wish.condition.gender),
        wish.count,
        round(wish.sharpness * _HUNDREDTHS),
        wish.min_length,
        wish.max_length,
        start,
    )
    return ".".join(map(str, fields))


def decode(text: str) -> Wish:
    """Read a wish from the text that `encode` wrote.

    Raises:
        CodecError: no wish was ever written so.
    """
    fields = _FORM.fullmatch(text)
    if fields is None:
        why = "the text has not the form of a wish"
        raise CodecError(why)
    try:
        wish = _read(fields.groupdict())
        genuine = encode(wish) == text
    except ValueError as error:  # what a wish, a condition or UTF-8 does not allow
        why = "the text has the form of a wish, and is none"
        raise CodecError(why) from error
    if not genuine:
        why = "the text is a wish, written in another way than this"
        raise CodecError(why)
    return wish


def write_condition(countries: Sequence[tuple[str, float]], gender: Gender | None) -> str:
    """Write countries, with weights that sum to 1, and a gender.

    Raises:
        CodecError: there are too many countries, or one has next to no weight.
    """
    shares = [(code, round(weight * _THOUSANDTHS)) for code, weight in countries]
    if len(shares) > MOST_COUNTRIES or not all(share for _, share in shares):
        why = f"a button carries 1 to {MOST_COUNTRIES} countries, each of a thousandth or more"
        raise CodecError(why)
    return "-".join(f"{code}{share}" for code, share in shares) + f".{gender or ''}"


def read_condition(fields: Mapping[str, str]) -> Condition:
    """Read what `write_condition` wrote from the fields of `WHOSE`.

    Raises:
        ValueError: a country is none, or stands twice.
    """
    pairs = [(pair[:2], int(pair[2:])) for pair in fields["countries"].split("-")]
    weights = dict(pairs)
    if len(weights) < len(pairs) or not weights.keys() <= countries().keys():
        why = "every country is one that there is, and stands once"
        raise ValueError(why)
    gender: Gender | None = (
        "F" if fields["gender"] == "F" else "M" if fields["gender"] == "M" else None
    )
    return Condition.blend(weights, gender)


def _read(fields: Mapping[str, str]) -> Wish:
    start = fields["start"]
    return Wish(
        condition=read_condition(fields),
        count=int(fields["count"]),
        sharpness=int(fields["sharpness"]) / _HUNDREDTHS,
        starts_with=base64.urlsafe_b64decode(start + "=" * (-len(start) % 4)).decode(),
        min_length=int(fields["min_length"]),
        max_length=int(fields["max_length"]),
    )
