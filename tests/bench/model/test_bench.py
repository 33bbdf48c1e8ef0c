import json

import pytest

from bench.model.tasks import COLD_START, ONE, SCORES, TASKS, TEN, System, Target, table
from bench.speed import main
from model.domain import corpus


def test_json_output_is_flat_and_positive(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Alphabet and countries are cached from all names, before there are few.
    corpus.alphabet()
    corpus.country_codes()
    few = corpus.entries()[::200]
    monkeypatch.setattr("model.domain.corpus.entries", lambda: few)
    main(["--quick", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert all(figure > 0 for figure in figures.values())
    assert {f"ours_{task.key}" for task in TASKS} <= set(figures)
    peers = {f"stepping_{task.key}" for task in (ONE, SCORES, COLD_START)}
    assert peers | {f"transformer_{task.key}" for task in (ONE, SCORES)} <= set(figures)
    assert {"ten_new_names_ratio", "in_64_ratio", "in_1024_of_limit"} <= set(figures)
    assert {"training_ratio", "seed_names_per_second", "limit_names_per_second"} <= set(figures)
    assert figures["ten_new_names_ratio"] == pytest.approx(
        figures["seed_ten_new_names_ms"] / figures["ours_ten_new_names_ms"]
    )


def test_a_table_leaves_out_tasks_without_figures() -> None:
    systems = {"ours": System("ours", {}), "other": System("another", {})}
    figures = {"ours": {ONE: 1234.5, TEN: 2.0}, "other": {ONE: 100.0}}
    lines = list(table(systems, figures))
    assert lines[:2] == ["| | ours | another |", "|---|--:|--:|"]
    assert "| names a second, one by one | 1,234 | 100 (× 12.3) |" in lines
    assert "| ten new names in one answer, ms | 2 |  |" in lines


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (Target("key", "speed", 16, 15), "speed: 16, to be 15 or more: reached"),
        (Target("key", "speed", 14, 15), "speed: 14, to be 15 or more: missed"),
        (Target("key", "time", 14, 15, at_least=False), "time: 14, to be 15 or less: reached"),
        (Target("key", "time", 16, 15, at_least=False), "time: 16, to be 15 or less: missed"),
    ],
)
def test_a_target_states_whether_it_was_reached(target: Target, text: str) -> None:
    assert str(target) == text
