"""Configuration of all tests."""

import os

# NumPy's matrices here are too small to gain from BLAS threads, and on busy cores the threads wait
# for each other: a name then takes ten times as long. `python -m bot` sets this too.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Imported after the setting, which NumPy reads once.
from hypothesis import settings

# The duration of an example depends on the machine.
settings.register_profile("nomen", deadline=None)
settings.load_profile("nomen")

pytest_plugins = ["tests.token_watch"]
