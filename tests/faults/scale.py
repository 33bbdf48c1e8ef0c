"""How hard the bot is tried: `make soak` asks for all of it, other runs for a tenth."""

import os

_PART = 1 if os.environ.get("NOMEN_SOAK") else 10

KILLS = 100 // _PART
INTERACTIONS = 20_000 // _PART
STARS = 1_000_000 // _PART
"""That are in the database before."""
EXAMPLES = 400 // _PART
"""Of what somebody might send to one command or button."""
