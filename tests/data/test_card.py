from collections import Counter

import pytest

from data.blocklist import SOURCE as BLOCKED
from data.card import (
    CARD,
    SAMPLE_ERRORS,
    SAMPLE_SIZE,
    SAMPLED_COUNTRIES,
    count_violations,
    main,
    sample_names,
)
from data.everyday_words import SOURCE as WORDS
from data.records import Record
from data.sources import Source, sources_of_names


def test_card_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "the same bytes\n"


@pytest.mark.slow
def test_names_violate_no_rule(names: list[Record]) -> None:
    assert {rule: count for rule, count in count_violations(names).items() if count} == {}


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        (Record("A", "AL", "F"), "empty, or of one letter"),
        (Record("Abcdefghijklmnopqrstuvwxyz", "AL", "F"), "longer than 24 characters"),
        (Record("Anna2", "AL", "F"), "with a digit"),
        (Record("Иван", "AL", "M"), "with a non-Latin letter"),
        (Record("Ana Maria", "AL", "F"), "with characters other than letters, - and '"),
        (Record("Zoe\N{COMBINING DIAERESIS}", "AL", "F"), "not in NFC"),
        (Record("ANNA", "AL", "F"), "all lower or all upper case"),
        (Record("DeShawn", "AL", "M"), "whose capitalisation is not restored from lower case"),
        (Record("Annna", "AL", "F"), "with a tripled letter"),
        (Record("Anna", "AL", "X"), "of a gender other than F, M and U"),  # type: ignore[arg-type] # the violation
        (Record("Anna", "AQ", "F"), "of an unknown country"),
        (Record("Zoë", "AL", "F"), "that occur twice in a country, folded"),
        (Record("Zz", "AL", "F"), "out of order"),
    ],
)
def test_planted_violation_is_counted(planted: Record, rule: str) -> None:
    clean = [Record("Ada", "AL", "F"), Record("Zoe", "AL", "F"), Record("Zyta", "AL", "F")]
    assert count_violations(clean)[rule] == 0
    assert count_violations([*clean[:2], planted, clean[2]])[rule] >= 1


def test_at_most_two_per_cent_errors_in_the_sample(names: list[Record]) -> None:
    sampled = {
        (country, name) for country in SAMPLED_COUNTRIES for name in sample_names(names, country)
    }
    assert len(sampled) == SAMPLE_SIZE * len(SAMPLED_COUNTRIES)
    errors = Counter(country for country, _ in SAMPLE_ERRORS)
    assert errors.total() <= 0.02 * len(sampled)
    assert max(errors.values()) <= 0.04 * SAMPLE_SIZE
    assert set(SAMPLE_ERRORS) <= sampled


@pytest.mark.parametrize("source", [WORDS, BLOCKED])
def test_licence_and_card_name_the_source_of_each_list_of_words(source: Source) -> None:
    for path in (CARD, CARD.with_name("LICENSE")):
        assert f"{source.package} {source.version}" in path.read_text("utf-8")


def test_licence_names_every_source_and_includes_the_text() -> None:
    licence = CARD.with_name("LICENSE").read_text("utf-8")
    assert "GNU Free Documentation License" in licence
    assert "Version 1.2, November 2002" in licence
    assert "Jörg Michael" in licence
    packages = [f"{s.package} {s.version}" for s in sources_of_names()]
    packages.remove("gender-guesser 0.4.0")
    assert [name for name in packages if name.lower() not in licence.lower()] == []


def test_tables_behind_the_summary_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tables"]) == 0
    printed = capsys.readouterr().out
    assert "| Netherlands | NL | 3898 | 2072 | 1708 | 118 |" in printed
    assert "| `û` | TR | Melûl | 1 |" in printed
    assert "| AR | bynames of performers | 10 |" in printed
