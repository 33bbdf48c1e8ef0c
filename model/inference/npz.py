"""The `.npz` files of weights: texts in them, and writing them atomically."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import compress, decompress

import numpy as np
import numpy.typing as npt

from model.domain.arrays import ByteArray

WEIGHTS_FOLDER = Path(__file__).parents[1] / "weights"


def save_npz(
    path: Path, arrays: Mapping[str, npt.NDArray[Any]], *, compressed: bool = False
) -> None:
    """Write arrays to a file, whole or not at all, without pickle."""
    partial = path.with_name(path.name + ".partial.npz")
    save = np.savez_compressed if compressed else np.savez
    save(partial, allow_pickle=False, **arrays)
    partial.replace(path)


def compress_text(text: str) -> ByteArray:
    """Return a text as an array of zlib's bytes."""
    return np.frombuffer(compress(text.encode()), np.uint8)


def decompress_text(stored: ByteArray) -> bytes:
    """Return the text of `compress_text`, still in UTF-8."""
    return decompress(bytes(stored))
