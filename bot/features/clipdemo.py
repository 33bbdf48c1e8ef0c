"""`/clipdemo`: what gradient clipping is for, on a root that explodes without it."""

import math
from collections.abc import Iterator
from functools import partial
from io import BytesIO

import numpy as np
from discord import File, MediaGalleryItem, app_commands, ui

from bot.features.look import Card
from bot.i18n.discord_locale import translator_for_channel
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.rate_limit import Bucket
from model.assignment.gradient_clip import (
    MAX_EPOCHS,
    MAX_NUMBER,
    MAX_THRESHOLD,
    TOLERANCE,
    Demonstration,
    Descent,
    check,
    final_error,
)
from model.assignment.plot_labels import PlotLabels

FILENAME = "clip.png"
_DEFAULT_NUMBER, _DEFAULT_EPOCHS = 312.0, 50
_ON_THE_ROOT = 0.0005
"""Distances below this are none to three decimals."""
_MIN_WHOLE, _MIN_SCIENTIFIC = 100, 1_000_000
"""From these on, distances are rounded to whole numbers, and to three digits."""


@app_commands.command(extras={"bucket": Bucket.PLOT})
@app_commands.describe(
    number=f"The number to take the square root of, 0 to {MAX_NUMBER:,} "
    f"({_DEFAULT_NUMBER:g} if you leave it out)",
    threshold=f"Clip gradients at plus or minus this, up to {MAX_THRESHOLD:,.0f} (the best if you "
    "leave it out)",
    epochs=f"How many epochs (steps) to take, 1 to {MAX_EPOCHS:,} "
    f"({_DEFAULT_EPOCHS} if you leave it out)",
)
async def clipdemo(
    interaction: NomenInteraction,
    number: float = _DEFAULT_NUMBER,
    threshold: float | None = None,
    epochs: int = _DEFAULT_EPOCHS,
) -> None:
    """A bit of the maths behind me: watch gradient descent explode, and clipping tame it."""
    clip_service = interaction.client.clip_service
    check(number, epochs, threshold)  # whose errors name the option, as Discord's own do not
    clip_service.check_capacity()
    # Deferring makes the answer public, so errors for the member alone are raised before.
    await interaction.response.defer(thinking=True)
    _ = translator_for_channel(interaction)
    demo, plot = await clip_service.demonstrate(number, epochs, threshold, partial(plot_labels, _))
    file = File(BytesIO(plot), FILENAME, description=alt_text(_, demo))
    await interaction.edit_original_response(view=clip_card(_, demo), attachments=[file])


def clip_card(_: Translator, demo: Demonstration) -> Card:
    """Lay out what clipping is, the best threshold or that none is needed, and the plot."""
    plot = MediaGalleryItem(f"attachment://{FILENAME}", description=alt_text(_, demo))
    explanation = _(
        "Gradient descent looks for √{number:.10g} step by step: the steeper the slope, the "
        "longer the step. **Clipping** cuts every slope to a threshold, so that no step goes "
        "too far.",
        number=demo.number,
    )
    title = _("√{number:.10g} by gradient descent", number=demo.number)
    return Card(f"## {title}", explanation, "\n".join(_verdict(_, demo)), ui.MediaGallery(plot))


def plot_labels(_: Translator, demo: Demonstration) -> PlotLabels:
    """Return the words on the plot."""
    return PlotLabels(
        title=_("√{number:.10g} by gradient descent", number=demo.number),
        epoch=_("epoch"),
        distance=_("distance from {root:.4g}", root=math.sqrt(demo.number)),
        within=_("within {tolerance:g}", tolerance=TOLERANCE),
        unclipped=_("not clipped"),
        clipped=_("clipped at ±{threshold:g}", threshold=demo.threshold),
        overflows=_("overflows"),
    )


def alt_text(_: Translator, demo: Demonstration) -> str:
    """Describe the plot for those who cannot see it."""
    chart = _(
        "Chart, on a logarithmic scale, of how far x is from {root:.4g}, the square root of "
        "{number:.10g}, after each of the {epochs} epochs.",
        root=math.sqrt(demo.number),
        number=demo.number,
        epochs=demo.epochs,
    )
    return f"{chart} {unclipped_result(_, demo)}. {clipped_result(_, demo)}."


def unclipped_result(_: Translator, demo: Demonstration) -> str:
    """Say where x ends without clipping, by the same measure as the verdict."""
    epoch = overflow(demo.unclipped)
    if epoch is not None:
        return _("Without clipping, x overflows at epoch {epoch}", epoch=epoch)
    error = float(final_error(demo.unclipped, demo.number))
    if error < _ON_THE_ROOT:
        return _("Without clipping, x ends on the root")
    return _("Without clipping, x ends within {distance} of the root", distance=_distance(_, error))


def clipped_result(_: Translator, demo: Demonstration) -> str:
    """Say where x ends with clipping, by the same measure as the verdict."""
    epoch = overflow(demo.clipped)
    fields = {
        "threshold": demo.threshold,
        "epoch": epoch,
        "distance": _distance(_, demo.error),
    }
    if epoch is not None:
        return _("With clipping at ±{threshold:g}, x overflows at epoch {epoch}", **fields)
    if demo.error < _ON_THE_ROOT:
        return _("With clipping at ±{threshold:g}, x ends on the root", **fields)
    return _("With clipping at ±{threshold:g}, x ends within {distance} of the root", **fields)


def _verdict(_: Translator, demo: Demonstration) -> Iterator[str]:
    result, is_chosen = demo.search_result, demo.threshold != demo.search_result.threshold
    fields = {
        "threshold": result.threshold,
        "root": math.sqrt(demo.number),
        "distance": _distance(_, result.error),
        "tolerance": TOLERANCE,
    }
    if final_error(demo.unclipped, demo.number) <= TOLERANCE:
        yield _(
            "**No clipping is needed here:** x comes within {tolerance:g} of {root:.6g} by itself, "
            "and stays there.",
            **fields,
        )
    elif not result.valid_ranges:
        yield _.plural(
            "**No threshold gets there:** even with the best, ±{threshold:g}, x is {distance} away "
            "from {root:.6g} after {number} epoch.",
            "**No threshold gets there:** even with the best, ±{threshold:g}, x is {distance} away "
            "from {root:.6g} after {number} epochs.",
            demo.epochs,
            **fields,
        )
    elif result.error < _ON_THE_ROOT:
        yield _("**±{threshold:g} is the best threshold:** x ends on {root:.6g}.", **fields)
    else:
        yield _(
            "**±{threshold:g} is the best threshold:** x comes within {distance} of {root:.6g}, "
            "and stays there.",
            **fields,
        )
    if is_chosen:
        yield _chosen_threshold(_, demo)


def _chosen_threshold(_: Translator, demo: Demonstration) -> str:
    if demo.error <= TOLERANCE:
        return _("Yours, **±{threshold:g}**, works.", threshold=demo.threshold)
    return _("Yours, **±{threshold:g}**, doesn’t work.", threshold=demo.threshold)


def overflow(descent: Descent) -> int | None:
    """Return the first epoch at which x is not finite; None if it always is."""
    overflows = np.flatnonzero(~np.isfinite(descent.values))
    return int(overflows[0]) if overflows.size else None


def _distance(_: Translator, error: float) -> str:
    """Format a distance with as many digits as matter."""
    if error >= _MIN_SCIENTIFIC:
        return _.format_number(error, ".3g")
    return _.format_number(error, ",.0f" if error >= _MIN_WHOLE else ".3g")
