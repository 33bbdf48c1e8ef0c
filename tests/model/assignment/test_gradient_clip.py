import math
import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from model.assignment.gradient_clip import (
    MAX_EPOCHS,
    TOLERANCE,
    check,
    demonstrate,
    descend,
    final_error,
    main,
    search,
    summarise,
)
from model.domain.errors import InputError


@pytest.mark.parametrize("threshold", [None, 40.15, 3.0])
@pytest.mark.parametrize("number", [16, 12.5, 312, 0, 1000])
def test_descent_matches_autograd_to_the_bit(number: float, threshold: float | None) -> None:
    start = torch.ones(1, requires_grad=True)
    gradients, values = [], []
    for _ in range(30):
        loss = (start**2 - number) ** 2
        loss.backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
        assert start.grad is not None
        gradients.append(start.grad.item())
        if threshold is not None:
            start.grad.clamp_(-threshold, threshold)
        start.data -= start.grad * 0.01
        start.grad *= 0
        values.append(start.item())
    descent = descend(number, 30, threshold)
    np.testing.assert_array_equal(descent.gradients.tolist(), gradients)
    np.testing.assert_array_equal(descent.values.tolist(), values)


def test_errors_of_overflowed_values_are_infinite() -> None:
    errors = descend(312, 10).errors(312)
    assert np.isfinite(errors[:5]).all()
    assert np.isposinf(errors[5:]).all()


@given(st.floats(0.1, 600), st.integers(5, 80))
def test_the_optimal_threshold_is_no_worse_than_any_other(number: float, epochs: int) -> None:
    result = search(number, epochs)
    for threshold in (1.0, 10.0, 33.3, 50.0, 99.0):
        assert result.error <= final_error(descend(number, epochs, threshold), number)
    for edge in (edge for edges in result.valid_ranges for edge in edges):
        assert result.error <= final_error(descend(number, epochs, edge), number) <= TOLERANCE


def test_a_demonstration_uses_the_optimal_threshold_or_a_given_one() -> None:
    optimal, custom = demonstrate(312, 50), demonstrate(312, 50, 30)
    assert (optimal.threshold, custom.threshold) == (optimal.search_result.threshold, 30)
    assert optimal.error == optimal.search_result.error < custom.error
    np.testing.assert_array_equal(custom.clipped.values, descend(312, 50, 30).values)
    np.testing.assert_array_equal(custom.unclipped.values, descend(312, 50).values)


def test_a_long_search_takes_little_memory() -> None:
    # √50 has the widest unclipped oscillation without overflow, so it has the most thresholds.
    tracemalloc.start()
    search(50, MAX_EPOCHS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * 2**20


@pytest.mark.parametrize("number", [0, 1000, 1_000_000])
def test_a_search_without_valid_thresholds_claims_none(number: float) -> None:
    result = search(number, 50)
    assert result.valid_ranges == ()
    assert result.error > TOLERANCE
    summary = summarise(number, 50, result)
    assert summary.startswith(f"√{number} = ")
    assert "no threshold comes within 0.25" in summary


def test_a_number_that_converges_unclipped_has_one_range() -> None:
    result = search(16, 50)
    assert len(result.valid_ranges) == 1
    assert "all thresholds from" in summarise(16, 50, result)


@pytest.mark.parametrize(
    ("number", "epochs", "threshold"),
    [
        *((number, 50, None) for number in (-1, 1e7, math.nan)),
        *((16, epochs, None) for epochs in (0, 1001)),
        *((16, 50, threshold) for threshold in (0.0, -2.0, math.inf, math.nan)),
    ],
)
def test_values_out_of_bounds_are_refused(
    number: float, epochs: int, threshold: float | None
) -> None:
    with pytest.raises(InputError, match=r"from 0 to|1 to 1,000|above 0"):
        check(number, epochs, threshold)


def test_the_script_prints_explosion_and_threshold(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    printed = capsys.readouterr().out
    assert "epoch 3: 4.013091564178467" in printed
    assert "epoch 3: -46344622309376.0" in printed
    assert "a threshold of ± 40.15 is optimal" in printed
