"""Which database something is a copy of, and how much of it the copy knows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DatabaseIdentity:
    """What a database says of itself.

    Attributes:
        id: random, the same for all copies; None if it was written before there were ids.
        inherited: whether it had data before it had an id, so that copies without one may be its.
        sequence: the number of its newest star or deletion.
        forgotten: it may lack records of deletions up to this number.
    """

    id: bytes | None
    inherited: bool
    sequence: int
    forgotten: int
