"""Trained weights on disk: one `.npz` without pickle, with all that serving needs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.known import KnownNames
from model.lines import Lines
from model.packed import Packed

SHIPPED = Path(__file__).parent / "weights" / "shipped.npz"
"""The weights that the bot serves."""

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained network and what it was trained on.

    Attributes:
        arrays: the parameters by their name in the PyTorch module, float32.
        alphabet: every letter by its number, the stop symbol first.
        countries: every country's code by its number.
        known: the names of the data.
        recipe: how they were trained and what came of it, as JSON values.
    """

    arrays: Mapping[str, FloatArray]
    alphabet: str
    countries: tuple[str, ...]
    known: KnownNames
    recipe: Mapping[str, object]

    @property
    def identity(self) -> str:
        """A hash of the network and its names, which what was fitted to them can be held to."""
        digest = blake2b(digest_size=16)
        for name, array in sorted(self.arrays.items()):
            digest.update(name.encode())
            digest.update(array.astype(np.float16).tobytes())
        texts = (self.alphabet, *self.countries, self.known.folded.lines(), "")
        digest.update("\n".join(texts).encode())
        return digest.hexdigest()

    def save(self, path: Path) -> None:
        """Write to a file, whole or not at all; parameters are rounded to half precision."""
        halves = {f"array.{name}": array.astype(np.float16) for name, array in self.arrays.items()}
        texts = {
            "alphabet": self.alphabet,
            "countries": "\n".join(self.countries),
            "known": "\n".join(self.known.written),
            "folded": self.known.folded.lines(),
            "recipe": json.dumps(dict(self.recipe)),
        }
        blobs = {name: np.frombuffer(text.encode(), np.uint8) for name, text in texts.items()}
        partial = path.with_name(path.name + ".partial.npz")
        np.savez_compressed(partial, allow_pickle=False, **halves, **blobs)
        partial.replace(path)

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Weights":
        """Read from a file that `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`, or asks for pickle.
            KeyError: something that serving needs is not in it.
        """
        with np.load(path, allow_pickle=False) as stored:

            def text(name: str) -> str:
                return bytes(stored[name]).decode()

            return cls(
                arrays={
                    name.removeprefix("array."): stored[name].astype(np.float32)
                    for name in stored.files
                    if name.startswith("array.")
                },
                alphabet=text("alphabet"),
                countries=tuple(text("countries").split("\n")),
                known=KnownNames(
                    Lines(bytes(stored["known"])), Packed.read(bytes(stored["folded"]))
                ),
                recipe=json.loads(text("recipe")),
            )
