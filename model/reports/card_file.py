"""Where reports go, and the plot of learning curves."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model.evaluation.card import CARD
from model.network.weights import LearningCurve


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """Where a report goes; each report adds what it measures.

    Attributes:
        folder: of the card and its plots.
    """

    folder: Path = CARD.parent

    @property
    def card(self) -> Path:
        """The card's file."""
        return self.folder / CARD.name


def plot_learning_curves(curves: Mapping[str, LearningCurve], path: Path) -> None:
    """Plot the validation nats after each epoch, one line per curve, as a PNG."""
    # Matplotlib is slow to load, and only plots need it.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(7, 3.5), layout="constrained")
    axes = figure.subplots()
    for name, curve in curves.items():
        epochs = [epoch["number"] for epoch in curve]
        validation = [epoch["validation"] for epoch in curve]
        axes.plot(epochs, validation, "o-", markersize=3, label=name)
    axes.set(xlabel="epoch", ylabel="nats per name", title="Validation, gender unknown")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)
