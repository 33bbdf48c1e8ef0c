import pytest

from data.build import SOURCES
from data.card import CARD, ERRORS, SEVEN, faults, fill, main, sample
from data.records import Record


def test_the_tables_and_the_sample_of_the_card_are_what_the_names_give(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "the card is right\n"


def test_no_name_breaks_a_rule_of_cleanliness(names: list[Record]) -> None:
    assert {rule: count for rule, count in faults(names).items() if count} == {}


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        (Record("A", "AL", "F"), "empty, or of one letter"),
        (Record("Abcdefghijklmnopqrstuvwxyz", "AL", "F"), "of more than 24 signs"),
        (Record("Anna2", "AL", "F"), "with a digit"),
        (Record("Иван", "AL", "M"), "with a letter of another script than Latin"),
        (Record("Ana Maria", "AL", "F"), "with another sign than letters, - and '"),
        (Record("Zoe\N{COMBINING DIAERESIS}", "AL", "F"), "not composed (NFC)"),
        (Record("ANNA", "AL", "F"), "in small letters or in capitals"),
        (Record("DeShawn", "AL", "M"), "whose casing does not come back from lower case"),
        (Record("Annna", "AL", "F"), "with a letter three times running"),
        (Record("Anna", "AL", "X"), "of a gender other than F, M and U"),  # type: ignore[arg-type] # the fault
        (Record("Anna", "AQ", "F"), "of a country that Nomen does not know"),
        (Record("Zoë", "AL", "F"), "that stand twice in a country, folded"),
        (Record("Zz", "AL", "F"), "out of order"),
    ],
)
def test_a_fault_would_be_counted(planted: Record, rule: str) -> None:
    clean = [Record("Ada", "AL", "F"), Record("Zoe", "AL", "F"), Record("Zyta", "AL", "F")]
    assert faults(clean)[rule] == 0
    assert faults([*clean[:2], planted, clean[2]])[rule] >= 1


def test_the_reader_found_at_most_seven_errors_and_all_of_them_in_the_sample(
    names: list[Record],
) -> None:
    drawn = {(country, name) for country in SEVEN for name in sample(names, country)}
    assert len(drawn) == 350
    assert len(ERRORS) <= 7
    assert set(ERRORS) <= drawn


def test_the_licence_names_every_source_and_holds_the_text() -> None:
    licence = CARD.with_name("LICENSE").read_text("utf-8")
    assert "GNU Free Documentation License" in licence
    assert "Version 1.2, November 2002" in licence
    assert "Jörg Michael" in licence
    packages = [f"{w.package} {w.version}" for w, _ in SOURCES if w.package != "gender-guesser"]
    assert [name for name in packages if name.lower() not in licence.lower()] == []


def test_a_card_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no marks for 'counts'"):
        fill("# The names", {"counts": "1"})
