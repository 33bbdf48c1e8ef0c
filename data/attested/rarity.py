"""Which names are rare: registers count them, but few anywhere."""

from collections.abc import Iterable, Iterator, Sequence

from model.inference.bearers import Bearers, Use, UseKind

_PER_MILLION = 20
"""Bearers among a million people of a register, at most, for a name to be rare."""
_BEARERS = 2_000
"""Bearers in a register, at most, likewise."""
_PEOPLE, _CLASS = 10, 2
"""People on Wikipedia, in all, and the class of `nam_dict.txt`, at most, likewise."""


def common_names(names: Sequence[Bearers]) -> Iterator[str]:
    """Yield the names that are not rare, given all names."""
    counted: dict[str, int] = {}
    for bearers in names:
        for use in bearers.uses:
            if use.kind is UseKind.REGISTER:
                counted[use.country] = counted.get(use.country, 0) + use.bearers
    for bearers in names:
        people = _sum(bearers.uses, UseKind.PEOPLE)
        if people > _PEOPLE or any(_is_much_used(use, counted) for use in bearers.uses):
            yield bearers.name


def counted_names(names: Iterable[Bearers]) -> Iterator[str]:
    """Yield the names that registers count, given all names."""
    for bearers in names:
        if any(use.kind is UseKind.REGISTER and use.bearers for use in bearers.uses):
            yield bearers.name


def _is_much_used(use: Use, counted: dict[str, int]) -> bool:
    match use.kind:
        case UseKind.REGISTER:
            share = use.bearers * 1_000_000 / counted[use.country]
            return share > _PER_MILLION or use.bearers > _BEARERS
        case UseKind.CLASS:
            return use.bearers > _CLASS
        case UseKind.TRADITION:
            return True
        case UseKind.PEOPLE:
            return False


def _sum(uses: Iterable[Use], kind: UseKind) -> int:
    return sum(use.bearers for use in uses if use.kind is kind)
