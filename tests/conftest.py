"""Configuration of all tests."""

import os
from pathlib import Path

# NumPy's matrices here are too small to gain from BLAS threads, and on busy cores the threads wait
# for each other: a name then takes ten times as long. `python -m bot` sets this too.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Imported after the setting, which NumPy reads once.
import pytest
from hypothesis import settings

# The duration of an example depends on the machine.
settings.register_profile("nomen", deadline=None)
settings.load_profile("nomen")

pytest_plugins = ["tests.token_watch"]

SLOW_FOLDERS = frozenset({"bench", "browser", "faults", "wire"})
"""Tests that start processes or a browser; single slow tests elsewhere carry the marker."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow folders' tests, which `make check` leaves out."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] in SLOW_FOLDERS:
            item.add_marker(pytest.mark.slow)
