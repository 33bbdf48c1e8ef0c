import numpy as np

from model.domain import corpus
from model.training.reference_classifier import ReferenceClassifier


def test_reference_classifier_predicts_countries_it_was_trained_on() -> None:
    train = corpus.select("train", corpus.entries())
    entries = [entry for entry in train if entry.country in ("CN", "IT")][::5]
    classifier = ReferenceClassifier(entries, ("CN", "FR", "IT"))
    names = ["xiaoming", "zhenghua", "giovannella", "pierfrancesco"]
    probabilities = classifier.probabilities(names)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert probabilities.argmax(axis=1).tolist() == [0, 0, 2, 2]
    assert not probabilities[:, 1].any()
