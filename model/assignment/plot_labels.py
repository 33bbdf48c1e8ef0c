"""The words on the plot of the clipping demonstration, apart from what needs matplotlib."""

import json
import math
from dataclasses import asdict, dataclass
from typing import Self

from model.assignment.gradient_clip import TOLERANCE


@dataclass(frozen=True, slots=True)
class PlotLabels:
    """The words on a plot.

    Attributes:
        title: above it.
        epoch: along the horizontal axis.
        distance: along the vertical axis.
        within: of the band of accepted distances.
        unclipped: of the descent without clipping.
        clipped: of the descent with it.
        overflows: where the descent without it ends early.
    """

    title: str
    epoch: str
    distance: str
    within: str
    unclipped: str
    clipped: str
    overflows: str

    @classmethod
    def in_english(cls, number: float, threshold: float) -> Self:
        """Return those for a number and the threshold of the clipped descent, in English."""
        return cls(
            title=f"Gradient descent for √{number:.10g}",
            epoch="epoch",
            distance=f"distance from {math.sqrt(number):.4g}",
            within=f"within {TOLERANCE}",
            unclipped="not clipped",
            clipped=f"clipped at ± {threshold:g}",
            overflows="overflows",
        )

    def to_json(self) -> str:
        """Return them as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return those that `to_json` returned."""
        return cls(**json.loads(text))
