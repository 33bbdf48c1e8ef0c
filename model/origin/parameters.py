"""What tells where names are from, besides the networks: fitted, and who lists the known names."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from model.domain.arrays import BoolArray, ByteArray, DoubleArray
from model.domain.npz import save_npz
from model.inference.known_names import KnownNames
from model.network.weights import SHIPPED_WEIGHTS
from model.origin.calibration import Calibration
from model.origin.ngram_classifier import NGramClassifier

ORIGIN_PARAMETERS = SHIPPED_WEIGHTS.with_name("origin.npz")
"""The parameters fitted to the shipped weights."""


@dataclass(frozen=True, slots=True)
class OriginParameters:
    """The countries of the known names, and all that was fitted.

    Attributes:
        fingerprint: joint fingerprint of the networks it was fitted to.
        countries: codes, in the order of the weights.
        list_sizes: how many folded names of the training split each country has (countries).
        calibration: from features to probabilities.
        nll_threshold: nats per letter, stop included, above which a name is unrecognised.
        packed_labels: one bit for each known name and country, in their order (names, bytes).
        in_training: whether each known name is in the training split (names).
        ngram_classifier: trained on the training split.
    """

    fingerprint: str
    countries: tuple[str, ...]
    list_sizes: DoubleArray
    calibration: Calibration
    nll_threshold: float
    packed_labels: ByteArray
    in_training: BoolArray
    ngram_classifier: NGramClassifier

    def save(self, path: Path = ORIGIN_PARAMETERS) -> None:
        """Write to a file atomically."""
        fitted = {
            "weights": self.fingerprint,
            "sizes": dict(zip(self.countries, self.list_sizes.tolist(), strict=True)),
            "calibration": {
                "weights": self.calibration.weights,
                "prior": self.calibration.prior,
                "sure": self.calibration.sharp_inverse_temperature,
                "unsure": self.calibration.flat_inverse_temperature,
            },
            "unlikely": self.nll_threshold,
        }
        save_npz(
            path,
            {
                "fitted": np.frombuffer(json.dumps(fitted).encode(), np.uint8),
                "lists": self.packed_labels,
                "trained": np.packbits(self.in_training),
                **self.ngram_classifier.to_arrays(),
            },
            compressed=True,
        )

    @classmethod
    @cache
    def load(cls, path: Path = ORIGIN_PARAMETERS) -> Self:
        """Read from a file that `save` wrote, once per process.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`, or needs pickle.
            KeyError: something is missing from it.
        """
        with np.load(path, allow_pickle=False) as stored:
            fitted = json.loads(bytes(stored["fitted"]))
            calibration = fitted["calibration"]
            packed_labels = stored["lists"]
            in_training = np.unpackbits(stored["trained"], count=len(packed_labels))
            ngram_classifier = NGramClassifier.from_arrays(stored)
        return cls(
            fingerprint=fitted["weights"],
            countries=tuple(fitted["sizes"]),
            list_sizes=np.array(list(fitted["sizes"].values())),
            calibration=Calibration(
                tuple(calibration["weights"]),
                calibration["prior"],
                calibration["sure"],
                calibration["unsure"],
            ),
            nll_threshold=fitted["unlikely"],
            packed_labels=packed_labels,
            in_training=in_training.astype(np.bool_),
            ngram_classifier=ngram_classifier,
        )


def pack_labels(
    known: KnownNames, countries: Iterable[str], countries_by_name: Mapping[str, set[str]]
) -> ByteArray:
    """Pack the countries of each folded name into bits (names, bytes)."""
    codes = list(countries)
    folded = known.folded.astype(np.str_).tolist()
    labels = [[code in countries_by_name[name] for code in codes] for name in folded]
    return np.packbits(np.array(labels), axis=1)
