"""Trained weights on disk: one `.npz` file per network, without pickle."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from model.domain.arrays import FloatArray
from model.domain.npz import WEIGHTS_FOLDER, compress_text, decompress_text, save_npz
from model.network.ngrams import NGramVocabulary

SHIPPED_WEIGHTS = WEIGHTS_FOLDER / "shipped.npz"
"""The weights that the bot serves."""
ASSIGNMENT_WEIGHTS = WEIGHTS_FOLDER / "seed.npz"
"""The weights of the assignment's network."""

LearningCurve = Sequence[Mapping[str, float]]
"""The fields of each epoch's `training.train.EpochResult`."""

_QUANTIZED = "ngrams."
"""Begins the names of parameters stored in 8 bits, as they are many and only looked up."""
_EPSILON = np.float32(1e-30)
"""Rows of parameters no larger than this count as zeros."""
_ARRAY_PREFIX, _STEP_PREFIX, _NGRAMS_PREFIX = "array.", "step.", "ngrams."
"""Of the stored names of parameters, of the step sizes of the quantised ones, and of n-grams."""


@dataclass(frozen=True, slots=True)
class Teacher:
    """What is kept of a teacher network.

    Attributes:
        size: how many parameters it has.
        curve: its learning curve.
    """

    size: int
    curve: LearningCurve


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained network.

    Attributes:
        arrays: the parameters, float32, by name.
        alphabet: every letter, the stop symbol first; a letter's index is its id.
        countries: every country's code; a country's index is its id.
        ngrams: those that have embeddings.
        recipe: how it was trained, with the learning curve, as JSON values.
        stored_fingerprint: the fingerprint in the file that the weights were loaded from.
    """

    arrays: Mapping[str, FloatArray]
    alphabet: str
    countries: tuple[str, ...]
    ngrams: NGramVocabulary
    recipe: Mapping[str, object]
    stored_fingerprint: str = ""

    @property
    def fingerprint(self) -> str:
        """A hash of the network, which identifies it where something was fitted to its outputs."""
        # To compute it takes as long as to load the file.
        return self.stored_fingerprint or self.compute_fingerprint()

    @property
    def curve(self) -> LearningCurve:
        """The learning curve."""
        return cast("LearningCurve", self.recipe["curve"])

    @property
    def learnt_countries(self) -> tuple[str, ...]:
        """The codes of the countries whose names it has learnt."""
        return tuple(cast("Sequence[str]", self.recipe.get("countries", self.countries)))

    @property
    def network(self) -> Mapping[str, Any]:
        """The sizes of the network, as its configuration has them."""
        return cast("Mapping[str, Any]", self.recipe["network"])

    @property
    def size(self) -> int:
        """How many parameters there are."""
        return sum(array.size for array in self.arrays.values())

    @property
    def teachers(self) -> Sequence[Teacher]:
        """The networks that this one was distilled from, if any."""
        stored = cast("Sequence[Mapping[str, Any]]", self.recipe.get("teachers", []))
        return [Teacher(**teacher) for teacher in stored]

    def compute_fingerprint(self) -> str:
        """Hash the parameters as stored, the n-grams, the alphabet and the countries."""
        digest = blake2b(digest_size=16)
        for name, array in sorted(_stored_arrays(self.arrays).items()):
            digest.update(name.encode())
            digest.update(array.tobytes())
        digest.update(b"".join(ngrams.tobytes() for ngrams in self.ngrams.by_length))
        digest.update("\n".join((self.alphabet, *self.countries)).encode())
        return digest.hexdigest()

    def save(self, path: Path) -> None:
        """Write to a file atomically; parameters are rounded to 16 bits or less."""
        texts = {
            "identity": self.compute_fingerprint(),
            "alphabet": self.alphabet,
            "countries": "\n".join(self.countries),
            "recipe": json.dumps(dict(self.recipe)),
        }
        # Compressing the parameters would save little, and double the time to load them.
        save_npz(
            path,
            {
                **_stored_arrays(self.arrays),
                **{
                    f"{_NGRAMS_PREFIX}{ngrams.shape[1]}": ngrams for ngrams in self.ngrams.by_length
                },
                **{name: compress_text(text) for name, text in texts.items()},
            },
        )

    @classmethod
    def load(cls, path: Path = SHIPPED_WEIGHTS) -> "Weights":
        """Read from a file that `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`, or needs pickle.
            KeyError: something is missing from it.
        """
        with np.load(path, allow_pickle=False) as stored:

            def text(name: str) -> str:
                return decompress_text(stored[name]).decode()

            return cls(
                arrays={
                    name.removeprefix(_ARRAY_PREFIX): _load_array(name, stored)
                    for name in stored.files
                    if name.startswith(_ARRAY_PREFIX)
                },
                alphabet=text("alphabet"),
                countries=tuple(text("countries").split("\n")),
                ngrams=NGramVocabulary(
                    tuple(stored[name] for name in stored.files if name.startswith(_NGRAMS_PREFIX))
                ),
                recipe=json.loads(text("recipe")),
                stored_fingerprint=text("identity"),
            )


def quantize_int8(rows: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Quantise each row to multiples of a step size, from −127 to 127.

    A step size is a power of two, so that quantising twice changes nothing more.

    Returns:
        Multiples (rows, columns), and the rows' step sizes (rows, 1).
    """
    highest = np.abs(rows).max(axis=1, keepdims=True)
    step_sizes = np.exp2(np.ceil(np.log2(np.where(highest > _EPSILON, highest, 1) / 127)))
    step_sizes = step_sizes.astype(np.float32)
    return np.rint(rows / step_sizes).astype(np.int8), step_sizes


def _stored_arrays(arrays: Mapping[str, FloatArray]) -> dict[str, npt.NDArray[np.generic]]:
    """Return parameters in their stored types, by stored name."""
    stored: dict[str, npt.NDArray[np.generic]] = {}
    for name, array in arrays.items():
        if name.startswith(_QUANTIZED):
            stored[_ARRAY_PREFIX + name], stored[_STEP_PREFIX + name] = quantize_int8(array)
        else:
            stored[_ARRAY_PREFIX + name] = array.astype(np.float16)
    return stored


def _load_array(stored_name: str, stored: Mapping[str, npt.NDArray[Any]]) -> FloatArray:
    """Return a stored parameter in float32."""
    name = stored_name.removeprefix(_ARRAY_PREFIX)
    array: FloatArray = stored[stored_name].astype(np.float32)
    return array * stored[_STEP_PREFIX + name] if name.startswith(_QUANTIZED) else array
