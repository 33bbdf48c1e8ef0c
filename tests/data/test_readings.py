from collections import defaultdict
from pathlib import Path

from data.attested import readings
from model.domain.spelling import fold

EXISTENCE = "country\tname\tmade\tpanel\treader1\treader2\n"
NEW_NAMES = "country\tname\tmade\tpanel\texists\trating\n"
Said = readings.Judgement | readings.Impression | readings.Reading


def test_readings_are_summarised_by_panel_and_kind(tmp_path: Path) -> None:
    file = tmp_path / "existence.tsv"
    rows = ["NL\tJorien\traw\t2\t2\t2", "NL\tBelo\traw\t2\t0\t1", "PL\tAda\treal\t1\t2\t2"]
    file.write_text(EXISTENCE + "\n".join(rows), "utf-8")
    table = [*readings.summarise(file)]
    assert table == ["| 1 | 1 | real | 1.000 | 1.000 |", "| 2 | 2 | raw | 0.500 | 1.000 |"]


def test_judgements_are_summarised_by_kind_without_names_that_exist(tmp_path: Path) -> None:
    file = tmp_path / "new_names.tsv"
    rows = ["NL\tBelo\traw\t2\t0\t2", "NL\tJorien\traw\t2\t2\t5", "NL\tTarin\traw\t9\t0\t4"]
    file.write_text(NEW_NAMES + "\n".join(rows), "utf-8")
    assert [*readings.summarise_judgements(file)] == ["| raw | 3 | 0.333 | 3.00 | 0.50 |"]


def test_names_are_summarised_by_the_mean_of_their_readers(tmp_path: Path) -> None:
    file = tmp_path / "new_names.tsv"
    rows = ["NL\tBelo\traw\t2\t0\t4", "NL\tBelo\traw\t2\t0\t5", "NL\tTarin\traw\t2\t0\t3"]
    known = ["NL\tJorien\traw\t2\t0\t5", "NL\tJorien\traw\t2\t2\t5"]
    file.write_text(NEW_NAMES + "\n".join([*rows, *known]), "utf-8")
    assert [*readings.summarise_names(file)] == ["| 2 | 2 | raw | 3.75 | 0.50 |"]


def test_impressions_are_summarised_by_kind_and_the_mean_of_their_readers(tmp_path: Path) -> None:
    file = tmp_path / "impressions.tsv"
    rows = ["NL\tBelo\traw\t1\t5\t2", "NL\tBelo\traw\t2\t4\t2", "NL\tTarin\traw\t1\t1\t4"]
    file.write_text("country\tname\tmade\tpanel\tage\tappeal\n" + "\n".join(rows), "utf-8")
    assert [*readings.summarise_impressions(file)] == ["| raw | 2 | 2.75 | 3.00 | 0.50 | 0.50 |"]


def test_names_that_are_served_as_new_are_seldom_real() -> None:
    """What was read last of what is shipped: real there by both, known to either."""
    last = [row for row in readings.read(readings.HELD_OUT) if row.panel in {2, 3}]
    served = [row for row in last if row.made not in {"language model", "raw"}]
    assert len(served) > 500
    assert sum(row.first == row.second == 2 for row in served) <= 0.05 * len(served)
    assert sum(row.is_known for row in served) <= 0.5 * len(served)


def test_new_names_that_are_held_out_are_nobodys() -> None:
    nobodys = {row.name for row in readings.read(readings.HELD_OUT) if row.first == row.second == 0}
    assert {row.name for row in readings.read_judgements(readings.NEW_NAMES_HELD_OUT)} == nobodys


def test_who_wrote_a_name_is_said_of_every_reading_of_it() -> None:
    """The good names that are read again are the network's: a language model's are none of them."""
    of_others = {
        (judged.country, fold(judged.name))
        for judged in readings.read_judgements()
        if judged.made in readings.NOT_SPELLED
    }
    read: list[Said] = [*readings.read_judgements(), *readings.read_impressions(), *readings.read()]
    again = {readings.PUT_FIRST, "good new name"}
    named = [each for each in read if (each.country, fold(each.name)) in of_others]
    assert [each for each in named if each.made in again] == []


def test_names_that_are_compared_with_a_language_models_are_not_its_own() -> None:
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    for judged in (*readings.read_judgements(), *readings.read_judgements(readings.NEW_BLENDS)):
        sources[judged.country, fold(judged.name)].add(judged.made)
    held_out: list[Said] = [
        *readings.read(readings.HELD_OUT),
        *readings.read_judgements(readings.NEW_NAMES_HELD_OUT),
        *readings.read_judgements(readings.NEW_BLENDS_HELD_OUT),
        *readings.read_impressions(readings.IMPRESSIONS_HELD_OUT),
    ]
    ours = {(each.country, each.name) for each in held_out if each.made not in readings.NOT_SPELLED}
    made = {(country, name): sources[country, fold(name)] for country, name in ours}
    assert [name for name, of in made.items() if of and of <= readings.NOT_SPELLED] == []
