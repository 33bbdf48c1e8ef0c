"""`python -m bot`."""

import os
import sys

from bot.cli import main
from bot.runtime.private_files import UMASK

if __name__ == "__main__":
    os.umask(UMASK)
    raise SystemExit(main(sys.argv[1:], os.environ))
