"""Plots both networks side by side: `python -m model.reports.architecture`.

The figure that came with the assignment is lost. This one, `architecture.png` in the card's folder,
is made from the stored weights: every width in it is an array's.
"""

from collections.abc import Mapping

from matplotlib.figure import Figure

from model.domain.arrays import FloatArray
from model.network.weights import ASSIGNMENT_WEIGHTS, Weights
from model.reports.card_file import ReportConfig
from model.reports.diagram import BOX_HEIGHT, SUM_RADIUS, Diagram, Point

Arrays = Mapping[str, FloatArray]

BOX_WIDTH, HALF_BOX, ROW = 2.4, BOX_HEIGHT / 2, 1.4
"""A box's width, half its height, and the distance between the centres of consecutive boxes."""
GATES_HEIGHT, GAP = 2.0, 0.45
"""Height of the box of the memory's gates, and of the space below and above it."""
CENTRE, RIGHT = 4.2, 8.3
"""Columns: the path of the letters, and the memory."""
SKIP_LANE = 0.4
"""Where the letter's embedding bypasses the memory."""


def main(config: ReportConfig) -> None:
    """Plot both networks as one PNG."""
    figure = Figure(dpi=120, layout="constrained", facecolor="white")
    left, right = (Diagram(axes) for axes in figure.subplots(1, 2))
    assignment, shipped = Weights.load(ASSIGNMENT_WEIGHTS).arrays, Weights.load().arrays
    top = plot_shipped(right, shipped)
    figure.set_size_inches(12, 0.6 * (top + 1.6))
    plot_assignment(left, assignment, top)
    for diagram, title, arrays in (
        (left, "The assignment's", assignment),
        (right, "The shipped", shipped),
    ):
        size = sum(array.size for array in arrays.values())
        diagram.frame(f"{title} network: {size:,} weights", (-0.1, -0.5), (10.1, top + 0.5))
    figure.savefig(config.folder / "architecture.png")


def plot_assignment(diagram: Diagram, arrays: Arrays, top: float) -> None:
    """Plot the assignment's network in six rows, from its inputs at 0 to its output at the top."""
    neurons, countries = arrays["country.weight"].shape
    letters, joined = arrays["letter.weight"].shape[1], arrays["joined.weight"].shape[1]
    inputs, embedded, concatenated, hidden, heads, output = (top * row / 5 for row in range(6))
    for x, name, width in ((1.3, "country", countries), (4.3, "letter", letters)):
        diagram.box("input", (x, inputs), BOX_WIDTH, name, "one-hot")
        diagram.box("layer", (x, embedded), BOX_WIDTH, "linear", "ReLU")
        diagram.arrow((x, inputs + HALF_BOX), (x, embedded - HALF_BOX), width=width)
        diagram.arrow((x, embedded + HALF_BOX), (x, concatenated - HALF_BOX), width=neurons)
    diagram.box("memory", (RIGHT, inputs), BOX_WIDTH, "memory", "zeros at first")
    diagram.arrow(
        (7.5, inputs + HALF_BOX), (7.5, concatenated - HALF_BOX), width=neurons, memory=True
    )
    diagram.box("concatenation", (CENTRE, concatenated), 8.2, "concatenate")
    diagram.box("layer", (CENTRE, hidden), BOX_WIDTH, "linear", "dropout, ReLU")
    diagram.arrow((CENTRE, concatenated + HALF_BOX), (CENTRE, hidden - HALF_BOX), width=joined)
    fork = CENTRE, (hidden + heads) / 2
    diagram.fork(fork)
    for x, lines in ((1.3, ("linear", "softmax")), (5.7, ("linear",))):
        diagram.box("layer", (x, heads), BOX_WIDTH, *lines)
        turn = x, fork[1]
        diagram.arrow((CENTRE, hidden + HALF_BOX), fork, turn, (x, heads - HALF_BOX), width=neurons)
    diagram.box("output", (1.3, output), BOX_WIDTH, "next letter", "probabilities")
    diagram.arrow((1.3, heads + HALF_BOX), (1.3, output - HALF_BOX), width=letters)
    sum_x = RIGHT + 0.4
    diagram.arrow((5.7 + BOX_WIDTH / 2, heads), (sum_x - SUM_RADIUS, heads), width=neurons)
    _plot_recurrence(diagram, (RIGHT, inputs), (sum_x, heads), neurons)
    diagram.note((RIGHT + 1.35, (inputs + heads) / 2), "for the next letter", memory=True)


