"""`python -m tools.retrain`: learn it all anew, as far as something has changed."""

import os
import sys

if __name__ == "__main__":
    # The networks are small: more threads would only wait for each other, beside other work above
    # all. Two steps at once use two cores.
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    # glibc keeps memory once asked for: the system takes longer to hand it out than we to use it.
    os.environ |= {
        "MALLOC_MMAP_THRESHOLD_": "1000000000",
        "MALLOC_TRIM_THRESHOLD_": "4000000000",
        "MALLOC_TOP_PAD_": "100000000",
    }
    # Here, because every step's process imports this module again.
    from tools.retrain.cli import main

    sys.exit(main())
