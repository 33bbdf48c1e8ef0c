"""Write the tables of the data card: `python data/card.py` fills the marked parts of README.md.

With `--check` it writes nothing and says whether the card is what the names give.
"""

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from data.build import NAMES, SOURCES
from data.exclusions import EXCLUSIONS as LEFT_OUT
from data.records import MAX_LENGTH, Record
from model.domain.countries import countries
from model.domain.spelling import capitalise, fold, lower

CARD = Path(__file__).parent / "README.md"
SAMPLED_COUNTRIES = ("NL", "IR", "FR", "PL", "CN", "IT", "CL")
SAMPLE_SEED = 20
SAMPLE_SIZE = 50
MAX_RARE_COUNT = 20
"""Letters that fewer names bear are listed one by one."""

# What the reader of the sample found wrong: (country, name) and why.
SAMPLE_ERRORS = {
    ("FR", "Anasthasie"): "a misspelling of Anastasie",
    ("IR", "Negara"): "no name in use, perhaps Negar",
}

_EXPECTED_SPELLINGS = (
    ("Łukasz", "PL"),
    ("Jean-Luc", "FR"),
    ("IJsbrand", "NL"),
    ("Işıl", "TR"),
    ("Min-jae", "KR"),
    ("Ng'ang'a", "KE"),
)


