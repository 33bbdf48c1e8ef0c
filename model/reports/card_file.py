"""The model card's file, and how scripts put tables and plots into it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from model.network.weights import LearningCurve

CARD_FOLDER = Path(__file__).parents[2] / "docs" / "model-card"


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """Where a report goes; each report adds what it measures.

    Attributes:
        folder: of the card and its plots.
    """

    folder: Path = CARD_FOLDER

    @property
    def card(self) -> Path:
        """The card's file."""
        return self.folder / "README.md"


CARD = ReportConfig().card


@dataclass(frozen=True, slots=True)
class CardBlock:
    """A block of the card that a script generates, between two marks.

    Attributes:
        title: of the block.
        module: the script.
    """

    title: str
    module: str

    @property
    def begin(self) -> str:
        """The mark above the block."""
        return f"<!-- {self.title}: python -m {self.module} -->"

    @property
    def end(self) -> str:
        """The mark below the block."""
        return f"<!-- end of {self.title} -->"

    def write(self, card: Path, lines: Iterable[str]) -> None:
        """Replace the block in a card."""
        before, _, rest = card.read_text("utf-8").partition(self.begin)
        _, _, after = rest.partition(self.end)
        text = "\n".join(lines)
        card.write_text(f"{before}{self.begin}\n\n{text}\n{self.end}{after}", "utf-8")


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
