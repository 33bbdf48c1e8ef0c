"""How fast the network is, beside its peers: `python tests/bench/speed.py`, in seconds of one core.

It stands beside the assignment's own network and loop, its own matrix products alone, the same
network stepped in PyTorch, and the Transformer, which reads a name anew for each of its letters. A
Transformer that is not trained yet takes as long as one that is.
"""

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

import torch
from threadpoolctl import threadpool_limits

from model.domain import corpus
from model.inference.weights import Weights
from tests.bench.model.systems import contenders, drawing, scoring, thousand, turns
from tests.bench.model.tasks import QUICK, SCORES, TASKS, Contender, Plan, measure, table, targets
from tests.bench.peers.networks import build
from tests.bench.peers.serving import Serving
from tests.bench.peers.stepping import Stepping
from tests.bench.peers.train import FOLDER

TRANSFORMER = FOLDER / "transformer.npz"
LETTERS = 4
"""Letters of a name that an untrained Transformer writes on average behind the first two."""


_JSON = f"""
with --json, one flat object: SYSTEM_FIGURE for each system (ours; seed, the assignment's own
network and loop in PyTorch; limit, the network's matrix products alone; the peers) and each figure,
{", ".join(task.key for task in TASKS)};
and what was to be reached, ten_new_names_ratio, in_64_ratio, in_1024_of_limit, training_ratio
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all and print a table, or one flat JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, epilog=_JSON)
    parser.add_argument("--quick", action="store_true", help="see whether it works: one short turn")
    parser.add_argument("--wall", action="store_true", help="count all seconds that go by")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else Plan()
    if options.wall:
        plan = replace(plan, clock=perf_counter)
    with threadpool_limits(limits=1):
        names = thousand()
        peers = {"stepping": stepping(names, plan), "transformer": transformer(names, plan)}
        present = contenders(names, plan) | peers
        figures = measure(present, plan)
    reached = targets(figures)
    lines = [*table(present, figures), "", *map(str, reached)]
    if options.json:
        each = {
            f"{key}_{task.key}": figure
            for key, row in figures.items()
            for task, figure in row.items()
        }
        lines = [json.dumps(each | {target.key: target.figure for target in reached})]
    print("\n".join(lines), flush=True)  # noqa: T201 - printing is a benchmark's work


_START = """
import numpy as np
from model.domain.condition import Condition
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
