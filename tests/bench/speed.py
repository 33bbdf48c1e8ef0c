"""The race on the clock: `python tests/bench/speed.py` prints `model bench` with the peers beside.

The peers are the shipped network stepped in PyTorch, and the Transformer, which reads a name anew
for each of its letters. A Transformer that is not trained yet takes as long as one that is.
"""

import argparse
import math
from collections.abc import Sequence

import torch
from threadpoolctl import threadpool_limits

from model import corpus
from model.bench import QUICK, SCORES, Contender, Plan, measure, table, targets
from model.contenders import contenders, drawing, scoring, thousand, turns
from model.weights import Weights
from tests.bench.peers.networks import build
from tests.bench.peers.serving import Serving
from tests.bench.peers.stepping import Stepping
from tests.bench.peers.train import FOLDER

TRANSFORMER = FOLDER / "transformer.npz"
LETTERS = 4
"""Letters of a name that an untrained Transformer writes on average behind the first two."""


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="see whether it works: one short turn")
    plan = QUICK if parser.parse_args().quick else Plan()
    with threadpool_limits(limits=1):
        names = thousand()
        peers = {"stepping": stepping(names, plan), "transformer": transformer(names, plan)}
        present = contenders(names, plan) | peers
        figures = measure(present, plan)
    for line in (*table(present, figures), "", *map(str, targets(figures))):
        print(line, flush=True)  # noqa: T201 - printing is a benchmark's work


_START = """
import numpy as np
from model.condition import Condition
from tests.bench.peers.stepping import Stepping

print(Stepping.load().draw(Condition.of("NL"), 1, np.random.default_rng()))
"""


def stepping(names: Sequence[str], plan: Plan) -> Contender:
    """The shipped network in PyTorch."""
    model = Stepping.load()
    scores = {SCORES: scoring(model, names, plan.scored // 10)}
    return Contender(
        "the network in PyTorch", turns(model, names) | drawing(model) | scores, _START
    )


def transformer(names: Sequence[str], plan: Plan) -> Contender:
    """The peer of another kind, one by one."""
    title, model = "Transformer, untrained", untrained()
    if TRANSFORMER.exists():
        title, model = "Transformer", Serving.load("transformer", Weights.load(TRANSFORMER))
    scores = {SCORES: scoring(model, names, plan.scored // 10)}
    return Contender(title, turns(model, names) | scores)


def untrained() -> Serving:
    """Make a Transformer with fresh weights whose names are about as long as real ones."""
    letters = len(corpus.alphabet())
    torch.manual_seed(1)
    network = build("transformer", letters, len(corpus.countries()))
    with torch.no_grad():
        network.logits.weight.zero_()
        network.logits.bias.zero_()
        network.logits.bias[0] = math.log((letters - 1) / LETTERS)
    return Serving(network, corpus.alphabet(), corpus.countries())


if __name__ == "__main__":
    main()
