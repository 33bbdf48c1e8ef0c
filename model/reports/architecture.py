"""Plots both networks side by side: `python -m model.reports.architecture`.

The picture that came with the assignment is lost. This one, `architecture.png` in the model card,
is plotted from the stored weights: every width on it is that of an array.
"""

from collections.abc import Mapping
from pathlib import Path

from matplotlib.figure import Figure

from model.domain.arrays import FloatArray
from model.inference.weights import ASSIGNMENT_WEIGHTS, Weights
from model.reports.card_file import HERE
from model.reports.diagram import HEIGHT, RADIUS, Point, Sketch

Arrays = Mapping[str, FloatArray]

WIDE, HALF, STEP = 2.4, HEIGHT / 2, 1.4
"""A box's width, half of its height, and how far apart boxes stand that follow each other."""
TALL, GAP = 2.0, 0.45
"""Height of the box of a memory's gates, and of the space below and above it."""
CENTRE, RIGHT = 4.2, 8.3
"""Columns of the shipped network: what letters go through, and the memory."""
LANE = 0.4
"""Where the letter's signal goes up beside the memory."""


def main(path: Path = HERE / "architecture.png") -> None:
    """Draw both as one PNG."""
    figure = Figure(dpi=120, layout="constrained", facecolor="white")
    seed, shipped = (Sketch(axes) for axes in figure.subplots(1, 2))
    left, right = Weights.load(ASSIGNMENT_WEIGHTS).arrays, Weights.load().arrays
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
    letters, signal = arrays["letter.weight"].shape
    joined, hidden = arrays["output.weight"].shape[1:]
    met = 2 * STEP
    _draw_inputs(sketch, arrays, (CENTRE, met))
    fork = CENTRE, met + HALF + GAP
    sketch.arrow((CENTRE, met + HALF), fork, head=False)
    sketch.dot(fork)
    remembered = _draw_memory(sketch, arrays, fork)
    y = remembered[1] + GAP + HALF
    sketch.box("joined", (CENTRE, y), 8.2, "concatenate")
    sketch.arrow(remembered, (CENTRE, y - HALF), width=joined - signal)
    sketch.arrow(fork, (LANE, fork[1]), (LANE, y - HALF))
    sketch.note((LANE + 0.2, y - HALF - TALL / 2), f"{signal}")
    for kind, lines, size in (
        ("told", ("mixed linear",), joined),
        ("told", ("scale, shift", "ReLU, dropout"), hidden),
        ("told", ("mixed linear", "softmax"), hidden),
        ("answer", ("next letter", "probabilities"), letters),
    ):
        sketch.arrow((CENTRE, y + HALF), (CENTRE, y + STEP - HALF), width=size)
        y += STEP
        sketch.box(kind, (CENTRE, y), WIDE, *lines)  # type: ignore[arg-type] # mypy widens the kinds to str
    return y


def _draw_inputs(sketch: Sketch, arrays: Arrays, met: Point) -> None:
    """Draw letter and condition at 0, and the box where they meet."""
    signal = arrays["letter.weight"].shape[1]
    # The first bigram and the first trigram are none.
    rows = sum(len(arrays[f"{name}.weight"]) for name in ("letter", "bigram", "trigram")) - 2
    given = arrays["condition.weight"].shape[1]
    experts, countries = arrays["mixture.weight"].shape
    sketch.box("given", (CENTRE, 0), WIDE + 0.6, "letter", "and the two before it")
    sketch.box("learnt", (CENTRE, STEP), WIDE + 0.6, "embeddings", "letter, bigram, trigram")
    sketch.arrow((CENTRE, HALF), (CENTRE, STEP - HALF), width=rows)
    sketch.arrow((CENTRE, STEP + HALF), (CENTRE, met[1] - HALF), width=signal)
    sketch.box("given", (RIGHT, 0), WIDE + 0.4, "condition", "countries, gender")
    sketch.box("told", (RIGHT, STEP), WIDE + 0.4, "linear", "scales, shifts")
    sketch.arrow((RIGHT, HALF), (RIGHT, STEP - HALF), width=given)
    sketch.box("told", met, WIDE, "scale, shift", "ReLU, dropout")
    edge = met[0] + WIDE / 2, met[1]
    sketch.arrow((RIGHT, STEP + HALF), (RIGHT, met[1]), edge, width=2 * signal)
    sketch.box("given", (1.2, 0), 2.2, "countries")
    sketch.box("told", (1.2, STEP), 2.2, "linear", f"mixes {experts} + 1")
    sketch.arrow((1.2, HALF), (1.2, STEP - HALF), width=countries)


def _draw_memory(sketch: Sketch, arrays: Arrays, below: Point) -> Point:
    """Draw the gated memory over the point where its signal forks off; return where it ends."""
    seen, gates = arrays["change.weight"].shape[1:]
    width = gates // 2
    y = below[1] + GAP + TALL / 2
    sketch.arrow(below, (CENTRE, y - TALL / 2), width=seen - width)
    lines = (
        "gated addition, mixed",
        f"u = \N{GREEK SMALL LETTER SIGMA}(U [m, x])   {seen} → {width}",
        f"c = tanh(C [m, x])   {seen} → {width}",
        "u (c − m), dropout",
    )
    sketch.box("told", (CENTRE, y), 4.6, *lines, height=TALL)
    memory, added, left = (RIGHT, y - 0.55), (RIGHT, y + 0.55), CENTRE + 2.3
    sketch.box("memory", memory, WIDE, "memory", "zeros at first")
    sketch.arrow((RIGHT - WIDE / 2, memory[1]), (left, memory[1]), memory=True)
    sketch.arrow((left, added[1]), (RIGHT - RADIUS, added[1]), width=width)
    _carry(sketch, memory, added, width)
    above = CENTRE, y + TALL / 2 + GAP
    sketch.arrow((RIGHT, added[1] + RADIUS), (RIGHT, above[1]), above, head=False)
    return above


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
