"""Rows of the database as favourites and back."""

import json
from collections.abc import Sequence
from typing import Any

from bot.favourites.clock import from_milliseconds
from bot.favourites.models import Favourite, RankedName
from model.domain.condition import Condition, Gender
from model.domain.generation import Provenance


def provenance_columns(
    provenance: Provenance | None,
) -> tuple[str | None, str | None, float | None, int | None]:
    """Return countries, gender, sharpness and seed."""
    if provenance is None:
        return None, None, None, None
    condition = provenance.condition
    countries = json.dumps(dict(condition.countries))
    return countries, condition.gender, provenance.inverse_temperature, provenance.seed


def _provenance(
    countries: str | None, gender: Gender | None, sharpness: float, seed: int | None
) -> Provenance | None:
    if countries is None:
        return None
    return Provenance(Condition(tuple(json.loads(countries).items()), gender), sharpness, seed)


def to_favourite(row: Sequence[Any]) -> Favourite:
    """Read name, folded name, what it was generated from, and when it was starred."""
    name, folded, *generated, starred_at = row
    return Favourite(name, folded, _provenance(*generated), from_milliseconds(starred_at))


def to_ranked_name(row: Sequence[Any]) -> RankedName:
    """Read name, folded name, members, first star, and what it was generated from."""
    name, folded, members, first_at, *generated = row
    return RankedName(name, folded, members, from_milliseconds(first_at), _provenance(*generated))
