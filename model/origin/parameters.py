"""What telling origins needs beside the networks: who lists a name, and how it is to be read.

It stands in a file of its own, so that a bot that only invents names never loads it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import BoolArray, DoubleArray
from model.inference.known_names import KnownNames
from model.inference.weights import SHIPPED_WEIGHTS
from model.origin.calibration import Calibration
from model.origin.neighbour_classifier import KernelNeighbourClassifier
from model.origin.ngram_classifier import NGramClassifier

ORIGIN_PARAMETERS = SHIPPED_WEIGHTS.with_name("origin.npz")
"""The one that belongs to the shipped weights."""
_RUNS = "runs."
"""What the names of the arrays of runs begin with."""


@dataclass(frozen=True, slots=True)
class OriginParameters:
    """The known names by country, and what was fitted to the networks' losses.

    Attributes:
        weights: the identities of the weights it belongs to.
        countries: codes, in the order of the weights.
        sizes: how many names of the training part each country has, folded (countries).
        calibration: from evidence to probabilities.
        unlikely: nats a letter, the stop being one, above which a name is unlikely.
        lists: a bit for each known name and country, in their order (names, bytes).
        trained: whether each known name is of the training part (names).
        runs: what runs of letters say.
    """

    weights: str
    countries: tuple[str, ...]
    sizes: DoubleArray
    calibration: Calibration
    unlikely: float
    lists: npt.NDArray[np.uint8]
    trained: BoolArray
    runs: NGramClassifier

    def listing(self, name: str, known: KnownNames) -> tuple[str, ...]:
        """Return the codes of the countries whose list holds a name, however it is written."""
        place = known.place(name)
        if place is None:
            return ()
        bits = np.unpackbits(self.lists[place], count=len(self.countries))
        return tuple(self.countries[number] for number in np.flatnonzero(bits))

    def alike(self, known: KnownNames) -> KernelNeighbourClassifier:
        """Return what the names of the training part say by how alike they are spelt."""
        folded = [known.folded[place] for place in np.flatnonzero(self.trained).tolist()]
        return KernelNeighbourClassifier(folded, self.lists[self.trained], len(self.countries))

    def save(self, path: Path = ORIGIN_PARAMETERS) -> None:
        """Write to a file, whole or not at all."""
        texts = {
            "weights": self.weights,
            "sizes": dict(zip(self.countries, self.sizes.tolist(), strict=True)),
            "calibration": asdict(self.calibration),
            "unlikely": self.unlikely,
        }
        fitted = np.frombuffer(json.dumps(texts).encode(), np.uint8)
        partial = path.with_name(path.name + ".partial.npz")
        np.savez_compressed(
            partial,
            allow_pickle=False,
            fitted=fitted,
            lists=self.lists,
            trained=np.packbits(self.trained),
            **{_RUNS + name: array for name, array in self.runs.arrays().items()},
        )
        partial.replace(path)

    @classmethod
    def load(cls, path: Path = ORIGIN_PARAMETERS) -> Self:
        """Read from a file that `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`, or asks for pickle.
            KeyError: something is not in it.
        """
        with np.load(path, allow_pickle=False) as stored:
            fitted = json.loads(bytes(stored["fitted"]))
            lists = stored["lists"]
            runs = {name: stored[name] for name in stored.files if name.startswith(_RUNS)}
            return cls(
                weights=fitted["weights"],
                countries=tuple(fitted["sizes"]),
                sizes=np.array(list(fitted["sizes"].values())),
                calibration=_calibration(**fitted["calibration"]),
                unlikely=fitted["unlikely"],
                lists=lists,
                trained=np.unpackbits(stored["trained"], count=len(lists)).astype(np.bool_),
                runs=NGramClassifier.of(
                    {name.removeprefix(_RUNS): array for name, array in runs.items()}
                ),
            )


def _calibration(weights: Sequence[float], **others: float) -> Calibration:
    return Calibration(tuple(weights), **others)


def pack(
    known: KnownNames, countries: Iterable[str], listed: Mapping[str, set[str]]
) -> npt.NDArray[np.uint8]:
    """Turn the countries of each folded name into bits (names, bytes)."""
    codes = list(countries)
    rows = [[code in listed[name] for code in codes] for name in known.folded]
    return np.packbits(np.array(rows), axis=1)
