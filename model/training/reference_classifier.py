"""An independent judge of where a spelling is from, to hold the networks' names against.

It knows nothing of the networks: runs of one to five letters, weighed by how rare they are
(TF-IDF), in a logistic regression trained on the training part of the data. It needs scikit-learn,
which nothing else does.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

from model.domain.corpus import Entry


class ReferenceClassifier:
    """A logistic regression on runs of letters; an `evaluation.Guesser`.

    Attributes:
        countries: codes, in the order of the probabilities.
    """

    def __init__(self, entries: Sequence[Entry], countries: tuple[str, ...]) -> None:
        """Train on entries; on all of the training part that takes a quarter of a minute."""
        self.countries = countries
        # char_wb marks where a name begins and ends.
        runs = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(1, 5), lowercase=False, dtype=np.float32
        )
        regression = SGDClassifier(loss="log_loss", alpha=3e-6, random_state=0)
        self._pipeline = make_pipeline(runs, regression)
        self._pipeline.fit(
            [entry.letters for entry in entries],
            [countries.index(entry.country) for entry in entries],
        )

    def probabilities(self, names: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return probabilities for names in lower case, one or more (names, countries)."""
        shares = np.zeros((len(names), len(self.countries)))
        shares[:, self._pipeline.classes_] = self._pipeline.predict_proba(list(names))
        return shares
