"""Names that were drawn to somebody's taste and not shown yet, in memory alone."""

from collections import OrderedDict
from collections.abc import Sequence

from bot.interactions.shown_names import Owner
from model.domain.generation import NameRequest
from model.domain.taste import Drawn

MAX_REQUESTS = 200
"""Requests of which names are left, at up to 25 kB each; the least recent are forgotten first."""


class LeftNames:
    """What is left of the cards that each has drawn of each request."""

    def __init__(self) -> None:
        self._left: OrderedDict[tuple[Owner, NameRequest], Sequence[Drawn]] = OrderedDict()

    def take(self, owner: Owner, request: NameRequest) -> Sequence[Drawn] | None:
        """Take what is left, so that no other card shows it meanwhile; None if nothing is known."""
        return self._left.pop((owner, request), None)

    def keep(self, owner: Owner, request: NameRequest, names: Sequence[Drawn]) -> None:
        """Keep names for the next card."""
        self._left[owner, request] = names
        if len(self._left) > MAX_REQUESTS:
            self._left.popitem(last=False)
