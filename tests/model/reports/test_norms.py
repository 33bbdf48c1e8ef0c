import math

import numpy as np

from model.reports.norms import Run, train


def run_with(*losses: float) -> Run:
    return Run(1, math.inf, np.array(losses), np.linspace(0.1, 2, len(losses)), 20.0)


def test_run_explodes_at_the_first_of_its_final_high_losses() -> None:
    assert run_with(*[0.3] * 40, 5.0, 0.4, *[9.0] * 150).exploded == 43
    assert run_with(*[9.0] * 150).exploded == 1
    assert run_with(*[0.3] * 40, *[9.0] * 50).exploded is None
    assert run_with(*[9.0] * 150, 0.3).exploded is None


def test_runs_of_a_seed_are_equal_up_to_the_first_clipped_step() -> None:
    unclipped, clipped = (train(3, norm, names=30, stride=900) for norm in (math.inf, 0.1))
    first = int(np.flatnonzero(unclipped.norms > 0.1)[0])
    np.testing.assert_allclose(clipped.norms[: first + 1], unclipped.norms[: first + 1], rtol=1e-5)
    assert not np.allclose(clipped.norms[first + 1 :], unclipped.norms[first + 1 :], rtol=1e-3)
    assert 10 < clipped.validation < math.inf
