"""`python -m model`: train the networks, invent names, score and rank them, and more."""

import sys
from collections.abc import Sequence

from model.cli import COMMANDS
from model.cli.parser import USAGE_ERROR, CommandRunner, Parser
from model.domain.errors import InputError


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
    except BrokenPipeError:
        # The reader, such as `head`, has closed the pipe; nothing may be flushed to it at exit.
        sys.stdout = None
    return 0


if __name__ == "__main__":
    sys.exit(main())
