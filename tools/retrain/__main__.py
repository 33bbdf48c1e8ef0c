"""`python -m tools.retrain`: doit, with the steps as its tasks; `--help` lists its commands."""

import sys

from tools.retrain.steps import STEPS
from tools.retrain.tasks import run

if __name__ == "__main__":
    sys.exit(run(STEPS, sys.argv[1:]))
