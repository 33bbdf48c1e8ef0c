"""The `.npz` files of weights: texts in them, and writing them atomically."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import compress, decompress

import numpy as np
import numpy.typing as npt

from model.domain.arrays import ByteArray

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Dataclass = TypeVar("_Dataclass", bound="DataclassInstance")

WEIGHTS_FOLDER = Path(__file__).parents[1] / "weights"


def save_npz(
    path: Path, arrays: Mapping[str, npt.NDArray[Any]], *, compressed: bool = False
) -> None:
    """Write arrays to a file, whole or not at all, without pickle."""
    partial = path.with_name(path.name + ".partial.npz")
    save = np.savez_compressed if compressed else np.savez
    save(partial, allow_pickle=False, **arrays)
    partial.replace(path)


def save_fields(path: Path, instance: "DataclassInstance") -> None:
    """Write a dataclass of arrays, a stored array for each field, as `save_npz` does."""
    save_npz(path, {field.name: getattr(instance, field.name) for field in fields(instance)})


def load_fields(cls: type[_Dataclass], path: Path) -> _Dataclass:
    """Read a dataclass that `save_fields` wrote.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is no `.npz`, or needs pickle.
        KeyError: something is missing from it.
    """
    with np.load(path, allow_pickle=False) as stored:
        return cls(**{field.name: stored[field.name] for field in fields(cls)})


def compress_text(text: str) -> ByteArray:
    """Return a text as an array of zlib's bytes."""
    return np.frombuffer(compress(text.encode()), np.uint8)


def decompress_text(stored: ByteArray) -> bytes:
    """Return the text of `compress_text`, still in UTF-8."""
    return decompress(bytes(stored))
