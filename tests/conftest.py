"""Configuration of all tests."""

import os
import sys
from pathlib import Path

# The matrices here are too small to gain from threads, and on busy cores the threads wait for each
# other: a name then takes ten times as long. `python -m bot` sets the first, NumPy's, too; the
# second is PyTorch's.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Imported after the settings, which are read once.
import pytest
from hypothesis import settings

# The duration of an example depends on the machine. The gate tries the same examples each time, so
# that it fails for what was changed; NOMEN_SOAK=1 tries new ones, and more of them.
SOAK = bool(os.environ.get("NOMEN_SOAK"))
settings.register_profile(
    "nomen", deadline=None, derandomize=not SOAK, max_examples=1000 if SOAK else 50
)
settings.load_profile("nomen")

pytest_plugins = ["tests.token_watch"]

SLOW = (
    *("bench", "browser", "data", "faults", "wire"),
    *("model/assignment", "model/network", "model/reports", "model/training"),
    *("model/test_cli.py", "model/test_cli_training.py", "test_assignment.py"),
    *("model/domain/test_corpus.py", "model/evaluation"),
    *("model/origin/test_ngram_classifier.py", "model/origin/test_reversed_scorer.py"),
    *("model/selection/test_ranker.py", "model/selection/test_blend_ranker.py"),
    *("model/selection/test_country_names.py", "model/selection/test_good_names.py"),
    *("model/selection/test_filtered.py", "model/selection/test_selector.py"),
    *("bot/store/test_state_machine.py", "bot/services/test_clip_service.py"),
    "bot/services/test_shortlist_picture.py",
    *("tools/test_screens.py", "tools/test_small_retraining.py"),
)
"""Tests that start processes or a browser, read all the data, train, sample for many countries, or
import one of `LARGE`; others carry the marker."""
LARGE = {"torch", "sklearn", "scipy", "matplotlib", "playwright"}
LONGEST = (
    "deployment/test_image.py",
    "browser",
    "data/test_build.py",
    "faults/test_memory.py",
    "model/reports/test_reports.py",
)
"""Those that take more than half a minute beside others."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Spare `make check` the imports of what is slow."""
    return (config.option.markexpr == "not slow" and _is_in(SLOW, collection_path)) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests in `SLOW` and of PostgreSQL; run the longest files first, then the slow ones.

    A process that gets a long file last keeps a core for itself while the others have nothing left.
    """
    for item in items:
        if _is_in(SLOW, item.path) or "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not _is_in(LONGEST, item.path), item.path not in slow))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Have `make check` fail if a test that is not in `SLOW` imports what takes long to import."""
    if session.config.option.markexpr == "not slow":
        assert not (found := LARGE & sys.modules.keys()), f"a fast test imports {found}"


def _is_in(places: tuple[str, ...], path: Path) -> bool:
    return path.relative_to(Path(__file__).parent).as_posix().startswith(places)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured with `record_property`."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
