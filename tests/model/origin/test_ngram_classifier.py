import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from model.domain import corpus
from model.domain.corpus import Entry
from model.origin.ngram_classifier import NGramClassifier, runs
from model.training import fit_origin
from model.training.fit_origin import learn

CODES = ("CN", "NL", "PL")


@pytest.fixture(scope="module")
def some() -> list[Entry]:
    return [entry for entry in corpus.select("train", corpus.entries()) if entry.country in CODES]


@pytest.fixture(scope="module")
def learnt(some: list[Entry]) -> NGramClassifier:
    return learn(some, CODES)


def names() -> st.SearchStrategy[str]:
    return st.sampled_from([entry.letters for entry in corpus.entries()[::97]])


def test_a_run_is_of_one_to_six_letters_with_a_space_on_either_side() -> None:
    found = [(run.letters, run.start) for run in runs("li")]
    assert sorted(found) == [
        *((" ", 0), (" ", 3), (" l", 0), (" li", 0), (" li ", 0)),
        *(("i", 2), ("i ", 2), ("l", 1), ("li", 1), ("li ", 1)),
    ]
    assert max(len(run.letters) for run in runs("maximiliaan")) == 6


def test_it_tells_names_that_it_never_saw_apart(learnt: NGramClassifier) -> None:
    test = [one for one in corpus.select("test", corpus.entries()) if one.country in CODES]
    guesses = [CODES[int(learnt.logits(entry.letters).argmax())] for entry in test]
    hits = [guess == entry.country for guess, entry in zip(guesses, test, strict=True)]
    assert np.mean(hits) > 0.85


@given(name=names())
def test_the_letters_parts_are_all_but_the_bias(learnt: NGramClassifier, name: str) -> None:
    parts = learnt.by_letter(name)
    assert parts.shape == (len(name) + 1, 3)
    np.testing.assert_allclose(parts.sum(axis=0) + learnt.bias, learnt.logits(name))


def test_of_what_it_never_saw_it_says_nothing(learnt: NGramClassifier) -> None:
    spoken = learnt.by_letter("ქქქ")
    np.testing.assert_array_equal(spoken[1], 0)


def test_with_all_weights_kept_it_is_scikit_learns_regression(
    monkeypatch: pytest.MonkeyPatch, some: list[Entry]
) -> None:
    monkeypatch.setattr(fit_origin, "KEPT", 1)
    few = some[::4]
    learnt = learn(few, CODES)
    spelt = [entry.letters for entry in few]
    vectorizer = TfidfVectorizer(
        analyzer=lambda name: [run.letters for run in runs(name)], min_df=2, dtype=np.float32
    )
    regression = SGDClassifier(loss="log_loss", alpha=5e-7, average=True, random_state=0)
    regression.fit(vectorizer.fit_transform(spelt), [CODES.index(one.country) for one in few])
    asked = ["marieke", "xiaoming", "wojciech", "anna"]
    expected = regression.decision_function(vectorizer.transform(asked))
    got = np.array([learnt.logits(name) for name in asked])
    # What all countries have in common is left out, so only differences can be compared.
    np.testing.assert_allclose(np.diff(got), np.diff(expected), atol=0.7)


@given(name=names())
def test_what_is_stored_says_the_same(learnt: NGramClassifier, name: str) -> None:
    again = NGramClassifier.of(learnt.arrays())
    np.testing.assert_array_equal(again.logits(name), learnt.logits(name))
