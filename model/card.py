"""Writes the figures of the model card: `python -m model.card` after training.

What stands between the two marks in `README.md` beside this file, and `curve.png`, is made from
the weights and the data alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from model import corpus, rnn
from model.backwards import BACKWARDS, Backwards, Reader
from model.condition import Condition
from model.countries import countries
from model.namer import Namer
from model.weights import SHIPPED, Curve, Weights
from model.wish import Style, Wish

HERE = Path(__file__).parent
CARD = HERE / "README.md"
SEED = SHIPPED.with_name("seed.npz")
BEGIN, END = "<!-- figures: python -m model.card -->", "<!-- end of figures -->"
SEVEN = ("NL", "IR", "FR", "PL", "CN", "IT", "CL")


def main() -> None:
    """Draw the curves and write the figures into the card."""
    recipes = {
        "seed": Weights.load(SEED),
        "shipped": Weights.load(),
        "backwards": Weights.load(BACKWARDS),
    }
    curves = {name: weights.curve for name, weights in recipes.items()}
    draw(curves | {"a teacher": recipes["shipped"].teachers[0].curve}, HERE / "curve.png")
    figures = [*table(recipes), "", *samples(Namer(recipes["shipped"]))]
    write_between(CARD, BEGIN, END, figures)


def write_between(card: Path, begin: str, end: str, lines: Iterable[str]) -> None:
    """Put lines in the place of what stands between two marks of a card."""
    before, _, rest = card.read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    text = "\n".join(lines)
    card.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", "utf-8")


def table(recipes: Mapping[str, Weights]) -> Iterator[str]:
    """Compare the recipes: size, passes, minutes, and nats a name of each part."""
    yield "| recipe | weights | passes | best | minutes | train | validation | test |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, weights in recipes.items():
        test = _seed_nats(weights) if name == "seed" else shipped_nats(_reader(name, weights))
        for number, one in enumerate(weights.teachers, start=1):
            yield f"| teacher {number} | {one.size:,} | {_figures(one.curve)} | – |"
        yield f"| {name} | {weights.size:,} | {_figures(weights.curve)} | {test:.2f} |"


def samples(namer: Namer) -> Iterator[str]:
    """Invent 30 names for each of the seven countries, plain, with the country's code as seed."""
    for code in SEVEN:
        rng = np.random.default_rng(list(code.encode()))
        wish = Wish(Condition.of(code), count=30, sharpness=Style.PLAIN.sharpness)
        yield f"**{countries()[code].name}**"
        yield ", ".join(one.name for one in namer.suggest(wish, rng))
        yield ""


def _figures(curve: Curve) -> str:
    best = min(curve, key=lambda one: one["validation"])
    minutes = sum(one["seconds"] for one in curve) / 60
    return (
        f"{len(curve)} | {best['number']:.0f} "
        f"| {minutes:.0f} | {best['train']:.2f} | {best['validation']:.2f}"
    )


def _reader(recipe: str, weights: Weights) -> Reader:
    namer = Namer(weights)
    return Backwards(namer) if recipe == "backwards" else namer


def shipped_nats(reader: Reader) -> float:
    """Return the mean nats of a name of the test part, gender unknown, by a shipped network."""
    test = corpus.select("test", corpus.entries())
    pairs = [(entry.name, Condition.of(entry.country)) for entry in test]
    return float(reader.score(pairs).mean())


def _seed_nats(weights: Weights) -> float:
    network = rnn.SeedNetwork(len(weights.alphabet), len(weights.countries))
    network.load(weights)
    test = corpus.select("test", corpus.entries())
    return float(np.mean([rnn.name_nats(network, one.letters, one.country) for one in test]))


def draw(curves: Mapping[str, Curve], path: Path) -> None:
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


if __name__ == "__main__":
    main()