def read_names(path: Path = NAMES) -> list[Record]:
    """Read `finalNames.txt`."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [Record(name, country, gender) for name, country, gender in rows]  # type: ignore[arg-type] # the table of faults counts other genders


def count_violations(records: list[Record]) -> dict[str, int]:
    """Count the names that break each rule of cleanliness."""
    folded = Counter((record.country, fold(record.name)) for record in records)
    ordered = sorted(records, key=lambda record: (record.country, record.name))
    rules: dict[str, Callable[[Record], bool]] = {
        "empty, or of one letter": lambda r: len(r.name) < 2,  # noqa: PLR2004 - the rule itself
        f"of more than {MAX_LENGTH} signs": lambda r: len(r.name) > MAX_LENGTH,
        "with a digit": lambda r: any(sign.isdigit() for sign in r.name),
        "with a letter of another script than Latin": lambda r: any(
            sign.isalpha() and not unicodedata.name(sign).startswith("LATIN") for sign in r.name
        ),
        "with another sign than letters, - and '": lambda r: any(
            not sign.isalpha() and sign not in "-'" for sign in r.name
        ),
        "not composed (NFC)": lambda r: not unicodedata.is_normalized("NFC", r.name),
        "in small letters or in capitals": lambda r: r.name in {r.name.lower(), r.name.upper()},
        "whose casing does not come back from lower case": lambda r: (
            capitalise(lower(r.name, r.country), r.country) != r.name
        ),
        "with a letter three times running": lambda r: bool(re.search(r"(.)\1\1", r.name.lower())),
        "of a gender other than F, M and U": lambda r: r.gender not in {"F", "M", "U"},
        "of a country that Nomen does not know": lambda r: r.country not in countries(),
    }
    counted = {rule: sum(map(broken, records)) for rule, broken in rules.items()}
    counted["that stand twice in a country, folded"] = len(records) - len(folded)
    counted["out of order"] = sum(a != b for a, b in zip(records, ordered, strict=True))
    return counted


def sample_names(records: Iterable[Record], country: str) -> list[str]:
    """Draw 50 names of a country, without replacement, from a generator of its own."""
    names = [record.name for record in records if record.country == country]
    return sorted(
        np.random.default_rng(SAMPLE_SEED).choice(names, SAMPLE_SIZE, replace=False).tolist()
    )


def render_parts(records: list[Record]) -> dict[str, str]:
    """Write every generated part of the card, by the name of its mark."""
    return {
        "sources": _sources_table(),
        "counts": _counts_table(records),
        "faults": 
_violations_table(records),
        "letters": _rare_letters_table(records),
        "left-out": 
_exclusions_table(),
        "sample": _sample_lists(records),
    }


def fill_card(card: str, parts: dict[str, str]) -> str:
    """Put each part between its marks, `<!-- name -->` and `<!-- /name -->`.

    Raises:
        ValueError: the card has no such marks.
    """
    for name, text in parts.items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if start not in card or end not in card:
            message = f"the card has no marks for {name!r}"
            raise ValueError(message)
        before, _, rest = card.partition(start)
        card = f"{before}{start}\n{text}\n{end}{rest.partition(end)[2]}"
    return card


def _markdown_table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    numeric = ["---:" if title[:1].islower() else "---" for title in head]
    cells = [head, tuple(numeric), *rows]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in cells)


def _sources_table() -> str:
    rows = ((w.package, w.version, w.licence, w.contents) for w, _ in SOURCES)
    return _markdown_table(("Package", "Version", "Licence", "What, and where it matters"), rows)


def _counts_table(records: list[Record]) -> str:
    seen = Counter((record.country, record.gender) for record in records)
    rows: list[tuple[object, ...]] = [
        (country.name, country.code, sum(split), *split)
        for country in countries().values()
        for split in [[seen[country.code, gender] for gender in ("F", "M", "U")]]
    ]
    split = [sum(seen[code, gender] for code in countries()) for gender in ("F", "M", "U")]
    rows.append((f"**{len(countries())} countries**", "", sum(split), *split))
    return _markdown_table(("Country", "Code", "names", "f", "m", "u"), rows)


def _violations_table(records: list[Record]) -> str:
    rows: list[tuple[object, ...]] = [
        (f"names {r}", n) for r, n in count_violations(records).items()
    ]
    known = {(record.name, record.country) for record in records}
    found = [name for name, country in _EXPECTED_SPELLINGS if (name, country) in known]
    rows.append((f"of {len(_EXPECTED_SPELLINGS)} names written so: {', '.join(found)}", len(found)))
    return _markdown_table(("Rule", "measured"), rows)


def _rare_letters_table(records: list[Record]) -> str:
    names = [(lower(record.name, record.country), record) for record in records]
    bearers = Counter(letter for lowered, _ in names for letter in set(lowered))
    rare = sorted((count, letter) for letter, count in bearers.items() if count < MAX_RARE_COUNT)
    rows = []
    for count, letter in rare:
        seen = Counter(record.country for lowered, record in names if letter in lowered)
        example = next(record.name for lowered, record in names if letter in lowered)
        rows.append((f"`{letter}`", " ".join(sorted(seen)), example, count))
    alphabet = "".join(sorted(bearers))
    head = f"The alphabet has {len(alphabet)} signs: `{alphabet}`\n\n"
    return head + _markdown_table(("Letter", "Where", "Such as", "names"), rows)


def _exclusions_table() -> str:
    rows = (line.split("\t") for line in LEFT_OUT.read_text("utf-8").splitlines())
    cells = ((country, why, len(names.split())) for country, why, names in rows)
    return _markdown_table(("Country", "Why", "names"), cells)


def _sample_lists(records: list[Record]) -> str:
    paragraphs = []
    for country in SAMPLED_COUNTRIES:
        marked = [
            f"**{n}**" if (country, n) in SAMPLE_ERRORS else n
            for n in sample_names(records, country)
        ]
        paragraphs.append(f"**{countries()[country].name}**: {', '.join(marked)}.")
    found = [f"- {name} ({country}): {why}" for (country, name), why in SAMPLE_ERRORS.items()]
    total = len(SAMPLED_COUNTRIES) * SAMPLE_SIZE
    paragraphs.append("\n".join([f"Errors found: {len(found)} of {total}.", "", *found]).strip())
    return "\n\n".join(paragraphs)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 1 if `--check` finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    options = parser.parse_args(arguments)
    written = CARD.read_text("utf-8")
    filled = fill_card(written, render_parts(read_names()))
    if options.check:
        sys.stdout.write("the card is right\n" if filled == written else "the card is old\n")
        return int(filled != written)
    CARD.write_text(filled, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
