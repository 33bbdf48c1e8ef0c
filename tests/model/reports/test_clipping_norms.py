import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.assignment import rnn
from model.reports import clipping_norms
from model.reports.card_file import CARD
from model.reports.clipping_norms import Run, main, run, running_median, table


@pytest.fixture(autouse=True)
def few_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipping_norms, "HELD_OUT", 1000)


def made_up(*losses: float, clip: float = math.inf, validation: float = 20.0) -> Run:
    norms = np.linspace(0.1, 2, len(losses))
    return Run(1, clip, np.array(losses), norms, validation)


def test_a_run_explodes_with_the_first_of_its_high_losses_to_the_end() -> None:
    assert made_up(*[0.3] * 40, 5.0, 0.4, *[9.0] * 150).exploded == 43
    assert made_up(*[9.0] * 150).exploded == 1


def test_a_run_that_ends_with_few_high_losses_has_not_exploded() -> None:
    assert made_up(*[0.3] * 40, *[9.0] * 50).exploded is None
    assert made_up(*[9.0] * 150, 0.3).exploded is None


def test_both_runs_of_a_seed_begin_alike_and_part_at_the_first_cut() -> None:
    free, cut = (run(1, clip, 30) for clip in (math.inf, 0.1))
    first = int(np.flatnonzero(free.norms > 0.1)[0])
    np.testing.assert_allclose(cut.norms[: first + 1], free.norms[: first + 1], rtol=1e-5)
    assert not np.allclose(cut.norms[first + 1 :], free.norms[first + 1 :], rtol=1e-3)
    assert 10 < cut.validation < 50


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.integers(0, 30))
def test_a_running_median_is_that_of_its_neighbours(values: list[float], around: int) -> None:
    medians = running_median(np.array(values), around)
    assert len(medians) == len(values)
    assert medians[0] == np.median(values[: around + 1])
    assert medians[-1] == np.median(values[-around - 1 :])
    assert min(values) <= medians.min() <= medians.max() <= max(values)


def test_the_table_says_what_was_cut_and_how_many_exploded() -> None:
    lost = made_up(*[0.3] * 20, *[9.0] * 100, validation=math.inf)
    lines = list(table([lost, made_up(*[0.3] * 120, clip=1.05)]))
    assert lines[2] == "| – | 1 | 21 | 1.05 | 2.0 | 0.0% | ∞ |"
    assert lines[3] == "| 1.05 | 1 | – | 1.05 | 2.0 | 50.0% | 20.0 |"
    assert lines[-1] == "Without clipping 1 of 1 explode, with it 0 of 1."


def test_the_card_shows_every_seed_without_clipping_and_with() -> None:
    card = CARD.read_text("utf-8")
    for clip in ("–", f"{rnn.CLIP:g}"):
        for seed in clipping_norms.SEEDS:
            assert card.count(f"\n| {clip} | {seed} | ") == 1


def test_the_command_writes_table_and_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = f"before{clipping_norms.BEGIN}stale{clipping_norms.END}after"
    (tmp_path / "README.md").write_text(text, "utf-8")
    monkeypatch.setattr(clipping_norms, "SEEDS", (2,))
    monkeypatch.setattr(clipping_norms, "NAMES", 10)
    main(tmp_path)
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text.startswith("before")
    assert text.endswith("after")
    assert "stale" not in text
    assert text.count("\n| – | 2 | ") == text.count("\n| 0.5 | 2 | ") == 1
    assert (tmp_path / "clip_norms.png").read_bytes().startswith(b"\x89PNG")
