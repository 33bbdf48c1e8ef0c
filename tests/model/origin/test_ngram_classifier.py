import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from model.domain import corpus
from model.domain.corpus import Entry
from model.origin.ngram_classifier import NGramClassifier, ngrams
from model.training.fit_origin import train_ngram_classifier

CODES = ("CN", "NL", "PL")
NAMES = st.sampled_from([entry.letters for entry in corpus.entries()[::97]])


@pytest.fixture(scope="module")
def train() -> list[Entry]:
    return [entry for entry in corpus.select("train", corpus.entries()) if entry.country in CODES]


@pytest.fixture(scope="module")
def classifier(train: list[Entry]) -> NGramClassifier:
    return train_ngram_classifier(train, CODES)


def test_ngrams_have_one_to_six_letters_of_the_padded_name() -> None:
    pairs = [(ngram.letters, ngram.start) for ngram in ngrams("li")]
    assert sorted(pairs) == [
        *((" ", 0), (" ", 3), (" l", 0), (" li", 0), (" li ", 0)),
        *(("i", 2), ("i ", 2), ("l", 1), ("li", 1), ("li ", 1)),
    ]
    assert max(len(ngram.letters) for ngram in ngrams("maximiliaan")) == 6


def test_unseen_names_are_classified(classifier: NGramClassifier) -> None:
    test = [entry for entry in corpus.select("test", corpus.entries()) if entry.country in CODES]
    predicted = [CODES[int(classifier.logits(entry.letters).argmax())] for entry in test]
    hits = [code == entry.country for code, entry in zip(predicted, test, strict=True)]
    assert np.mean(hits) > 0.85


@given(name=NAMES)
def test_letters_add_up_to_all_but_the_bias(classifier: NGramClassifier, name: str) -> None:
    by_letter = classifier.logits_by_letter(name)
    assert by_letter.shape == (len(name) + 1, 3)
    np.testing.assert_allclose(by_letter.sum(axis=0) + classifier.bias, classifier.logits(name))


def test_names_are_classified_together_as_they_are_alone(classifier: NGramClassifier) -> None:
    names = ["annelies", "ქ", "zbigniew", "anna-anna"]
    together = classifier.batch_logits(names)
    for name, logits in zip(names, together, strict=True):
        by_letter = classifier.logits_by_letter(name).sum(axis=0)
        np.testing.assert_allclose(logits, by_letter + classifier.bias)


def test_without_pruning_it_matches_scikit_learns_regression(train: list[Entry]) -> None:
    entries = train[::4]
    classifier = train_ngram_classifier(entries, CODES, kept_share=1)
    names = [entry.letters for entry in entries]
    vectorizer = TfidfVectorizer(
        analyzer=lambda name: [ngram.letters for ngram in ngrams(name)], min_df=2, dtype=np.float32
    )
    regression = SGDClassifier(loss="log_loss", alpha=5e-7, average=True, random_state=0)
    regression.fit(
        vectorizer.fit_transform(names), [CODES.index(entry.country) for entry in entries]
    )
    others = ["marieke", "xiaoming", "wojciech", "anna"]
    expected = regression.decision_function(vectorizer.transform(others))
    logits = np.array([classifier.logits(name) for name in others])
    # Only differences are comparable: whatever all countries have in common is left out.
    np.testing.assert_allclose(np.diff(logits), np.diff(expected), atol=0.7)


@given(name=NAMES)
def test_stored_arrays_restore_the_classifier(classifier: NGramClassifier, name: str) -> None:
    restored = NGramClassifier.from_arrays(classifier.to_arrays())
    np.testing.assert_array_equal(restored.logits(name), classifier.logits(name))
