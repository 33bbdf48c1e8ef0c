from pathlib import Path

import numpy as np
import pytest

from data.attested.readings import (
    IMPRESSIONS,
    NEW_BLENDS,
    NEW_NAMES,
    PUT_FIRST,
    SCALE,
    read_impressions,
    read_judgements,
)
from model.domain.spelling import fold
from tools import readings
from tools.retrain.steps import STEPS

HEAD = "country\tname\tmade\tpanel\texists\trating\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """Files of readings with a line each: of names, of blends, and of impressions."""
    names, blends = tmp_path / "new_names.tsv", tmp_path / "new_blends.tsv"
    impressions = tmp_path / "impressions.tsv"
    impressions.write_text(
        "country\tname\tmade\tpanel\tage\tappeal\nNL\tZoveline\traw\t4\t2\t3\n", "utf-8"
    )
    names.write_text(HEAD + "NL\tZoveline\traw\t7\t0\t3\n", "utf-8")
    blends.write_text(HEAD + "NL+PL\tWilbora\traw\t2\t0\t4\n", "utf-8")
    monkeypatch.setattr(readings, "NEW_NAMES", names)
    monkeypatch.setattr(readings, "NEW_BLENDS", blends)
    monkeypatch.setattr(readings, "IMPRESSIONS", impressions)
    return names, blends, impressions


@pytest.mark.slow
def test_a_sheet_has_unread_names_and_good_ones_that_few_have_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "ROUNDS", 3)
    monkeypatch.setattr(readings, "UNREAD", 30)
    readings.prepare(tmp_path / "round", ["NL", "NL+PL"], seed=1)
    head, *lines = (tmp_path / "round" / "01.txt").read_text("utf-8").splitlines()
    assert head == "# NL"
    second = lines.index("# NL+PL")
    numbered = [line.split("\t") for line in lines if not line.startswith("#")]
    assert [number for number, _ in numbered] == [str(at + 1) for at in range(len(numbered))]
    counts = readings.count_readings()
    dutch = [counts.get(("NL", fold(name)), 0) for _, name in numbered[:second]]
    assert dutch.count(0) >= 25
    assert 0 < sum(count > 0 for count in dutch) <= 60
    assert max(dutch) < 3
    assert (tmp_path / "round" / "scale.txt").read_text("utf-8") == SCALE.read_text("utf-8")


def test_what_readers_said_is_added_as_new_panels(
    tmp_path: Path, files: tuple[Path, Path, Path]
) -> None:
    names, blends, impressions = files
    folder = tmp_path / "round"
    folder.mkdir()
    (folder / "01.txt").write_text(
        "# NL\n1\tMarlieve\n2\tZoveline\n# NL+PL\n3\tAnnemira\n", "utf-8"
    )
    (folder / "01.out").write_text("1 0515\n2 2442\n3 0323\n", "utf-8")
    readings.take(folder)
    made = PUT_FIRST
    assert [*read_judgements(names)] == [
        ("NL", "Marlieve", made, 8, 0, 5),
        ("NL", "Zoveline", made, 8, 2, 4),
        ("NL", "Zoveline", "raw", 7, 0, 3),
    ]
    assert [*read_judgements(blends)] == [
        ("NL+PL", "Annemira", made, 3, 0, 3),
        ("NL+PL", "Wilbora", "raw", 2, 0, 4),
    ]
    assert [*read_impressions(impressions)] == [
        ("NL", "Marlieve", made, 5, 1, 5),
        ("NL", "Zoveline", made, 5, 4, 2),
        ("NL", "Zoveline", "raw", 4, 2, 3),
        ("NL+PL", "Annemira", made, 6, 2, 3),
    ]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("1 0511\n", "nobody has read 2, Zoveline"),
        ("1 0511\n2 0611\n", "'2 0611' is not on the scale"),
        ("1 0511\n2 0560\n", "'2 0560' is not on the scale"),
        ("1 0511\n2 3511\n", "'2 3511' is not on the scale"),
        ("1 0511\ntwo\n", "'two' is not on the scale"),
    ],
)
def test_nothing_is_added_of_a_sheet_that_is_not_read_as_the_scale_says(
    tmp_path: Path, files: tuple[Path, Path, Path], answers: str, message: str
) -> None:
    before = [path.read_bytes() for path in files]
    (tmp_path / "01.txt").write_text("# NL\n1\tMarlieve\n2\tZoveline\n", "utf-8")
    (tmp_path / "01.out").write_text(answers, "utf-8")
    with pytest.raises(ValueError, match=message):
        readings.take(tmp_path)
    assert [path.read_bytes() for path in files] == before


def test_what_learns_from_readings_is_refitted() -> None:
    steps = {step.name: step for step in STEPS}
    learning = {
        step.name
        for step in STEPS
        if {f"data/ratings/{path.name}" for path in (NEW_NAMES, NEW_BLENDS, IMPRESSIONS)}
        & {*step.inputs}
        and any(path.endswith(".npz") for path in step.outputs)
    }
    assert learning <= {*readings.REFITTED} <= {*steps}
    assert NEW_NAMES.name in str(steps["ranker"].inputs)
    assert NEW_BLENDS.name in str(steps["blend-ranker"].inputs)


@pytest.mark.slow
def test_shipped_readings_are_on_the_scale_and_sorted() -> None:
    for path in (NEW_NAMES, NEW_BLENDS):
        judged = [*read_judgements(path)]
        assert judged == sorted(judged)
        assert {each.exists for each in judged} <= {0, 1, 2}
        assert {each.rating for each in judged} == {1, 2, 3, 4, 5}
    assert np.mean([judged.exists > 0 for judged in read_judgements(NEW_NAMES)]) < 0.25
    impressions = [*read_impressions()]
    assert impressions == sorted(impressions)
    for said in ([each.age for each in impressions], [each.appeal for each in impressions]):
        assert {*said} == {1, 2, 3, 4, 5}
