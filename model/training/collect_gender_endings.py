"""Counts how names of women and men end: `python -m model.training.collect_gender_endings`.

It prints how well the ends of names that it has not counted tell women's from men's, and writes
`model/weights/gender_endings.npz`.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from model.domain.corpus import Entry, entries, select
from model.domain.spelling import fold
from model.selection.gender_endings import GenderEndings

_WOMEN = {"F": 1.0, "M": 0.0, "U": 0.5}


def main() -> None:
    """Count, print and write."""
    endings = GenderEndings.count(_count_once(select("train", entries())))
    unseen = [entry for entry in select("validation", entries()) if entry.gender != "U"]
    area = area_under_curve(endings, unseen)
    print(f"{len(endings.keys)} endings; of unseen names, AUC {area:.3f}")  # noqa: T201 - this is a command
    endings.save()
    print(f"wrote {GenderEndings.shipped}")  # noqa: T201 - likewise


def area_under_curve(endings: GenderEndings, named: Sequence[Entry]) -> float:
    """Return how likely it is that a woman's name ends more like one than a man's name does."""
    shares = [endings.female_shares([fold(entry.name)], entry.country).item() for entry in named]
    return float(roc_auc_score([entry.gender == "F" for entry in named], shares))


def _count_once(named: Iterable[Entry]) -> Iterator[tuple[str, str, float]]:
    """Yield each name of a country once, with the mean of its genders."""
    women: dict[tuple[str, str], list[float]] = {}
    for entry in named:
        women.setdefault((fold(entry.name), entry.country), []).append(_WOMEN[entry.gender])
    for (folded, country), each in women.items():
        yield folded, country, float(np.mean(each))


if __name__ == "__main__":
    main()
