"""The channels by which processes tell each other at once what they would find out anyway, later.

Nothing depends on a notice: it is lost where a connection is.
"""

SHARDS_CHANGED = "nomen_shards"
"""Shards have become free, or there is one process more or less."""
BOARD_SHOWN = "nomen_board"
"""A message shows a group's board; the payload is the ids of group, channel and message."""
