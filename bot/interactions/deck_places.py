"""Where a member is in a deck of `/match`, as the custom ids of its buttons hold it.

Fields are separated by dots: the other's id; the number of the name in the deck; the country's code
and the gender; first letters; last letters, both as typed. For example
`1234567890123456789.17.NLF.Ma.e`: 58 characters at most. Before a country is chosen it is
`1234567890123456789.0...`. Messages already sent contain these texts, so the format never changes.
"""

import re
from dataclasses import dataclass, replace
from typing import Any, Self, cast

from bot.interactions.custom_ids import (
    MAX_LETTERS,
    MAX_PREFIX_LENGTH,
    CustomIdError,
    OutdatedComponentError,
    Starrable,
    check_request,
    decode_id,
    encode_star,
)
from model.domain.condition import Condition, RequestedGender
from model.domain.countries import countries
from model.domain.errors import UnknownLettersError
from model.domain.filters import Filters
from model.domain.generation import NameRequest

NUMBERS = 100_000
"""Names after which a deck begins anew: a custom id has room for five digits."""

_PATTERN = re.compile(
    r"(?P<other>[0-9]+)\.(?P<number>[0-9]{1,5})\.(?P<country>(?:[A-Z]{2})?)(?P<gender>[FMN]?)"
    rf"\.(?P<first>[^.]{{0,{MAX_PREFIX_LENGTH}}})\.(?P<last>[^.]{{0,{MAX_LETTERS}}})"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which names a member goes through.

    Attributes:
        country: its code.
        gender: F, M, N for names that suit both, or None for either.
        starts_with: the first letters of every name, as typed.
        ends_with: the last ones.
    """

    country: str
    gender: RequestedGender | None = None
    starts_with: str = ""
    ends_with: str = ""

    @classmethod
    def of(cls, request: NameRequest) -> Self:
        """Return what of a request can be chosen."""
        condition = request.condition
        return cls(
            condition.dominant_country,
            condition.gender,
            request.starts_with,
            request.filters.ends_with,
        )

    def request(self) -> NameRequest:
        """Return the request that `/name` makes of it, whose cards are the deck.

        Raises:
            InputError: no name is like that.
        """
        if "." in self.starts_with:
            raise UnknownLettersError(self.starts_with, ".")
        request = NameRequest(
            Condition.for_country(self.country, self.gender),
            starts_with=self.starts_with,
            filters=Filters(ends_with=self.ends_with),
        )
        check_request(request)
        return request


@dataclass(frozen=True, slots=True)
class DeckPlace:
    """Where a member is.

    Attributes:
        other: whom they match with.
        choice: which names they go through; None before a country is chosen.
        number: of the name in the deck, from 0.
    """

    other: int
    choice: Choice | None = None
    number: int = 0

    def at(self, number: int) -> Self:
        """Return the place of another name in the same deck."""
        return replace(self, number=number % NUMBERS)

    def encode(self) -> str:
        """Return it as text."""
        choice = self.choice or Choice("")
        fields = (
            self.other,
            self.number,
            f"{choice.country}{choice.gender or ''}",
            choice.starts_with,
            choice.ends_with,
        )
        return ".".join(map(str, fields))

    @classmethod
    def decode(cls, text: str) -> Self:
        """Decode what `encode` returned.

        Raises:
            OutdatedComponentError: it never returns this text.
        """
        found = _PATTERN.fullmatch(text)
        if found is None:
            raise OutdatedComponentError
        fields: dict[str, Any] = found.groupdict()
        place = cls(
            decode_id(fields["other"]),
            Choice(
                fields["country"],
                cast("RequestedGender | None", fields["gender"] or None),
                fields["first"],
                fields["last"],
            )
            if fields["country"]
            else None,
            int(fields["number"]),
        )
        if place.encode() != text or fields["country"] not in {"", *countries()}:
            raise OutdatedComponentError
        return place


def encode_shown(place: DeckPlace, name: str) -> str:
    """Return a place as text, with the name that is shown there."""
    return f"{place.encode()}.{name}"


def decode_shown(text: str) -> tuple[DeckPlace, str]:
    """Decode what `encode_shown` returned.

    Raises:
        OutdatedComponentError: it never returns this text.
    """
    *fields, name = text.split(".", 5)
    try:
        encode_star(Starrable(name, None))
    except CustomIdError as error:
        raise OutdatedComponentError from error
    return DeckPlace.decode(".".join(fields)), name
