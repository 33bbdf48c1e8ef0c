"""The card of the clipping demonstration."""

import math
from collections.abc import Iterator

import numpy as np
from discord import MediaGalleryItem, ui

from bot.cards.card import Card
from model.gradient_clip import TOLERANCE, Demonstration, Descent, verdict

PICTURE = "clip.png"
"""What the file is called that goes with the card."""
_FIRST, _LAST = 5, 3
"""Epochs of a descent that are told in figures."""
_RANGES = 3


class ClipCard(Card):
    """What was found, a picture of both descents, and the first and last figures of each."""

    def __init__(self, demo: Demonstration) -> None:
        picture = MediaGalleryItem(f"attachment://{PICTURE}", description=described(demo))
        number = f"{demo.number:.10g}"
        super().__init__(
            ui.TextDisplay(f"## √{number} by gradient descent"),
            ui.TextDisplay("\n".join(_found(demo))),
            ui.MediaGallery(picture),
            ui.TextDisplay(f"**Not clipped** · {_fate(demo.unclipped, demo.number)}"),
            ui.TextDisplay(_table(demo.unclipped)),
            ui.TextDisplay(
                f"**Clipped at ± {demo.threshold:g}** · {_fate(demo.clipped, demo.number)}"
            ),
            ui.TextDisplay(_table(demo.clipped)),
            ui.TextDisplay(
                f"-# x starts at 1; every epoch takes 0.01 × the gradient of (x² − {number})² off"
            ),
        )


def described(demo: Demonstration) -> str:
    """What the picture shows, for those who cannot see it."""
    root = math.sqrt(demo.number)
    return (
        f"A chart of how far x is from {root:.4g}, the root of {demo.number:.10g}, after each of "
        f"{demo.epochs} epochs, on a logarithmic scale. Not clipped, it "
        f"{_fate(demo.unclipped, demo.number)}. Clipped at ± {demo.threshold:g}, it "
        f"{_fate(demo.clipped, demo.number)}."
    )


def _found(demo: Demonstration) -> Iterator[str]:
    yield verdict(demo.number, demo.epochs, demo.found)
    ranges = sorted(demo.found.working, key=lambda ends: ends[0] - ends[1])
    if len(ranges) > 1:
        widest = ", ".join(f"{low:g} to {high:g}" for low, high in ranges[:_RANGES])
        yield f"The widest: {widest}."
    if demo.threshold != demo.found.threshold:
        does = "works" if demo.error <= TOLERANCE else "does not"
        yield f"Yours, ± {demo.threshold:g}, {does}: at the end it is up to {demo.error:.4g} off."


def _fate(descent: Descent, number: float) -> str:
    errors = descent.errors(number)
    lost = np.flatnonzero(~np.isfinite(errors))
    if lost.size:
        return f"explodes, and from epoch {lost[0]} on it is no number any more"
    return f"ends {errors[-1]:.3g} from the root"


def _table(descent: Descent) -> str:
    """The first and the last epochs, so narrow that no phone breaks a line."""
    rows = [
        f"{epoch:5} {gradient:11.5g} {value:11.5g}"
        for epoch, (gradient, value) in enumerate(
            zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
        )
    ]
    if len(rows) > _FIRST + _LAST:
        rows[_FIRST:-_LAST] = ["    …"]
    header = f"epoch {'gradient':>11} {'x':>11}"
    return "\n".join(["```", header, *rows, "```"])
