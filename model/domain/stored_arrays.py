"""Dataclasses of arrays, each with a file of its own among the weights."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from model.domain.npz import load_fields, save_fields


@dataclass(frozen=True, slots=True)
class StoredArrays:
    """A dataclass that is stored as an array for each field.

    Attributes:
        shipped: its file.
    """

    shipped: ClassVar[Path]

    def save(self, path: Path | None = None) -> None:
        """Write to a file atomically, by default to that which is shipped."""
        save_fields(path or self.shipped, self)

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read from a file that `save` wrote; it raises the errors of `load_fields`."""
        return load_fields(cls, path or cls.shipped)
