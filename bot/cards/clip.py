"""The card of the clipping demonstration."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from discord import MediaGalleryItem, ui

from bot.cards.card import Card
from model.gradient_clip import SETTLED, TOLERANCE, Demonstration, Descent

PICTURE = "clip.png"
"""What the file is called that goes with the card."""
_FIRST, _LAST = 5, 3
"""Epochs of a descent that are told in figures."""
_RANGES = 3
"""Ranges of thresholds that work, of which there may be many, that are named."""


class ClipCard(Card):
    """What was found, a picture of both descents, and the first and last figures of each."""

    def __init__(self, demo: Demonstration) -> None:
        picture = MediaGalleryItem(f"attachment://{PICTURE}", description=described(demo))
        unclipped, clipped = _fates(demo)
        super().__init__(
            ui.TextDisplay(f"## √{demo.number:.10g} by gradient descent"),
            ui.TextDisplay("\n".join(_found(demo))),
            ui.MediaGallery(picture),
            ui.TextDisplay(f"**Not clipped**, x {unclipped}\n{_table(demo.unclipped)}"),
            ui.TextDisplay(
                f"**Clipped at ±{demo.threshold:g}**, x {clipped}\n{_table(demo.clipped)}"
            ),
            ui.TextDisplay(
                "-# x starts at 1; each epoch subtracts a hundredth of the gradient of "
                f"(x² − {demo.number:.10g})²"
            ),
        )


def described(demo: Demonstration) -> str:
    """What the picture shows, for those who cannot see it."""
    unclipped, clipped = _fates(demo)
    return (
        f"A chart of how far x is from {math.sqrt(demo.number):.4g}, the root of "
        f"{demo.number:.10g}, after each of {demo.epochs} epochs, on a logarithmic scale. "
        f"Not clipped, it {unclipped}. Clipped at ±{demo.threshold:g}, it {clipped}."
    )


def _found(demo: Demonstration) -> Iterator[str]:
    found, root = demo.found, f"{math.sqrt(demo.number):.6g}"
    when = f"the last {min(SETTLED, demo.epochs)} of {demo.epochs} epochs"
    if found.working:
        yield (
            f"The best threshold is **±{found.threshold:g}**: over {when}, x is never more than "
            f"{found.error:.3g} away from {root}."
        )
        yield f"-# {_working(found.working)}"
    else:
        yield (
            f"No threshold brings x within {TOLERANCE} of {root} and keeps it there for {when}. "
            f"**±{found.threshold:g}** comes nearest, to {found.error:.4g}."
        )
    if demo.threshold != found.threshold:
        does = "works" if demo.error <= TOLERANCE else "does not work"
        yield f"Yours, **±{demo.threshold:g}**, {does}: x is up to {demo.error:.4g} away."


def _working(ranges: Sequence[tuple[float, float]]) -> str:
    low, high = ranges[0][0], ranges[-1][1]
    if len(ranges) == 1:
        return f"all from ±{low:g} to ±{high:g} stay within {TOLERANCE}"
    widest = sorted(ranges, key=lambda ends: ends[0] - ends[1])[:_RANGES]
    named = ", ".join(f"±{low:g} to ±{high:g}" for low, high in widest)
    return (
        f"{len(ranges)} ranges between ±{low:g} and ±{high:g} stay within {TOLERANCE}; "
        f"the widest: {named}"
    )


def _fates(demo: Demonstration) -> tuple[str, str]:
    return _fate(demo.unclipped, demo.number), _fate(demo.clipped, demo.number)


def _fate(descent: Descent, number: float) -> str:
    errors = descent.errors(number)
    lost = np.flatnonzero(~np.isfinite(errors))
    if lost.size:
        return f"overflows at epoch {lost[0]}"
    return f"ends {errors[-1]:.3g} away"


def _table(descent: Descent) -> str:
    """The first and the last epochs, so narrow that they fit on a phone."""
    figures = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
    rows = [
        f"{epoch:3} {gradient:10.4g} {value:10.4g}"
        for epoch, (gradient, value) in enumerate(figures)
    ]
    if len(rows) > _FIRST + _LAST:
        rows[_FIRST:-_LAST] = ["  …"]
    return "\n".join(["```", f"epoch {'gradient':>8} {'x':>10}", *rows, "```"])
