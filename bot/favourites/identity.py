"""What a database says of itself: which one it is a copy of, how much it knows, and its size."""

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


@dataclass(frozen=True, slots=True)
class DatabaseInfo:
    """Facts about an intact database.

    Attributes:
        version: of its schema, 0 if it is empty.
        size: in bytes.
    """

    version: int
    size: int
