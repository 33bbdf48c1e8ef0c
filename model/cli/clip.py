"""`clip`: a square root by gradient descent, without and with clipping."""

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

from model import gradient_clip
from model.cli.parser import Commands, as_json
from model.errors import InputError


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("clip", help="find a square root by clipped descent: clip 312")
    parser.add_argument("number", metavar="NUMBER", type=float, help="0 and up")
    parser.add_argument("--threshold", type=float, metavar="T", help="[the optimal one]")
    parser.add_argument("--epochs", type=int, default=50)
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw both descents")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Descend without and with clipping, and search for the best threshold."""
    number, epochs = options.number, options.epochs
    gradient_clip.check(number, epochs, options.threshold)
    found = gradient_clip.search(number, epochs)
    threshold = found.threshold if options.threshold is None else options.threshold
    clipped = gradient_clip.descend(number, epochs, threshold)
    unclipped = gradient_clip.descend(number, epochs)
    error = float(gradient_clip.settled_error(clipped, number))
    if options.plot:
        _plot(options.plot, number, epochs, threshold)
    if options.json:
        yield as_json(
            {
                "number": number,
                "root": math.sqrt(number),
                "threshold": threshold,
                "working": found.working,
                "epochs": epochs,
                "error": _finite(error),
                "clipped": _trace(clipped),
                "unclipped": _trace(unclipped),
            }
        )
        return
    for title, descent in (("not clipped", unclipped), (f"clipped at ± {threshold:g}", clipped)):
        yield f"√{number:g}, {title}: epoch, gradient, value"
        rows = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
        yield from (f"{epoch:5}  {row[0]:<24}{row[1]}" for epoch, row in enumerate(rows))
        yield ""
    yield gradient_clip.verdict(number, epochs, found)


def _plot(path: Path, number: float, epochs: int, threshold: float) -> None:
    try:
        from model.clip_plot import draw  # noqa: PLC0415 - matplotlib is an extra, and slow to load

        draw(number, epochs, threshold, path)
    except (ModuleNotFoundError, OSError, ValueError) as error:
        message = f"No plot could be drawn: {error}"
        raise InputError(message) from error


def _trace(descent: gradient_clip.Descent) -> list[dict[str, object]]:
    rows = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
    return [
        {"epoch": epoch, "gradient": _finite(gradient), "value": _finite(value)}
        for epoch, (gradient, value) in enumerate(rows)
    ]


def _finite(figure: float) -> float | str:
    return figure if math.isfinite(figure) else str(figure)
