"""Trains the regression on runs of letters; it needs scikit-learn, which serving does not."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from model.corpus import Entry
from model.runs import Runs, runs

KEPT = 0.1
"""Share of the weights kept: on the validation part all did no better, half as many worse."""
RARELY = 2
"""Names that a run must be in: one name alone teaches nothing about others."""


def learn(entries: Sequence[Entry], countries: Sequence[str]) -> Runs:
    """Train on entries of two countries or more; on the training part that takes half a minute."""
    vectorizer = TfidfVectorizer(analyzer=_spell, min_df=RARELY, dtype=np.float32)
    counts = vectorizer.fit_transform([entry.letters for entry in entries])
    # Averaged over its steps (Polyak & Juditsky 1992), it may be regularised the less.
    regression = SGDClassifier(loss="log_loss", alpha=5e-7, average=True, random_state=0)
    regression.fit(counts, [countries.index(entry.country) for entry in entries])
    known = vectorizer.get_feature_names_out()
    return _pack(
        np.array([int(number) for number in known], np.uint32),
        vectorizer.idf_,
        regression.coef_.T,
        regression.intercept_,
    )


def _spell(name: str) -> list[str]:
    return [str(run.number) for run in runs(name)]


def _pack(
    numbers: npt.NDArray[np.uint32],
    rarity: npt.NDArray[np.float32],
    weights: npt.NDArray[np.float64],
    bias: npt.NDArray[np.float64],
) -> Runs:
    """Keep the weights (runs, countries) that are farthest from what most countries have."""
    # What all countries have in common cancels where they are compared.
    own = weights - np.median(weights, axis=1, keepdims=True)
    unit = np.abs(own).max() / 127
    own[np.abs(own) < np.quantile(np.abs(own), 1 - KEPT)] = 0
    order = np.argsort(numbers)
    steps = np.rint(own[order] / unit).astype(np.int8)
    rows, places = np.nonzero(steps)
    return Runs(
        numbers[order],
        rarity[order].astype(np.float16),
        np.bincount(rows, minlength=len(numbers)).cumsum().astype(np.int32),
        places.astype(np.uint8),
        steps[rows, places],
        bias.astype(np.float32),
        np.array(unit, np.float32),
    )
