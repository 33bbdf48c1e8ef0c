"""NumPy array types."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
ByteArray = npt.NDArray[np.uint8]
IntArray = npt.NDArray[np.intp]
"""Indices and ids."""
IdArray = npt.NDArray[np.integer]
"""Ids in as few bytes as they need."""
HashArray = npt.NDArray[np.uint32]
"""Hashes of words and names."""

AnyFloatArray = TypeVar("AnyFloatArray", FloatArray, DoubleArray)
