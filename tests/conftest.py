"""What holds for all tests."""

import os

# Threads of NumPy's linear algebra help no matrix as small as these, and where the cores are busy
# they wait for each other: a name then takes ten times as long. `python -m bot` sets it too.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# NumPy, which may come with what is imported here, reads the line above.
from hypothesis import settings

# How long an example takes is the machine's affair, not the test's.
settings.register_profile("nomen", deadline=None)
settings.load_profile("nomen")

pytest_plugins = ["tests.token_watch"]
