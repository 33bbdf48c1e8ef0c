"""Names that were drawn to somebody's taste and not shown yet, in memory alone."""

from array import array
from collections.abc import Sequence

from bot.interactions.recent import Recent
from bot.interactions.shown_names import Owner
from model.domain.generation import NameRequest
from model.domain.taste import Drawn

MAX_REQUESTS = 1500
"""Requests of which names are left, at up to 4 kB each; the least recent are forgotten first."""


class LeftNames:
    """What is left of the cards that each has drawn of each request."""

    def __init__(self) -> None:
        self._left: Recent[tuple[Owner, NameRequest], tuple[str, array[float]]] = Recent(
            MAX_REQUESTS
        )

    def take(self, owner: Owner, request: NameRequest) -> Sequence[Drawn] | None:
        """Take what is left, so that no other card shows it meanwhile; None if nothing is known."""
        left = self._left.pop((owner, request), None)
        return None if left is None else [*zip(left[0].split(), left[1], strict=True)]

    def keep(self, owner: Owner, request: NameRequest, names: Sequence[Drawn]) -> None:
        """Keep names for the next card."""
        text = " ".join(name for name, _ in names)  # which takes a tenth of what a list does
        self._left.keep((owner, request), (text, array("d", (score for _, score in names))))

    def forget(self, member: int) -> None:
        """Forget what is left for a member alone; what is for a group is nobody's."""
        self._left.forget(lambda key: key[0][1] == member)
