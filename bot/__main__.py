"""`python -m bot`."""

import os
import sys

from bot.cli import main

if __name__ == "__main__":
    os.umask(0o077)  # new files are their owner's alone
    raise SystemExit(main(sys.argv[1:], os.environ))
