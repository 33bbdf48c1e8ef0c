"""`clip`: a square root by gradient descent, without and with clipping."""

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

from model.assignment import gradient_clip
from model.assignment.plot_labels import PlotLabels
from model.cli.parser import Parser, to_json
from model.domain.errors import InputError


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("number", metavar="NUMBER", type=float, help="0 and up")
    parser.add_argument("--threshold", type=float, metavar="T", help="[the optimal one]")
    parser.add_argument("--epochs", type=int, default=50)
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="plot both descents")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Descend without and with clipping; report the optimal threshold."""
    demo = gradient_clip.demonstrate(options.number, options.epochs, options.threshold)
    number, threshold = demo.number, demo.threshold
    if options.plot:
        try:
            from model.assignment.clip_plot import plot  # noqa: PLC0415 - matplotlib is slow to load

            labels = PlotLabels.in_english(number, threshold)
            plot(number, demo.epochs, threshold, labels, options.plot)
        except (OSError, ValueError) as error:
            message = f"No plot could be drawn: {error}"
            raise InputError(message) from error
    if options.json:
        yield to_json(
            {
                "number": number,
                "root": math.sqrt(number),
                "threshold": threshold,
                "working": demo.search_result.valid_ranges,
                "epochs": demo.epochs,
                "error": _finite(demo.error),
                "clipped": _trace(demo.clipped),
                "unclipped": _trace(demo.unclipped),
            }
        )
        return
    for title, descent in (
        ("not clipped", demo.unclipped),
        (f"clipped at ± {threshold:g}", demo.clipped),
    ):
        yield f"√{number:.10g}, {title}: epoch, gradient, value"
        rows = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
        yield from (f"{epoch:5}  {row[0]:<24}{row[1]}" for epoch, row in enumerate(rows))
        yield ""
    yield gradient_clip.summarise(number, demo.epochs, demo.search_result)


def _trace(descent: gradient_clip.Descent) -> list[dict[str, object]]:
    rows = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
    return [
        {"epoch": epoch, "gradient": _finite(gradient), "value": _finite(value)}
        for epoch, (gradient, value) in enumerate(rows)
    ]


def _finite(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)
