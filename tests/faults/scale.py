"""Scale of the fault tests: full for `make soak`, a tenth or less otherwise."""

import os

SOAK = bool(os.environ.get("NOMEN_SOAK"))

KILLS = 100 if SOAK else 12
INTERACTIONS = 20_000 if SOAK else 800
STARS = 1_000_000 if SOAK else 20_000
"""In the database beforehand."""
EXAMPLES = 400 if SOAK else 40
"""Arbitrary inputs for each command or button."""
