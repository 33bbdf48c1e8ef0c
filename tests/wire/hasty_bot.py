"""Runs the bot with a lease of so many seconds, and otherwise as `python -m bot run` does.

python -m tests.wire.hasty_bot SECONDS
"""

import os
import sys
from dataclasses import replace

from bot.__main__ import run
from bot.runtime.log import configure_logging
from bot.runtime.settings import Settings

if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    settings = replace(Settings.from_environment(os.environ), lease=float(sys.argv[1]))
    configure_logging(settings.log_level, settings.log_format)
    sys.exit(run(settings))
