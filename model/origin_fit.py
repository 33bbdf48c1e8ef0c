"""Fits the atlas of the shipped weights: `python -m model.origin_fit`, after training.

Runs of letters are learnt from the training part, all else is fitted to the validation part. It
takes two minutes or three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from model import corpus
from model.atlas import ATLAS, Atlas, pack
from model.backwards import Reader, identities, readers
from model.calibration import BoolArray, Calibration, DoubleArray, fit
from model.evidence import Evidence
from model.namer import Namer
from model.runs import Runs
from model.runs_fit import learn
from model.spelling import fold

FOUND_LIKELY = 0.99
"""The share of validation names that are not unlikely everywhere."""


def main() -> None:
    """Learn runs, weigh the validation part for all countries, fit, and write."""
    both, names = readers(Namer.load()), corpus.entries()
    runs = learn(corpus.select("train", names), both[0].countries)
    validation = Sample.of(corpus.select("validation", names), both[0].countries)
    atlas = make(both, names, validation, runs)
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


def make(
    both: tuple[Namer, Reader], entries: Sequence[corpus.Entry], validation: Sample, runs: Runs
) -> Atlas:
    """Fit to the validation part, and note which country lists which name."""
    namer = both[0]
    train = _listed(corpus.select("train", entries))
    sizes = np.array([sum(code in codes for codes in train.values()) for code in namer.countries])
    atlas = Atlas(
        weights=identities(both),
        countries=namer.countries,
        sizes=sizes.astype(float),
        calibration=Calibration(),
        unlikely=0.0,
        lists=pack(namer.known, namer.countries, _listed(entries)),
        trained=np.array([name in train for name in namer.known.folded]),
        runs=runs,
    )
    evidence = gather(both, atlas, validation)
    letters = np.array([len(name) + 1 for name in validation.names])
    least = -evidence[0].max(axis=1) / letters
    return replace(
        atlas,
        calibration=fit(evidence, atlas.sizes, validation.lists),
        unlikely=float(np.quantile(least, FOUND_LIKELY)),
    )


def gather(both: tuple[Namer, Reader], atlas: Atlas, sample: Sample) -> DoubleArray:
    """Weigh every name of a sample for every country (kinds, names, countries)."""
    evidence = Evidence(both, atlas.runs, atlas.alike(both[0].known))
    return evidence.of(sample.names, both[0].countries)


def _listed(entries: Sequence[corpus.Entry]) -> Mapping[str, set[str]]:
    countries: dict[str, set[str]] = {}
    for entry in entries:
        countries.setdefault(fold(entry.name), set()).add(entry.country)
    return countries


if __name__ == "__main__":
    main()
