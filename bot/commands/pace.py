"""Which cooldown a request counts for; what nobody names here counts as one that thinks."""

from collections.abc import Mapping

from bot.cooldown import Kind

COMPLETION = " completion"
"""What follows a command's name where its member is still typing."""

_KINDS: Mapping[str, Kind | None] = {
    "/clipdemo": Kind.DRAWING,
    # Whoever wants to know what this is, or to be forgotten, is never put off.
    "/help": None,
    "/privacy": None,
    "button export": None,
    "button delete": None,
    "button delete-all": None,
    "button keep": None,
    "button star": Kind.PRESSING,
    "button unstar": Kind.PRESSING,
    "button own": Kind.PRESSING,
    "button unknown": Kind.PRESSING,
}


def kind_of(command: str) -> Kind | None:
    """What a request counts for, by the command or button that it is for; None is never held back.

    Args:
        command: as the doorway is told it: `/name`, `/name completion`, or `button star`.
    """
    return None if command.endswith(COMPLETION) else _KINDS.get(command, Kind.THINKING)
