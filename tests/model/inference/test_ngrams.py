import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.domain.corpus import alphabet, entries
from model.inference.ngrams import Letters, NGramVocabulary

NAMES = st.lists(st.text("abc", min_size=1, max_size=6), max_size=20)
ALPHABET = "*abc"


def spelt(grams: Letters) -> list[str]:
    return ["".join(ALPHABET[number] for number in row) for row in grams.tolist()]


def test_what_stands_often_enough_is_a_gram() -> None:
    grams = NGramVocabulary.from_names(["aba", "aba", "abc"], ALPHABET)
    assert spelt(grams.bigrams) == ["*a", "ab", "ba"]
    assert spelt(grams.trigrams) == ["*ab"]


@given(names=NAMES)
def test_what_a_trigram_begins_and_ends_with_are_bigrams(names: list[str]) -> None:
    grams = NGramVocabulary.from_names(names, ALPHABET)
    for gram in spelt(grams.trigrams):
        assert {gram[:2], gram[1:]} <= set(spelt(grams.bigrams))


@given(names=NAMES)
def test_the_tables_have_the_number_of_every_gram_and_of_nothing_else(names: list[str]) -> None:
    grams = NGramVocabulary.from_names(names, ALPHABET)
    twos, threes = grams.tables(len(ALPHABET))
    for number, (first, second) in enumerate(grams.bigrams, start=1):
        assert twos[first, second] == number
    for number, (first, second, third) in enumerate(grams.trigrams, start=1):
        assert threes[twos[first, second], third] == number
    assert (twos > 0).sum() == len(grams.bigrams)
    assert (threes > 0).sum() == len(grams.trigrams)


def test_the_data_has_thousands() -> None:
    grams = NGramVocabulary.from_names((entry.letters for entry in entries()), alphabet())
    assert 1_500 < len(grams.bigrams) < len(grams.trigrams) < 12_000
    assert len(grams.trigrams) < np.iinfo(np.int16).max
