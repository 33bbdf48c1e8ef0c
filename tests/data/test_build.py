import pytest

from data.build import EXCLUSIONS, excluded_names, keep_included, main
from data.records import Record
from model.domain.countries import countries


@pytest.mark.slow
def test_names_are_reproducible(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "the same bytes\n"


def test_unknown_countries_are_dropped() -> None:
    records = [Record("Anna", "PL", "F"), Record("Anna", "AQ", "F")]
    assert keep_included(records) == [Record("Anna", "PL", "F")]


def test_exclusions_apply_to_their_country_only() -> None:
    records = [Record("Ramesses", "EG", "U"), Record("Ramesses", "NL", "U")]
    assert keep_included(records) == [Record("Ramesses", "NL", "U")]


def test_exclusions_are_sorted_with_known_countries_and_reasons() -> None:
    assert {country for country, _ in excluded_names()} <= set(countries())
    rows = [line.split("\t") for line in EXCLUSIONS.read_text("utf-8").splitlines()]
    assert all(reason.strip() for _, reason, _ in rows)
    assert rows == sorted(rows)
