"""`python -m model`: train the networks, invent names, score them, and what belongs to it."""

import sys
from collections.abc import Sequence

from model.cli import COMMANDS
from model.cli.parser import UNUSABLE, Parser, Run
from model.domain.errors import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = Parser(prog="python -m model", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    options = parser.parse_args(arguments)
    run: Run = options.run
    try:
        for line in run(options):
            print(line)
    except InputError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # The reader, `head` for one, has seen enough; nothing may be flushed to it at exit.
        sys.stdout = None
    return 0


if __name__ == "__main__":
    sys.exit(main())
