"""What the columns of every database say, whichever it is."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.favourites.clock import from_milliseconds
from bot.favourites.models import (
    DIRECT_MESSAGES,
    ExportedLike,
    ExportedStar,
    ExportedUse,
    Favourite,
    RankedName,
    Standing,
)
from model.domain.condition import Condition, Gender
from model.domain.generation import Provenance

Row = Iterable[Any]
"""The columns of a row, in the query's order."""


def provenance_columns(provenance: Provenance | None) -> Mapping[str, object]:
    """Return a provenance as the columns countries, in JSON, gender, sharpness and seed."""
    if provenance is None:
        return dict.fromkeys(("countries", "gender", "sharpness", "seed"))
    condition = provenance.condition
    return {
        "countries": json.dumps(dict(condition.countries)),
        "gender": condition.gender,
        "sharpness": provenance.inverse_temperature,
        "seed": provenance.seed,
    }


def to_favourite(row: Row) -> Favourite:
    """Read a name, its key, its provenance, and when it was starred."""
    name, folded, *generated, starred_at = row
    return Favourite(name, folded, _provenance(*generated), from_milliseconds(starred_at))


def to_ranked_name(row: Row) -> RankedName:
    """Read a name, its key, its members, when it was first starred, and its provenance."""
    name, folded, members, first_at, *generated = row
    return RankedName(name, folded, members, from_milliseconds(first_at), _provenance(*generated))


def to_exported_star(row: Row) -> ExportedStar:
    """Read a star with its group and its place."""
    guild, name, folded, countries, gender, sharpness, seed, starred_at, place, standing = row
    return ExportedStar(
        guild=_group(guild),
        name=name,
        folded=folded,
        typed=countries is None,
        countries=None if countries is None else json.loads(countries),
        gender=gender,
        sharpness=sharpness,
        seed=seed,
        starred_at=from_milliseconds(starred_at).isoformat(timespec="milliseconds"),
        place=place,
        settled=standing == Standing.SETTLED,
    )


def to_exported_like(row: Row) -> ExportedLike:
    """Read a like with its match."""
    guild, other, name, country, gender = row
    return ExportedLike(_group(guild), str(other), name, country, gender)


def to_exported_use(row: Row) -> ExportedUse:
    """Read a group, the day of the last use there, and whether the member breaks ties."""
    guild, used_on, breaks_ties = row
    day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=used_on)
    return ExportedUse(_group(guild), f"{day:%Y-%m-%d}", bool(breaks_ties))


def _provenance(
    countries: str | None, gender: Gender | None, sharpness: float, seed: int | None
) -> Provenance | None:
    if countries is None:
        return None
    return Provenance(Condition(tuple(json.loads(countries).items()), gender), sharpness, seed)


def _group(guild: int) -> str | None:
    return None if guild == DIRECT_MESSAGES else str(guild)
