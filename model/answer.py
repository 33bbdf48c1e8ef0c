"""What comes of a wish: names, and why there are no more of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import overload

from model.messages import message
from model.wish import Suggestion


class Rejection(StrEnum):
    """Why a name that was drawn is not in the answer; each says so of most of them, to people."""

    LENGTH = message("most came out longer or shorter than asked for")
    UNWRITABLE = message("most came out as nobody would write a name")
    KNOWN = message("most are known already")
    BLOCKED = message("most would be slurs or obscenities")
    REPEATED = message("the same ones came again and again")


@dataclass(frozen=True, slots=True)
class Answer(Sequence[Suggestion]):
    """The names found for a wish, in the order in which they were drawn; none stands twice.

    Attributes:
        suggestions: as many as the wish asks for, or fewer.
        rejected: how many names were drawn and not taken, by why.
    """

    suggestions: tuple[Suggestion, ...]
    rejected: Mapping[Rejection, int]

    @property
    def reason(self) -> Rejection | None:
        """Why most of the rejected names were rejected; None where none was."""
        return max(self.rejected, key=lambda why: self.rejected[why], default=None)

    def __len__(self) -> int:
        return len(self.suggestions)

    @overload
    def __getitem__(self, place: int) -> Suggestion: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Suggestion]: ...
    def __getitem__(self, place: int | slice) -> Suggestion | Sequence[Suggestion]:
        return self.suggestions[place]
