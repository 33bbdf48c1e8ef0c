"""How far members are in duels that they have not finished, in memory alone."""

from bot.interactions.recent import Recent

MAX_DUELS = 1000
"""Duels remembered; the least recent are forgotten first."""

Owner = tuple[int, int]
"""A group, or `DIRECT_MESSAGES`, and a member."""


class OpenDuels:
    """The answers of members who have not come to the end, as the buttons of their cards hold them.

    Another process, or this one after a restart, begins a duel at its first question. A card goes
    on where it is, since its buttons say so.
    """

    def __init__(self) -> None:
        self._answers: Recent[Owner, str] = Recent(MAX_DUELS)

    def keep(self, owner: Owner, answers: str) -> None:
        """Remember a member's answers in place of former ones; none where they are empty."""
        if answers:
            self._answers.keep(owner, answers)
        else:
            self._answers.pop(owner, None)

    def answers_of(self, owner: Owner) -> str:
        """Return what is remembered of a member; empty if nothing is."""
        return self._answers.get(owner, "")

    def forget(self, member: int) -> None:
        """Forget a member's answers everywhere."""
        self._answers.forget(lambda owner: owner[1] == member)
