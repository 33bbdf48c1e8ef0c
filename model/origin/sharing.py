"""Names that several countries share, so that they are at home in no single one.

Readers say so, who wrote down three countries or more, among which the name is borne about as much;
of a name that no reader wrote down, registers say so where it is common.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from model.domain.areas import equals
from model.inference.bearers import ABOVE_ALL, Bearers, UseKind

_MANY, _MOST = 3, 10
"""Countries from which on they may share a name, and homes from which on they do in any case."""
_AS_MUCH, _NOT_MUCH_LESS = 1 / 2, 1 / 3
"""Parts of the first home's share of bearers, and of the highest of all registers, from which on a
name is borne about as much: nobody says of the latter where it is at home."""
_COMMON = 2e-3
"""Highest share of bearers in a register from which on a name that no reader wrote down is one that
people of several countries know."""

Totals: TypeAlias = Mapping[tuple[str, UseKind], int]


def find_sharing(bearers: Bearers, ranked: Sequence[str], totals: Totals) -> tuple[str, ...]:
    """Return the countries that share a name; none if it is at home in one.

    The likeliest is the first. Of the others, its homes come in the order of the readers.

    Args:
        bearers: who bears the name.
        ranked: the countries that may share it, the likeliest first.
        totals: bearers of all names by country and kind.
    """
    first = ranked[0]
    homes = {code: level for code, level in _homes(bearers).items() if code in ranked}
    if not homes:
        others = _common_in(bearers, totals)
    elif len(homes) < _MANY:
        others = set()
    elif len(homes) >= _MOST or homes.get(first, 0) < ABOVE_ALL:
        others = {*homes}
    else:
        others = {code for code in homes if _is_as_much(bearers, code, first, totals)}
    order = dict.fromkeys([first, *homes, *ranked])
    sharing = tuple(code for code in order if code == first or code in others)
    return sharing if len(sharing) >= _MANY else ()


def order_equals(bearers: Bearers, ranked: Sequence[str], totals: Totals) -> tuple[str, ...]:
    """Return the countries, those of the first one's language in the order of their bearers.

    Only of a name that no reader wrote down, and only those whose registers have it about as much
    as that of the first: people on Wikipedia are too few to tell such countries apart.
    """
    common = set() if _homes(bearers) else _common_in(bearers, totals)
    if ranked[0] not in common:
        return tuple(ranked)
    peers = [code for code in ranked if code in common & equals(ranked[0])]
    in_order = iter(sorted(peers, key=lambda code: -bearers.in_country(code, UseKind.REGISTER)))
    return tuple(next(in_order) if code in peers else code for code in ranked)


def _homes(bearers: Bearers) -> Mapping[str, int]:
    uses = (use for use in bearers.uses if use.kind is UseKind.TRADITION)
    return {use.country: use.bearers for use in uses}


def _common_in(bearers: Bearers, totals: Totals) -> set[str]:
    """Return the countries whose registers have a name about as much, if it is common in many."""
    shares = {
        use.country: use.bearers / totals[use.country, UseKind.REGISTER]
        for use in bearers.uses
        if use.kind is UseKind.REGISTER
    }
    highest = max(shares.values(), default=0.0)
    common = {code for code, share in shares.items() if share >= _NOT_MUCH_LESS * highest}
    return common if highest >= _COMMON and len(common) >= _MANY else set()


def _is_as_much(bearers: Bearers, code: str, first: str, totals: Totals) -> bool:
    """Return whether a name is borne about as much as in the first, by what counts both."""
    return any(
        bearers.in_country(code, kind) / totals[code, kind]
        >= _AS_MUCH * bearers.in_country(first, kind) / totals[first, kind]
        > 0
        for kind in (UseKind.REGISTER, UseKind.PEOPLE)
        if (code, kind) in totals and (first, kind) in totals
    )
