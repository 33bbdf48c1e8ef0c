from itertools import islice

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.connection import LONGEST_WAIT, backoff_delays


@given(st.integers(0, 2**32 - 1))
def test_waits_double_up_to_the_longest_less_what_chance_takes_off(seed: int) -> None:
    whole = [min(2.0**number, LONGEST_WAIT) for number in range(10)]
    drawn = list(islice(backoff_delays(np.random.default_rng(seed)), len(whole)))
    assert all(0.8 * most <= wait <= most for wait, most in zip(drawn, whole, strict=True))


def test_two_bots_do_not_come_back_in_the_same_moment() -> None:
    one, other = (list(islice(backoff_delays(np.random.default_rng(seed)), 3)) for seed in (1, 2))
    assert one != other
