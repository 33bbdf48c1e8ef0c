"""Trained weights on disk: one `.npz` without pickle, with all that serving needs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast
from zlib import compress, decompress

import numpy as np
import numpy.typing as npt

from model.domain.arrays import FloatArray
from model.inference.known_names import KnownNames
from model.inference.ngrams import NGramVocabulary
from model.inference.packed_strings import Lines, PackedStrings

SHIPPED_WEIGHTS = Path(__file__).parents[1] / "weights" / "shipped.npz"
"""The weights that the bot serves."""
ASSIGNMENT_WEIGHTS = SHIPPED_WEIGHTS.with_name("seed.npz")
"""The weights of the assignment's network."""

LearningCurve = Sequence[Mapping[str, float]]
"""What each pass of a training came to: the fields of `training.Pass`."""

_IN_STEPS = frozenset({"bigram.weight", "trigram.weight"})
"""Parameters that take a byte each, as they are many and only looked up."""
_LEAST = np.float32(1e-30)
"""Rows of parameters no larger than this are none."""
_ARRAY, _STEP = "array.", "step."
"""What the names of parameters begin with, and of the steps in which some of them are."""


@dataclass(frozen=True, slots=True)
class Teacher:
    """What is kept of a network that another one learnt from.

    Attributes:
        size: how many numbers it learnt.
        curve: what each pass of its training came to.
    """

    size: int
    curve: LearningCurve


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained network and what it was trained on.

    Attributes:
        arrays: the parameters by their name in the PyTorch module, float32.
        alphabet: every letter by its number, the stop symbol first.
        countries: every country's code by its number.
        grams: bigrams and trigrams that have embeddings, if the network has such.
        known: the names of the data.
        recipe: how they were trained and what came of it, as JSON values.
        stored_identity: `identity` as it stands in the file that they were read from.
    """

    arrays: Mapping[str, FloatArray]
    alphabet: str
    countries: tuple[str, ...]
    ngrams: NGramVocabulary
    known: KnownNames
    recipe: Mapping[str, object]
    stored_fingerprint: str = ""

    @property
    def fingerprint(self) -> str:
        """A hash of the network and its names, which what was fitted to them can be held to."""
        # Working it out takes as long as reading the file.
        return self.stored_fingerprint or self.compute_fingerprint()

    @property
    def curve(self) -> LearningCurve:
        """What each pass of the training came to."""
        return cast("LearningCurve", self.recipe["curve"])

    @property
    def size(self) -> int:
        """How many numbers were learnt."""
        return sum(array.size for array in self.arrays.values())

    @property
    def teachers(self) -> Sequence["Teacher"]:
        """The networks that this one learnt from, if any."""
        stored = cast("Sequence[Mapping[str, Any]]", self.recipe.get("teachers", []))
        return [Teacher(**one) for one in stored]

    def compute_fingerprint(self) -> str:
        """Work the identity out."""
        digest = blake2b(digest_size=16)
        for name, array in sorted(_rounded(self.arrays).items()):
            digest.update(name.encode())
            digest.update(array.tobytes())
        digest.update(self.ngrams.bigrams.tobytes() + self.ngrams.trigrams.tobytes())
        texts = (self.alphabet, *self.countries, self.known.folded.lines(), "")
        digest.update("\n".join(texts).encode())
        return digest.hexdigest()

    def save(self, path: Path) -> None:
        """Write to a file, whole or not at all; parameters are rounded to 16 bits or less."""
        texts = {
            "identity": self.compute_fingerprint(),
            "alphabet": self.alphabet,
            "countries": "\n".join(self.countries),
            "known": "\n".join(self.known.written),
            "folded": self.known.folded.lines(),
            "recipe": json.dumps(dict(self.recipe)),
        }
        # Parameters would hardly get any smaller, but take as long to unpack as all else.
        blobs = {
            name: np.frombuffer(compress(text.encode()), np.uint8) for name, text in texts.items()
        }
        partial = path.with_name(path.name + ".partial.npz")
        grams = {"bigrams": self.ngrams.bigrams, "trigrams": self.ngrams.trigrams}
        np.savez(partial, allow_pickle=False, **_rounded(self.arrays), **grams, **blobs)
        partial.replace(path)

    @classmethod
    def load(cls, path: Path = SHIPPED_WEIGHTS) -> "Weights":
        """Read from a file that `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`, or asks for pickle.
            KeyError: something that serving needs is not in it.
        """
        with np.load(path, allow_pickle=False) as stored:

            def text(name: str) -> bytes:
                return decompress(bytes(stored[name]))

            return cls(
                arrays=dict(
                    _read(name, stored) for name in stored.files if name.startswith(_ARRAY)
                ),
                alphabet=text("alphabet").decode(),
                countries=tuple(text("countries").decode().split("\n")),
                ngrams=NGramVocabulary(stored["bigrams"], stored["trigrams"]),
                known=KnownNames(Lines(text("known")), PackedStrings.read(text("folded"))),
                recipe=json.loads(text("recipe")),
                stored_fingerprint=text("identity").decode(),
            )


def quantize_int8(rows: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Round the numbers of each row to whole steps, 127 at most either way.

    A step is a power of two, so that rounding twice is rounding once.

    Returns:
        Steps (rows, columns), and how large a step of each row is (rows, 1).
    """
    most = np.abs(rows).max(axis=1, keepdims=True)
    step = np.exp2(np.ceil(np.log2(np.where(most > _LEAST, most, 1) / 127))).astype(np.float32)
    return np.rint(rows / step).astype(np.int8), step


def _rounded(arrays: Mapping[str, FloatArray]) -> dict[str, npt.NDArray[np.generic]]:
    """Give parameters as they are stored, by name."""
    rounded: dict[str, npt.NDArray[np.generic]] = {}
    for name, array in arrays.items():
        if name in _IN_STEPS:
            rounded[_ARRAY + name], rounded[_STEP + name] = quantize_int8(array)
        else:
            rounded[_ARRAY + name] = array.astype(np.float16)
    return rounded


def _read(stored_name: str, stored: Mapping[str, npt.NDArray[Any]]) -> tuple[str, FloatArray]:
    """Give a stored parameter's own name, and itself."""
    name = stored_name.removeprefix(_ARRAY)
    array = stored[stored_name].astype(np.float32)
    return name, array * stored[_STEP + name] if name in _IN_STEPS else array
