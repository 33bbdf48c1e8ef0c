"""An independent classifier of origins, to judge generated names by.

It shares nothing with the networks: a logistic regression on TF-IDF weighted n-grams of one to five
letters, trained on the training split with scikit-learn.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

from model.domain.arrays import DoubleArray
from model.domain.corpus import Entry


class ReferenceClassifier:
    """A logistic regression on letter n-grams; an `evaluation.Classifier`.

    Attributes:
        countries: codes, in the order of the probabilities.
    """

    def __init__(self, entries: Sequence[Entry], countries: tuple[str, ...]) -> None:
        """Train on entries; the whole training split takes a quarter of a minute."""
        self.countries = countries
        # char_wb pads names with spaces, so that n-grams mark beginnings and ends.
        vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(1, 5), lowercase=False, dtype=np.float32
        )
        regression = SGDClassifier(loss="log_loss", alpha=3e-6, random_state=0)
        self._pipeline = make_pipeline(vectorizer, regression)
        self._pipeline.fit(
            [entry.letters for entry in entries],
            [countries.index(entry.country) for entry in entries],
        )

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        """Return the probabilities of one or more names in lower case (names, countries)."""
        probabilities = np.zeros((len(names), len(self.countries)))
        probabilities[:, self._pipeline.classes_] = self._pipeline.predict_proba(list(names))
        return probabilities
