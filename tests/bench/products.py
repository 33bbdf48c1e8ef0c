"""Why drawing together is fast: `python tests/bench/products.py` prints a table by names at once.

How many of the beginnings of names drawn together are distinct, for only those are read; and how
fast one of the network's matrix products is, in NumPy as it is and as `cell.Linear` makes it.
"""

from collections.abc import Iterator
from itertools import accumulate

import numpy as np
from threadpoolctl import threadpool_limits

from model.cell import Linear
from model.condition import Condition
from model.namer import Namer
from model.stopwatch import Work, race
from model.weights import FloatArray, Weights

SIZES = (1, 4, 8, 16, 32, 64, 128, 512)


def main() -> None:
    """Print the table."""
    weights = Weights.load()
    namer = Namer(weights)
    with threadpool_limits(limits=1):
        for line in table(namer, weights):
            print(line, flush=True)  # noqa: T201 - printing is a benchmark's work


def table(namer: Namer, weights: Weights) -> Iterator[str]:
    """Yield a Markdown table."""
    yield "| names at once | distinct beginnings | plain, GFLOP/s | in pieces, GFLOP/s |"
    yield "|--:|--:|--:|--:|"
    weight = weights.arrays["layers.0.gates.weight"]
    weight = weight[:, weight.shape[1] // 2 :]  # what reads the memory
    for size in SIZES:
        plain, pieces = (1e-9 / each for each in seconds(weight, size))
        yield f"| {size} | {distinct(namer, size):.0%} | {plain:.0f} | {pieces:.0f} |"


def distinct(namer: Namer, size: int) -> float:
    """Return how many of the beginnings of names drawn for one country are distinct."""
    all_of_them, different = 0, 0
    for code in namer.countries[::4]:
        names = namer.draw(Condition.of(code), size, np.random.default_rng(size))
        beginnings = [one for name in names for one in ("", *accumulate(name))]
        all_of_them += len(beginnings)
        different += len(set(beginnings))
    return different / all_of_them


def seconds(weight: FloatArray, size: int) -> tuple[float, float]:
    """Return seconds a floating-point operation, plain and in pieces."""
    rng = np.random.default_rng(size)
    # Several, as the network has them, so that they do not all stay in the core's nearest cache.
    weights = [rng.permuted(weight) for _ in range(3)]
    matrices = [one.T.copy() for one in weights]
    layers = [Linear(one) for one in weights]
    signal = rng.standard_normal((size, weight.shape[1]), np.float32)

    def plain(_: np.random.Generator) -> float:
        for matrix in matrices:
            signal @ matrix
        return 3 * 2.0 * size * weight.size

    def pieces(_: np.random.Generator) -> float:
        for layer in layers:
            layer(signal)
        return 3 * 2.0 * size * weight.size

    works: dict[str, Work] = {"plain": plain, "pieces": pieces}
    measured = race(works, rounds=9, seconds=0.02)
    return measured["plain"], measured["pieces"]


if __name__ == "__main__":
    main()
