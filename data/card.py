"""Write the data card's summary: `python data/card.py` fills the marked part of README.md.

With `--check` it only compares the card with what it would write, and with `--tables` it prints
what the summary is of.
"""

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from data.build import EXCLUSIONS, NAMES
from data.command import rebuild
from data.records import MAX_LENGTH, Record, read_table
from data.sources import sources_of_names
from model.domain.countries import countries
from model.domain.spelling import capitalise, fold, lower
from model.evaluation.card import CardBlock

CARD = Path(__file__).parent / "README.md"
SAMPLED_COUNTRIES = (
    *("NL", "IR", "FR", "PL", "CN", "IT", "CL"),
    *("AR", "AT", "AU", "BE", "CA", "CO", "DK", "ES", "FI"),
    *("GB", "IL", "JP", "ME", "MX", "US", "UY"),
)
SAMPLE_SEED = 20
SAMPLE_SIZE = 50
RARE_LETTER_COUNT = 20
"""Letters that occur in fewer names are listed individually."""

# Errors that a reader found in the sample: (country, name) and the reason.
SAMPLE_ERRORS = {
    ("BE", "Ayse"): "Turkish",
    ("FI", "Ants"): "Estonian",
    ("IL", "Latza"): "unknown",
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
    return [Record(*row) for row in read_table(path)]  # type: ignore[arg-type] # violations are counted later


def count_violations(records: list[Record]) -> dict[str, int]:
    """Count the names that violate each data quality rule."""
    folded = Counter((record.country, fold(record.name)) for record in records)
    ordered = sorted(records, key=lambda record: (record.country, record.name))
    rules: dict[str, Callable[[Record], bool]] = {
        "empty, or of one letter": lambda r: len(r.name) < 2,  # noqa: PLR2004 - the rule itself
        f"longer than {MAX_LENGTH} characters": lambda r: len(r.name) > MAX_LENGTH,
        "with a digit": lambda r: any(character.isdigit() for character in r.name),
        "with a non-Latin letter": lambda r: any(
            character.isalpha() and not unicodedata.name(character).startswith("LATIN")
            for character in r.name
        ),
        "with characters other than letters, - and '": lambda r: any(
            not character.isalpha() and character not in "-'" for character in r.name
        ),
        "not in NFC": lambda r: not unicodedata.is_normalized("NFC", r.name),
        "all lower or all upper case": lambda r: r.name in {r.name.lower(), r.name.upper()},
        "whose capitalisation is not restored from lower case": lambda r: (
            capitalise(lower(r.name, r.country), r.country) != r.name
        ),
        "with a tripled letter": lambda r: bool(re.search(r"(.)\1\1", r.name.lower())),
        "of a gender other than F, M and U": lambda r: r.gender not in {"F", "M", "U"},
        "of an unknown country": lambda r: r.country not in countries(),
    }
    counts = {rule: sum(map(violates, records)) for rule, violates in rules.items()}
    counts["that occur twice in a country, folded"] = len(records) - len(folded)
    counts["out of order"] = sum(a != b for a, b in zip(records, ordered, strict=True))
    return counts


def sample_names(records: Iterable[Record], country: str) -> list[str]:
    """Sample names of a country without replacement, with the same fixed seed for each."""
    names = [record.name for record in records if record.country == country]
    size = min(SAMPLE_SIZE, len(names))
    return sorted(np.random.default_rng(SAMPLE_SEED).choice(names, size, replace=False).tolist())


def render_summary(records: list[Record]) -> str:
    """Return the generated part of the card."""
    genders = Counter[str](record.gender for record in records)
    named = (("F", "women"), ("M", "men"), ("U", "either or not known"))
    letters = {letter for record in records for letter in lower(record.name, record.country)}
    excluded = sum(len(names.split()) for _, _, names in read_table(EXCLUSIONS))
    violations = count_violations(records)
    read = len(SAMPLED_COUNTRIES) * SAMPLE_SIZE
    return "\n".join(
        (
            f"- **{len(records):,} names** of {len({r.country for r in records})} countries: "
            + ", ".join(f"{genders[gender]:,} of {whose}" for gender, whose in named),
            (
                f"- {len(letters)} characters; {sum(violations.values())} violations of "
                f"{len(violations)} rules of cleanliness"
            ),
            (
                f"- {len(SAMPLE_ERRORS)} errors in {read:,} names of "
                f"{len(SAMPLED_COUNTRIES)} countries that were read; {excluded:,} left out by hand"
            ),
        )
    )


def render_tables(records: list[Record]) -> dict[str, str]:
    """Return the tables that `--tables` prints, by what they are of."""
    return {
        "sources": _sources_table(),
        "counts": _counts_table(records),
        "violations": _violations_table(records),
        "letters": _rare_letters_table(records),
        "exclusions": _exclusions_table(),
        "sample": _sample_lists(records),
    }


def _markdown_table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    numeric = ["---:" if title[:1].islower() else "---" for title in head]
    cells = [head, tuple(numeric), *rows]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in cells)