def plot_shipped(diagram: Diagram, arrays: Arrays) -> float:
    """Plot the shipped network from its inputs at 0 upwards, and return its output's height."""
    letters, embedding_dim = arrays["letter.weight"].shape
    joined, hidden = arrays["hidden_layer.weight"].shape[1:]
    film = CENTRE, 2 * ROW
    _plot_inputs(diagram, arrays, film)
    fork = CENTRE, film[1] + HALF_BOX + GAP
    diagram.arrow((CENTRE, film[1] + HALF_BOX), fork, head=False)
    diagram.fork(fork)
    memory = _plot_memory(diagram, arrays, fork)
    y = memory[1] + GAP + HALF_BOX
    diagram.box("concatenation", (CENTRE, y), 8.2, "concatenate")
    diagram.arrow(memory, (CENTRE, y - HALF_BOX), width=joined - embedding_dim)
    diagram.arrow(fork, (SKIP_LANE, fork[1]), (SKIP_LANE, y - HALF_BOX))
    diagram.note((SKIP_LANE + 0.2, y - HALF_BOX - GATES_HEIGHT / 2), f"{embedding_dim}")
    for kind, lines, size in (
        ("conditioned", ("mixed linear",), joined),
        ("conditioned", ("scale, shift", "ReLU, dropout"), hidden),
        ("conditioned", ("mixed linear", "softmax"), hidden),
        ("output", ("next letter", "probabilities"), letters),
    ):
        diagram.arrow((CENTRE, y + HALF_BOX), (CENTRE, y + ROW - HALF_BOX), width=size)
        y += ROW
        diagram.box(kind, (CENTRE, y), BOX_WIDTH, *lines)  # type: ignore[arg-type] # mypy widens the kinds to str
    return y


def _plot_inputs(diagram: Diagram, arrays: Arrays, film: Point) -> None:
    """Plot letter and condition at 0, and the FiLM box where they meet."""
    embedding_dim = arrays["letter.weight"].shape[1]
    # Row 0 of the bigrams and of the trigrams stands for none.
    rows = sum(len(arrays[f"{name}.weight"]) for name in ("letter", "ngrams.0", "ngrams.1")) - 2
    condition = arrays["film.weight"].shape[1]
    experts, countries = arrays["router.weight"].shape
    diagram.box("input", (CENTRE, 0), BOX_WIDTH + 0.6, "letter", "and the two before it")
    diagram.box("layer", (CENTRE, ROW), BOX_WIDTH + 0.6, "embeddings", "letter, bigram, trigram")
    diagram.arrow((CENTRE, HALF_BOX), (CENTRE, ROW - HALF_BOX), width=rows)
    diagram.arrow((CENTRE, ROW + HALF_BOX), (CENTRE, film[1] - HALF_BOX), width=embedding_dim)
    diagram.box("input", (RIGHT, 0), BOX_WIDTH + 0.4, "condition", "countries, gender")
    diagram.box("conditioned", (RIGHT, ROW), BOX_WIDTH + 0.4, "linear", "scales, shifts")
    diagram.arrow((RIGHT, HALF_BOX), (RIGHT, ROW - HALF_BOX), width=condition)
    diagram.box("conditioned", film, BOX_WIDTH, "scale, shift", "ReLU, dropout")
    edge = film[0] + BOX_WIDTH / 2, film[1]
    diagram.arrow((RIGHT, ROW + HALF_BOX), (RIGHT, film[1]), edge, width=2 * embedding_dim)
    diagram.box("input", (1.2, 0), 2.2, "countries")
    diagram.box("conditioned", (1.2, ROW), 2.2, "linear", f"mixes {experts} + 1")
    diagram.arrow((1.2, HALF_BOX), (1.2, ROW - HALF_BOX), width=countries)


def _plot_memory(diagram: Diagram, arrays: Arrays, below: Point) -> Point:
    """Plot the gated memory above the fork, and return where its output arrow starts."""
    joined, gates = arrays["recurrent.weight"].shape[1:]
    width = gates // 2
    y = below[1] + GAP + GATES_HEIGHT / 2
    diagram.arrow(below, (CENTRE, y - GATES_HEIGHT / 2), width=joined - width)
    lines = (
        "gated addition, mixed",
        f"u = \N{GREEK SMALL LETTER SIGMA}(U [m, x])   {joined} → {width}",
        f"c = tanh(C [m, x])   {joined} → {width}",
        "u (c − m), dropout",
    )
    diagram.box("conditioned", (CENTRE, y), 4.6, *lines, height=GATES_HEIGHT)
    memory, total, left = (RIGHT, y - 0.55), (RIGHT, y + 0.55), CENTRE + 2.3
    diagram.box("memory", memory, BOX_WIDTH, "memory", "zeros at first")
    diagram.arrow((RIGHT - BOX_WIDTH / 2, memory[1]), (left, memory[1]), memory=True)
    diagram.arrow((left, total[1]), (RIGHT - SUM_RADIUS, total[1]), width=width)
    _plot_recurrence(diagram, memory, total, width)
    above = CENTRE, y + GATES_HEIGHT / 2 + GAP
    diagram.arrow((RIGHT, total[1] + SUM_RADIUS), (RIGHT, above[1]), above, head=False)
    return above


def _plot_recurrence(diagram: Diagram, memory: Point, total: Point, width: int) -> None:
    """Plot the memory's arrow into the sum above it, and the sum's back for the next letter."""
    x, y = total
    edge = memory[0] + BOX_WIDTH / 2
    diagram.plus(total, memory=True)
    diagram.arrow((x, memory[1] + HALF_BOX), (x, y - SUM_RADIUS), width=width, memory=True)
    diagram.arrow(
        (x + SUM_RADIUS, y),
        (edge + 0.4, y),
        (edge + 0.4, memory[1]),
        (edge, memory[1]),
        memory=True,
    )


if __name__ == "__main__":
    main(ReportConfig())
