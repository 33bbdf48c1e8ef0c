"""Draws the seed's network and the shipped one side by side: `python -m model.architecture`.

The picture that came with the assignment is lost; this one, `architecture.png` beside this file, is
drawn from the stored weights: every width on it is that of an array.
"""

from collections.abc import Mapping
from pathlib import Path

from matplotlib.figure import Figure

from model.card import HERE, SEED
from model.sketch import HEIGHT, RADIUS, Point, Sketch
from model.weights import FloatArray, Weights

Arrays = Mapping[str, FloatArray]

WIDE, HALF, STEP = 2.4, HEIGHT / 2, 1.4
"""A box's width, half of its height, and how far apart boxes stand that follow each other."""
TALL, GAP = 2.0, 0.45
"""Height of the box of a memory's gates, and of the space below and above it."""
CENTRE, RIGHT = 4.2, 8.3
"""Columns of the shipped network: what letters go through, and the memories."""


def main(path: Path = HERE / "architecture.png") -> None:
    """Draw both as one PNG."""
    figure = Figure(dpi=120, layout="constrained", facecolor="white")
    seed, shipped = (Sketch(axes) for axes in figure.subplots(1, 2))
    left, right = Weights.load(SEED).arrays, Weights.load().arrays
    top = draw_shipped(shipped, right)
    figure.set_size_inches(12, 0.6 * (top + 1.6))
    draw_seed(seed, left, top)
    for sketch, title, arrays in ((seed, "The seed's", left), (shipped, "The shipped", right)):
        size = sum(array.size for array in arrays.values())
        sketch.frame(f"{title} network: {size:,} weights", (-0.1, -0.5), (10.1, top + 0.5))
    figure.savefig(path)


def draw_seed(sketch: Sketch, arrays: Arrays, top: float) -> None:
    """Draw the assignment's network in six rows, from its inputs at 0 to its answer at the top."""
    neurons, countries = arrays["country.weight"].shape
    letters, joined = arrays["letter.weight"].shape[1], arrays["joined.weight"].shape[1]
    given, read, concatenated, hidden, heads, answer = (top * row / 5 for row in range(6))
    for x, name, width in ((1.3, "country", countries), (4.3, "letter", letters)):
        sketch.box("given", (x, given), WIDE, name, "one-hot")
        sketch.box("learnt", (x, read), WIDE, "linear", "ReLU")
        sketch.arrow((x, given + HALF), (x, read - HALF), width=width)
        sketch.arrow((x, read + HALF), (x, concatenated - HALF), width=neurons)
    sketch.box("memory", (RIGHT, given), WIDE, "memory", "zeros at first")
    sketch.arrow((7.5, given + HALF), (7.5, concatenated - HALF), width=neurons, memory=True)
    sketch.box("joined", (CENTRE, concatenated), 8.2, "concatenate")
    sketch.box("learnt", (CENTRE, hidden), WIDE, "linear", "dropout, ReLU")
    sketch.arrow((CENTRE, concatenated + HALF), (CENTRE, hidden - HALF), width=joined)
    fork = CENTRE, (hidden + heads) / 2
    sketch.dot(fork)
    for x, lines in ((1.3, ("linear", "softmax")), (5.7, ("linear",))):
        sketch.box("learnt", (x, heads), WIDE, *lines)
        turn = x, fork[1]
        sketch.arrow((CENTRE, hidden + HALF), fork, turn, (x, heads - HALF), width=neurons)
    sketch.box("answer", (1.3, answer), WIDE, "next letter", "probabilities")
    sketch.arrow((1.3, heads + HALF), (1.3, answer - HALF), width=letters)
    sketch.arrow((5.7 + WIDE / 2, heads), (RIGHT + 0.4 - RADIUS, heads), width=neurons)
    _carry(sketch, (RIGHT, given), (RIGHT + 0.4, heads), neurons)
    sketch.note((RIGHT + 1.35, (given + heads) / 2), "for the next letter", memory=True)


