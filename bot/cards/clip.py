"""The card of the clipping demonstration."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from discord import MediaGalleryItem, ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator
from model.assignment.gradient_clip import SETTLED, TOLERANCE, Demonstration, Descent

PICTURE = "clip.png"
"""What the file is called that goes with the card."""
_FIRST, _LAST = 5, 3
"""Epochs of a descent that are told in figures."""
_SECOND = 14
"""Characters to the end of the second column of figures."""
_RANGES = 3
"""Ranges of thresholds that work, of which there may be many, that are named."""


class ClipCard(Card):
    """What was found, a picture of both descents, and the first and last figures of each."""

    def __init__(self, _: Translator, demo: Demonstration) -> None:
        picture = MediaGalleryItem(f"attachment://{PICTURE}", description=described(_, demo))
        unclipped, clipped = _unclipped(_, demo), _clipped(_, demo)
        title = _("√{number:.10g} by gradient descent", number=demo.number)
        how = _(
            "x starts at 1; each epoch subtracts a hundredth of the gradient of "
            "(x² − {number:.10g})²",
            number=demo.number,
        )
        super().__init__(
            ui.TextDisplay(f"## {title}"),
            ui.TextDisplay("\n".join(_found(_, demo))),
            ui.MediaGallery(picture),
            ui.TextDisplay(f"**{unclipped}**\n{_table(_, demo.unclipped)}"),
            ui.TextDisplay(f"**{clipped}**\n{_table(_, demo.clipped)}"),
            ui.TextDisplay(f"-# {how}"),
        )


def described(_: Translator, demo: Demonstration) -> str:
    """What the picture shows, for those who cannot see it."""
    chart = _(
        "A chart of how far x is from {root:.4g}, the root of {number:.10g}, after each of "
        "{epochs} epochs, on a logarithmic scale.",
        root=math.sqrt(demo.number),
        number=demo.number,
        epochs=demo.epochs,
    )
    return f"{chart} {_unclipped(_, demo)}. {_clipped(_, demo)}."


def _found(_: Translator, demo: Demonstration) -> Iterator[str]:
    found = demo.found
    fields = {
        "threshold": found.threshold,
        "settled": min(SETTLED, demo.epochs),
        "epochs": demo.epochs,
        "error": found.error,
        "root": math.sqrt(demo.number),
        "tolerance": TOLERANCE,
    }
    if found.working:
        yield _(
            "The best threshold is **±{threshold:g}**: over the last {settled} of {epochs} epochs, "
            "x is never more than {error:.3g} away from {root:.6g}.",
            **fields,
        )
        yield f"-# {_working(_, found.working)}"
    else:
        yield _(
            "No threshold brings x within {tolerance:g} of {root:.6g} and keeps it there for the "
            "last {settled} of {epochs} epochs. **±{threshold:g}** comes nearest, to {error:.4g}.",
            **fields,
        )
    if demo.threshold != found.threshold:
        yield _yours(_, demo)


def _yours(_: Translator, demo: Demonstration) -> str:
    if demo.error <= TOLERANCE:
        return _(
            "Yours, **±{threshold:g}**, works: x is up to {error:.4g} away.",
            threshold=demo.threshold,
            error=demo.error,
        )
    return _(
        "Yours, **±{threshold:g}**, does not work: x is up to {error:.4g} away.",
        threshold=demo.threshold,
        error=demo.error,
    )


def _working(_: Translator, ranges: Sequence[tuple[float, float]]) -> str:
    low, high = ranges[0][0], ranges[-1][1]
    if len(ranges) == 1:
        return _(
            "all from ±{low:g} to ±{high:g} stay within {tolerance:g}",
            low=low,
            high=high,
            tolerance=TOLERANCE,
        )
    widest = sorted(ranges, key=lambda ends: ends[0] - ends[1])[:_RANGES]
    named = (_("±{low:g} to ±{high:g}", low=low, high=high) for low, high in widest)
    return _.plural(
        "{number} range between ±{low:g} and ±{high:g} stays within {tolerance:g}; "
        "the widest: {widest}",
        "{number} ranges between ±{low:g} and ±{high:g} stay within {tolerance:g}; "
        "the widest: {widest}",
        len(ranges),
        low=low,
        high=high,
        tolerance=TOLERANCE,
        widest="; ".join(named),
    )


def _unclipped(_: Translator, demo: Demonstration) -> str:
    epoch, away = _fate(demo.unclipped, demo.number)
    if epoch is None:
        return _("Not clipped, x ends {away:.3g} away", away=away)
    return _("Not clipped, x overflows at epoch {epoch}", epoch=epoch)


def _clipped(_: Translator, demo: Demonstration) -> str:
    epoch, away = _fate(demo.clipped, demo.number)
    if epoch is None:
        return _(
            "Clipped at ±{threshold:g}, x ends {away:.3g} away",
            threshold=demo.threshold,
            away=away,
        )
    return _(
        "Clipped at ±{threshold:g}, x overflows at epoch {epoch}",
        threshold=demo.threshold,
        epoch=epoch,
    )


def _fate(descent: Descent, number: float) -> tuple[int | None, float]:
    """The epoch at which x is no number any more, or None, and how far it is away in the end."""
    errors = descent.errors(number)
    lost = np.flatnonzero(~np.isfinite(errors))
    return (int(lost[0]) if lost.size else None), float(errors[-1])


def _table(_: Translator, descent: Descent) -> str:
    """The first and the last epochs, so narrow that they fit on a phone."""
    figures = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
    rows = [
        f"{epoch:3} {_.number(gradient, '10.4g')} {_.number(value, '10.4g')}"
        for epoch, (gradient, value) in enumerate(figures)
    ]
    if len(rows) > _FIRST + _LAST:
        rows[_FIRST:-_LAST] = ["  …"]
    epoch, gradient = _("epoch"), _("gradient")
    head = f"{epoch}{gradient:>{_SECOND - len(epoch)}} {'x':>10}"
    return "\n".join(["```", head, *rows, "```"])
