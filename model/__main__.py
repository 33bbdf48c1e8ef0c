"""`python -m model`: train the networks, invent names, score and rank them, and more."""

import os
import sys
from collections.abc import Sequence

# Before NumPy is loaded. BLAS threads do not speed up matrices as small as these, and beside other
# work they wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from model.cli import COMMANDS
from model.cli.parser import USAGE_ERROR, CommandRunner, Parser
from model.domain.errors import InputError

_INTERRUPTED = 130
"""What shells return for a command that Ctrl-C has ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = Parser(prog="python -m model", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (command, description) in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=description)
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    options = parser.parse_args(arguments)
    run: CommandRunner = options.run
    try:
        for line in run(options):
            print(line)
    except InputError as error:
        print(error, file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader, such as `head`, has closed the pipe; nothing may be flushed to it at exit.
        sys.stdout = None
    return 0


if __name__ == "__main__":
    sys.exit(main())