def draw_shipped(sketch: Sketch, arrays: Arrays) -> float:
    """Draw the shipped network upwards from its inputs at 0; return how high its answer is."""
    letters, width = arrays["letter.weight"].shape
    told = arrays["condition.weight"].shape[1]
    summed = CENTRE, STEP + 1.1
    for x, name, more, layer, size in (
        (2.3, "letter", "its number", "embedding", letters),
        (6.1, "condition", "countries, gender", "linear", told),
    ):
        sketch.box("given", (x, 0), WIDE + 0.4, name, more)
        sketch.box("learnt", (x, STEP), WIDE + 0.4, layer)
        sketch.arrow((x, HALF), (x, STEP - HALF), width=size)
        side = RADIUS if x > CENTRE else -RADIUS
        inside = CENTRE + side, summed[1]
        sketch.arrow((x, STEP + HALF), (x, summed[1]), inside, width=width)
    sketch.plus(summed)
    y = summed[1] + 1
    sketch.box("joined", (CENTRE, y), WIDE, "ReLU", "dropout")
    sketch.arrow((CENTRE, summed[1] + RADIUS), (CENTRE, y - HALF), width=width)
    forks = [(CENTRE, y + HALF + GAP)]
    sketch.arrow((CENTRE, y + HALF), forks[0], head=False)
    depth = sum(name.endswith("gates.weight") for name in arrays)
    for number in range(depth):
        forks.append(_draw_memory(sketch, arrays, f"layers.{number}.", forks[-1]))
    y = forks[-1][1] + GAP + HALF
    sketch.box("joined", (CENTRE, y), 8.2, "concatenate")
    for number, fork in enumerate(forks[:-1]):
        sketch.dot(fork)
        lane = 0.4 + 1.5 / depth * number
        sketch.arrow(fork, (lane, fork[1]), (lane, y - HALF))
        sketch.note((lane + 0.2, y - HALF - TALL / 2), f"{width}")
    sketch.arrow(forks[-1], (CENTRE, y - HALF), width=width)
    for name, more, size in (
        ("linear", "ReLU, dropout", arrays["output.weight"].shape[1]),
        ("linear", "softmax", width),
    ):
        sketch.arrow((CENTRE, y + HALF), (CENTRE, y + STEP - HALF), width=size)
        y += STEP
        sketch.box("learnt", (CENTRE, y), WIDE, name, more)
    sketch.arrow((CENTRE, y + HALF), (CENTRE, y + STEP - HALF), width=letters)
    sketch.box("answer", (CENTRE, y + STEP), WIDE, "next letter", "probabilities")
    return y + STEP


def _draw_memory(sketch: Sketch, arrays: Arrays, prefix: str, below: Point) -> Point:
    """Draw a gated memory over the point where its signal forks off; return the next such point."""
    gates, seen = arrays[prefix + "gates.weight"].shape
    width = arrays[prefix + "candidate.weight"].shape[0]
    y = below[1] + GAP + TALL / 2
    sketch.arrow(below, (CENTRE, y - TALL / 2), width=width)
    lines = (
        "gated addition",
        f"r, u = \N{GREEK SMALL LETTER SIGMA}(W [x, m])   {seen} → {gates}",
        f"c = tanh(V [x, r m])   {seen} → {width}",
        "u (c − m), dropout",
    )
    sketch.box("learnt", (CENTRE, y), 4.6, *lines, height=TALL)
    memory, added, left = (RIGHT, y - 0.55), (RIGHT, y + 0.55), CENTRE + 2.3
    sketch.box("memory", memory, WIDE, "memory", "zeros at first")
    sketch.arrow((RIGHT - WIDE / 2, memory[1]), (left, memory[1]), memory=True)
    sketch.arrow((left, added[1]), (RIGHT - RADIUS, added[1]), width=width)
    _carry(sketch, memory, added, width)
    fork = CENTRE, y + TALL / 2 + GAP
    sketch.arrow((RIGHT, added[1] + RADIUS), (RIGHT, fork[1]), fork, head=False)
    return fork


def _carry(sketch: Sketch, memory: Point, added: Point, width: int) -> None:
    """Lead a memory into the sum above it, and the sum back into it for the next letter."""
    x, y = added
    edge = memory[0] + WIDE / 2
    sketch.plus(added, memory=True)
    sketch.arrow((x, memory[1] + HALF), (x, y - RADIUS), width=width, memory=True)
    sketch.arrow(
        (x + RADIUS, y), (edge + 0.4, y), (edge + 0.4, memory[1]), (edge, memory[1]), memory=True
    )


if __name__ == "__main__":
    main()
