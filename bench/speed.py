"""Measures the network's speed beside its peers: `python bench/speed.py`, on one core.

The peers are the assignment's network and loop, the shipped network's matrix products alone, the
same network stepped in PyTorch, and the Transformer, which reads a name anew for each of its
letters. An untrained Transformer takes as long as a trained one.
"""

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

import torch
from threadpoolctl import threadpool_limits

from bench.model.systems import (
    build_systems,
    one_by_one_workloads,
    sampling_workloads,
    scoring_workload,
    thousand_test_names,
)
from bench.model.tasks import QUICK, SCORES, TASKS, Plan, System, measure, table, targets
from bench.peers.networks import build_peer
from bench.peers.serving import PeerModel
from bench.peers.stepping import PyTorchStepper
from bench.peers.train import FOLDER
from model.domain import corpus
from model.network.weights import Weights

TRANSFORMER = FOLDER / "transformer.npz"
MEAN_LETTERS = 4
"""Mean letters of an untrained Transformer's names, after the first two."""


_JSON = f"""
with --json, one flat object: SYSTEM_FIGURE for each system (ours; seed, the assignment's own
network and loop in PyTorch; limit, the network's matrix products alone; the peers) and each figure,
{", ".join(task.key for task in TASKS)};
and the targets: ten_new_names_ratio, in_64_ratio, in_1024_of_limit, training_ratio
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all and print a table, or one flat JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, epilog=_JSON)
    parser.add_argument(
        "--quick", action="store_true", help="one short turn each, to see whether it works"
    )
    parser.add_argument("--wall", action="store_true", help="measure wall-clock time")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else Plan()
    if options.wall:
        plan = replace(plan, clock=perf_counter)
    with threadpool_limits(limits=1):
        names = thousand_test_names()
        systems = build_systems(names, plan) | {
            "stepping": pytorch_system(names, plan),
            "transformer": transformer_system(names, plan),
        }
        figures = measure(systems, plan)
    measured_targets = targets(figures)
    lines = [*table(systems, figures), "", *map(str, measured_targets)]
    if options.json:
        flat = {
            f"{key}_{task.key}": figure
            for key, row in figures.items()
            for task, figure in row.items()
        }
        flat |= {target.key: target.figure for target in measured_targets}
        lines = [json.dumps(flat)]
    print("\n".join(lines), flush=True)  # noqa: T201 - printing is a benchmark's work


_PYTORCH_COLD_START = """
import numpy as np
from model.domain.condition import Condition
from bench.peers.stepping import PyTorchStepper

print(PyTorchStepper.load().sample(Condition.for_country("NL"), 1, np.random.default_rng()))
"""


def pytorch_system(names: Sequence[str], plan: Plan) -> System:
    """Build the shipped network stepped in PyTorch."""
    model = PyTorchStepper.load()
    scores = {SCORES: scoring_workload(model, names, plan.names_per_score // 10)}
    return System(
        "the network in PyTorch",
        one_by_one_workloads(model, names) | sampling_workloads(model) | scores,
        _PYTORCH_COLD_START,
    )


def transformer_system(names: Sequence[str], plan: Plan) -> System:
    """Build the Transformer peer, which samples names one by one."""
    title, model = "Transformer, untrained", untrained_transformer()
    if TRANSFORMER.exists():
        title, model = "Transformer", PeerModel.load("transformer", Weights.load(TRANSFORMER))
    scores = {SCORES: scoring_workload(model, names, plan.names_per_score // 10)}
    return System(title, one_by_one_workloads(model, names) | scores)


def untrained_transformer() -> PeerModel:
    """Build a Transformer with random weights whose names are about as long as real ones."""
    letters = len(corpus.alphabet())
    torch.manual_seed(1)
    network = build_peer("transformer", letters, len(corpus.country_codes()))
    with torch.no_grad():
        network.logits.weight.zero_()
        network.logits.bias.zero_()
        network.logits.bias[0] = math.log((letters - 1) / MEAN_LETTERS)
    return PeerModel(network, corpus.alphabet(), corpus.country_codes())


if __name__ == "__main__":
    main()
