"""Fits the atlas of the shipped weights: `python -m model.origin_fit`, after training.

Only the validation part is looked at; it takes a minute or two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from model import corpus
from model.atlas import ATLAS, Atlas, pack
from model.calibration import BoolArray, DoubleArray, fit
from model.condition import Condition
from model.namer import Namer
from model.spelling import fold

FOUND_LIKELY = 0.99
"""The share of validation names that are not unlikely everywhere."""


def main() -> None:
    """Score the validation part under all countries, fit, and write."""
    namer, names = Namer.load(), corpus.entries()
    atlas = make(namer, names, Sample.of(corpus.select("validation", names), namer.countries))
    atlas.save()
    print(f"{ATLAS}: {atlas.calibration}, unlikely above {atlas.unlikely:.3f} nats a letter")  # noqa: T201 - this is a command


@dataclass(frozen=True, slots=True)
class Sample:
    """Names of known origin, each folded name once.

    Attributes:
        names: in lower case; of several spellings the first in the data.
        lists: which country lists which name (names, countries).
    """

    names: Sequence[str]
    lists: BoolArray

    @classmethod
    def of(cls, entries: Sequence[corpus.Entry], countries: Sequence[str]) -> Self:
        """Gather entries; all spellings of a name must be among them, as they are in a part."""
        spelt = {fold(entry.name): entry.letters for entry in reversed(entries)}
        listed = _listed(entries)
        lists = [[code in listed[key] for code in countries] for key in spelt]
        return cls(tuple(spelt.values()), np.array(lists))

    def nats(self, namer: Namer) -> DoubleArray:
        """Score every name under every country, gender unknown (names, countries)."""
        conditions = [Condition.of(code) for code in namer.countries]
        pairs = [(name, condition) for name in self.names for condition in conditions]
        return namer.score(pairs).reshape(self.lists.shape)


def make(namer: Namer, entries: Sequence[corpus.Entry], validation: Sample) -> Atlas:
    """Fit to the validation part, and note which country lists which name."""
    train = _listed(corpus.select("train", entries))
    sizes = np.array([sum(code in codes for codes in train.values()) for code in namer.countries])
    nats = validation.nats(namer)
    letters = np.array([len(name) + 1 for name in validation.names])
    return Atlas(
        weights=namer.identity,
        countries=namer.countries,
        sizes=sizes.astype(float),
        calibration=fit(nats, sizes.astype(float), validation.lists),
        unlikely=float(np.quantile(nats.min(axis=1) / letters, FOUND_LIKELY)),
        lists=pack(namer.known, namer.countries, _listed(entries)),
    )


def _listed(entries: Sequence[corpus.Entry]) -> Mapping[str, set[str]]:
    countries: dict[str, set[str]] = {}
    for entry in entries:
        countries.setdefault(fold(entry.name), set()).add(entry.country)
    return countries


if __name__ == "__main__":
    main()
