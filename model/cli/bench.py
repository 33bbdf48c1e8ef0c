"""`bench`: how fast the network is."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from model import corpus
from model.bench import QUICK, TASKS, Plan, measure, table, targets
from model.cli.parser import Commands, as_json
from model.errors import InputError

_JSON = f"""
with --json, one flat object: CONTENDER_FIGURE for each contender (ours; seed, the assignment's own
network and loop in PyTorch; limit, the network's matrix products alone) and each of its figures,
{", ".join(task.key for task in TASKS)};
and what was to be reached, ten_new_names_ratio, in_64_ratio, in_1024_of_limit, training_ratio
"""


def add(commands: Commands) -> None:
    """Add the command."""
    about = "time the network beside the seed's loop, in seconds of one core; takes a few minutes"
    parser = commands.add_parser("bench", help=about, description=about, epilog=_JSON)
    parser.add_argument("--quick", action="store_true", help="see whether it works: one short turn")
    parser.add_argument("--wall", action="store_true", help="count all seconds that go by")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Measure, and show what was to be reached."""
    if not corpus.NAMES.exists():
        message = f"The names are in the repository, at {corpus.NAMES}, not in the wheel."
        raise InputError(message)
    # What is timed needs PyTorch, an extra: no other command pays for it.
    try:
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - see above

        from model.contenders import contenders, thousand  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        message = f"Measuring needs {error.name}: pip install -c constraints.txt -e '.[train]'"
        raise InputError(message) from error
    plan = QUICK if options.quick else Plan()
    if options.wall:
        plan = replace(plan, clock=perf_counter)
    with threadpool_limits(limits=1):
        present = contenders(thousand(), plan)
        figures = measure(present, plan)
    reached = targets(figures)
    if options.json:
        each = {
            f"{key}_{task.key}": figure
            for key, row in figures.items()
            for task, figure in row.items()
        }
        yield as_json(each | {target.key: target.figure for target in reached})
        return
    yield from table(present, figures)
    yield ""
    yield from (str(target) for target in reached)
