import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.domain.arrays import ByteArray
from model.domain.corpus import alphabet, entries
from model.network.ngrams import NGramVocabulary

NAMES = st.lists(st.text("abc", min_size=1, max_size=6), max_size=20)
ALPHABET = "*abc"


def spell(ngrams: ByteArray) -> list[str]:
    return ["".join(ALPHABET[letter] for letter in row) for row in ngrams.tolist()]


def test_common_ngrams_are_in_the_vocabulary() -> None:
    ngrams = NGramVocabulary.from_names(["aba", "aba", "abc"], ALPHABET)
    assert spell(ngrams.bigrams) == ["*a", "ab", "ba"]
    assert spell(ngrams.trigrams) == ["*ab"]


@given(names=NAMES)
def test_both_bigrams_of_a_trigram_are_in_the_vocabulary(names: list[str]) -> None:
    ngrams = NGramVocabulary.from_names(names, ALPHABET)
    for trigram in spell(ngrams.trigrams):
        assert {trigram[:2], trigram[1:]} <= set(spell(ngrams.bigrams))


@given(names=NAMES)
def test_id_tables_have_the_ids_of_all_ngrams_and_nothing_else(names: list[str]) -> None:
    ngrams = NGramVocabulary.from_names(names, ALPHABET)
    bigram_ids, trigram_ids = ngrams.id_tables(len(ALPHABET))
    for index, (first, second) in enumerate(ngrams.bigrams, start=1):
        assert bigram_ids[first, second] == index
    for index, (first, second, third) in enumerate(ngrams.trigrams, start=1):
        assert trigram_ids[bigram_ids[first, second], third] == index
    assert (bigram_ids > 0).sum() == len(ngrams.bigrams)
    assert (trigram_ids > 0).sum() == len(ngrams.trigrams)


def test_the_data_has_thousands_of_ngrams() -> None:
    ngrams = NGramVocabulary.from_names((entry.letters for entry in entries()), alphabet())
    assert 1_500 < len(ngrams.bigrams) < len(ngrams.trigrams) < 12_000
    assert len(ngrams.trigrams) < np.iinfo(np.int16).max
