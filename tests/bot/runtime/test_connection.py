from itertools import islice

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.connection import MAX_BACKOFF, backoff_delays


@given(st.integers(0, 2**32 - 1))
def test_delays_double_up_to_the_maximum_with_jitter(seed: int) -> None:
    upper_bounds = [min(2.0**number, MAX_BACKOFF) for number in range(10)]
    delays = list(islice(backoff_delays(np.random.default_rng(seed)), len(upper_bounds)))
    assert all(
        0.8 * bound <= delay <= bound for delay, bound in zip(delays, upper_bounds, strict=True)
    )


def test_jitter_differs_between_bots() -> None:
    first, second = (
        list(islice(backoff_delays(np.random.default_rng(seed)), 3)) for seed in (1, 2)
    )
    assert first != second
