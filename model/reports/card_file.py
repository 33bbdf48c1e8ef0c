"""The model card's file: where it is, and how generated figures and plots get into it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from model.inference.weights import LearningCurve

HERE = Path(__file__).parents[2] / "docs" / "model-card"
CARD = HERE / "README.md"


def write_between(card: Path, begin: str, end: str, lines: Iterable[str]) -> None:
    """Put lines in the place of what stands between two marks of a card."""
    before, _, rest = card.read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    text = "\n".join(lines)
    card.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", "utf-8")


def draw(curves: Mapping[str, LearningCurve], path: Path) -> None:
    """Draw the validation nats after each pass, a line a curve, as a PNG."""
    # Matplotlib takes a while to load; the table and the samples go without it.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(7, 3.5), layout="constrained")
    axes = figure.subplots()
    for name, curve in curves.items():
        passes = [one["number"] for one in curve]
        axes.plot(passes, [one["validation"] for one in curve], "o-", markersize=3, label=name)
    axes.set(xlabel="pass", ylabel="nats a name", title="Validation, gender unknown")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)
