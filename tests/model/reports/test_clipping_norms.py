import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.assignment import rnn
from model.evaluation.card import CARD
from model.reports.clipping_norms import (
    BLOCK,
    ClippingConfig,
    ClippingRun,
    main,
    running_median,
    table,
    train_run,
)
from tests.model.reports.outdated_card import update_card


def run_with(*losses: float, max_norm: float = math.inf, validation: float = 20.0) -> ClippingRun:
    norms = np.linspace(0.1, 2, len(losses))
    return ClippingRun(1, max_norm, np.array(losses), norms, validation)


def test_run_explodes_at_the_first_of_its_final_high_losses() -> None:
    assert run_with(*[0.3] * 40, 5.0, 0.4, *[9.0] * 150).exploded == 43
    assert run_with(*[9.0] * 150).exploded == 1


def test_run_with_few_final_high_losses_has_not_exploded() -> None:
    assert run_with(*[0.3] * 40, *[9.0] * 50).exploded is None
    assert run_with(*[9.0] * 150, 0.3).exploded is None


def test_runs_of_a_seed_are_equal_up_to_the_first_clipped_step() -> None:
    config = ClippingConfig(names=30, validation_stride=900)
    unclipped, clipped = (train_run(3, max_norm, config) for max_norm in (math.inf, 0.1))
    first = int(np.flatnonzero(unclipped.norms > 0.1)[0])
    np.testing.assert_allclose(clipped.norms[: first + 1], unclipped.norms[: first + 1], rtol=1e-5)
    assert not np.allclose(clipped.norms[first + 1 :], unclipped.norms[first + 1 :], rtol=1e-3)
    assert 10 < clipped.validation < math.inf


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.integers(0, 30))
def test_running_median_is_over_neighbours(values: list[float], radius: int) -> None:
    medians = running_median(np.array(values), radius)
    assert len(medians) == len(values)
    assert medians[0] == np.median(values[: radius + 1])
    assert medians[-1] == np.median(values[-radius - 1 :])
    assert min(values) <= medians.min() <= medians.max() <= max(values)


def test_table_shows_clipping_and_counts_explosions() -> None:
    exploded = run_with(*[0.3] * 20, *[9.0] * 100, validation=math.inf)
    lines = list(table([exploded, run_with(*[0.3] * 120, max_norm=1.05)]))
    assert lines[2] == "| – | 1 | 21 | 1.05 | 2.0 | 0.0% | ∞ |"
    assert lines[3] == "| 1.05 | 1 | – | 1.05 | 2.0 | 50.0% | 20.0 |"
    assert lines[-1] == "Without clipping 1 of 1 explode, with it 0 of 1."


def test_card_shows_every_seed_without_and_with_clipping() -> None:
    card = CARD.read_text("utf-8")
    for max_norm in ("–", f"{rnn.MAX_GRAD_NORM:g}"):
        for seed in ClippingConfig().seeds:
            assert card.count(f"\n| {max_norm} | {seed} | ") == 1


@pytest.mark.slow
def test_command_writes_table_and_plot(tmp_path: Path) -> None:
    config = ClippingConfig(tmp_path, seeds=(2,), names=10, validation_stride=1000)
    text = update_card(tmp_path, BLOCK, lambda: main(config))
    assert text.count("\n| – | 2 | ") == text.count("\n| 0.5 | 2 | ") == 1
    assert (tmp_path / "clip_norms.png").read_bytes().startswith(b"\x89PNG")
