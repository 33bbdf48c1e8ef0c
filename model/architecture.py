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
LANE = 0.4
"""Where the letter's signal goes up beside the memories."""


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
    depth = sum(name.endswith("gates.weight") for name in arrays)
    y = 2 * STEP
    _draw_inputs(sketch, arrays, (CENTRE, y))
    forks = [(CENTRE, y + HALF + GAP)]
    sketch.arrow((CENTRE, y + HALF), forks[0], head=False)
    for number in range(depth):
        below = _tell_both(sketch, forks[-1], width) if number else forks[0]
        forks.append(_draw_memory(sketch, arrays, f"layers.{number}.", below))
    y = forks[-1][1] + GAP + HALF
    sketch.box("joined", (CENTRE, y), 8.2, "concatenate")
    for number, fork in enumerate(forks[:-1]):
        sketch.dot(fork)
        lane = LANE + 1.5 / depth * number
        sketch.arrow(fork, (lane, fork[1]), (lane, y - HALF))
        sketch.note((lane + 0.2, y - HALF - TALL / 2), f"{width}")
    sketch.arrow(forks[-1], (CENTRE, y - HALF), width=width)
    for kind, lines, size in (
        ("learnt", ("linear",), arrays["output.weight"].shape[1]),
        ("told", ("scale, shift", "ReLU, dropout"), width),
        ("learnt", ("linear", "softmax"), width),
        ("answer", ("next letter", "probabilities"), letters),
    ):
        sketch.arrow((CENTRE, y + HALF), (CENTRE, y + STEP - HALF), width=size)
        y += STEP
        sketch.box(kind, (CENTRE, y), WIDE, *lines)  # type: ignore[arg-type] # mypy widens the kinds to str
    return y


def _draw_inputs(sketch: Sketch, arrays: Arrays, met: Point) -> None:
    """Draw letter and condition at 0, and the box where they meet."""
    letters, width = arrays["letter.weight"].shape
    told, given = arrays["condition.weight"].shape
    sketch.box("given", (CENTRE, 0), WIDE, "letter", "its number")
    sketch.box("learnt", (CENTRE, STEP), WIDE, "embedding")
    sketch.arrow((CENTRE, HALF), (CENTRE, STEP - HALF), width=letters)
    sketch.arrow((CENTRE, STEP + HALF), (CENTRE, met[1] - HALF), width=width)
    sketch.box("given", (RIGHT, 0), WIDE + 0.4, "condition", "countries, gender")
    sketch.box("told", (RIGHT, STEP), WIDE + 0.4, "linear", f"{told // (2 * width)} scales, shifts")
    sketch.arrow((RIGHT, HALF), (RIGHT, STEP - HALF), width=given)
    sketch.box("told", met, WIDE, "scale, shift", "ReLU, dropout")
    edge = met[0] + WIDE / 2, met[1]
    sketch.arrow((RIGHT, STEP + HALF), (RIGHT, met[1]), edge, width=2 * width)


def _tell_both(sketch: Sketch, below: Point, width: int) -> Point:
    """Draw how a memory and the letter's signal are added and told; return what comes out."""
    summed = CENTRE, below[1] + GAP + RADIUS
    sketch.arrow(below, (CENTRE, summed[1] - RADIUS))
    sketch.arrow((LANE, summed[1]), (CENTRE - RADIUS, summed[1]), width=width)
    sketch.dot((LANE, summed[1]))
    sketch.plus(summed)
    y = summed[1] + RADIUS + GAP + HALF
    sketch.arrow((CENTRE, summed[1] + RADIUS), (CENTRE, y - HALF), width=width)
    sketch.box("told", (CENTRE, y), WIDE, "scale, shift")
    return CENTRE, y + HALF


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
