"""Whose stars a command is about."""

from enum import StrEnum


class Whose(StrEnum):
    """Whose stars."""

    GROUP = "group"
    MINE = "mine"