def _sources_table() -> str:
    rows = ((s.package, s.version, s.licence, s.contents) for s in sources_of_names())
    return _markdown_table(("Package", "Version", "Licence", "What, and where it matters"), rows)


def _counts_table(records: list[Record]) -> str:
    counted = Counter((record.country, record.gender) for record in records)
    rows: list[tuple[object, ...]] = [
        (country.name, country.code, sum(counts), *counts)
        for country in countries().values()
        for counts in [[counted[country.code, gender] for gender in ("F", "M", "U")]]
    ]
    totals = [sum(counted[code, gender] for code in countries()) for gender in ("F", "M", "U")]
    rows.append((f"**{len(countries())} countries**", "", sum(totals), *totals))
    return _markdown_table(("Country", "Code", "names", "f", "m", "u"), rows)


def _violations_table(records: list[Record]) -> str:
    violations = count_violations(records).items()
    rows: list[tuple[object, ...]] = [(f"names {rule}", count) for rule, count in violations]
    known = {(record.name, record.country) for record in records}
    found = [name for name, country in _EXPECTED_SPELLINGS if (name, country) in known]
    rule = f"of {len(_EXPECTED_SPELLINGS)} names spelled like this: {', '.join(found)}"
    rows.append((rule, len(found)))
    return _markdown_table(("Rule", "measured"), rows)


def _rare_letters_table(records: list[Record]) -> str:
    names: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        for letter in set(lower(record.name, record.country)):
            names[letter].append(record)
    rare = sorted((len(found), letter) for letter, found in names.items())
    rows = [
        (
            f"`{letter}`",
            " ".join(sorted({r.country for r in names[letter]})),
            names[letter][0].name,
            n,
        )
        for n, letter in rare
        if n < RARE_LETTER_COUNT
    ]
    head = f"The alphabet has {len(names)} characters: `{''.join(sorted(names))}`\n\n"
    return head + _markdown_table(("Letter", "Where", "Such as", "names"), rows)


def _exclusions_table() -> str:
    exclusions = read_table(EXCLUSIONS)
    rows = ((country, reason, len(names.split())) for country, reason, names in exclusions)
    return _markdown_table(("Country", "Reason", "names"), rows)


def _sample_lists(records: list[Record]) -> str:
    paragraphs = []
    for country in SAMPLED_COUNTRIES:
        marked = [
            f"**{name}**" if (country, name) in SAMPLE_ERRORS else name
            for name in sample_names(records, country)
        ]
        paragraphs.append(f"**{countries()[country].name}**: {', '.join(marked)}.")
    errors = [
        f"- {name} ({country}): {reason}" for (country, name), reason in SAMPLE_ERRORS.items()
    ]
    total = len(SAMPLED_COUNTRIES) * SAMPLE_SIZE
    paragraphs.append("\n".join([f"Errors found: {len(errors)} of {total}.", "", *errors]).strip())
    return "\n\n".join(paragraphs)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 1 if `--check` finds a difference."""
    if "--tables" in (sys.argv[1:] if arguments is None else arguments):
        for title, table in render_tables(read_names()).items():
            sys.stdout.write(f"## {title}\n\n{table}\n\n")
        return 0
    block = CardBlock("summary", "python data/card.py")
    filled = block.fill(CARD.read_text("utf-8"), render_summary(read_names()))
    return rebuild(__doc__, arguments, [], lambda _: {CARD: filled})


if __name__ == "__main__":
    sys.exit(main())
