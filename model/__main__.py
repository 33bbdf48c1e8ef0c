"""`python -m model`: see `model.cli`."""

import os
import sys

# Before NumPy is loaded. BLAS threads do not speed up matrices as small as these, and beside other
# work they wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from model.cli import main

if __name__ == "__main__":
    sys.exit(main())
