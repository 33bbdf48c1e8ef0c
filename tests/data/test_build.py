import pytest

from data.build import SOURCES, main, select
from data.left_out import FILE, left_out
from data.records import Record
from model.domain.countries import countries


def test_the_names_are_rebuilt_byte_for_byte_from_their_packages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "the same bytes\n"


def test_only_countries_that_nomen_knows_are_kept() -> None:
    records = [Record("Anna", "PL", "F"), Record("Anna", "AQ", "F")]
    assert select(records) == [Record("Anna", "PL", "F")]


def test_what_a_reader_found_wrong_is_left_out_there_and_nowhere_else() -> None:
    records = [Record("Ramesses", "EG", "U"), Record("Ramesses", "NL", "U")]
    assert select(records) == [Record("Ramesses", "NL", "U")]


def test_what_is_left_out_is_of_known_countries_and_has_a_reason() -> None:
    assert {country for country, _ in left_out()} <= set(countries())
    rows = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()]
    assert all(reason.strip() for _, reason, _ in rows)
    assert rows == sorted(rows)


def test_every_source_is_pinned_and_says_its_licence() -> None:
    for wheel, _ in SOURCES:
        assert len(wheel.sha256) == 64
        assert wheel.version
        assert wheel.licence
