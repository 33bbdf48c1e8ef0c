from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from model.domain.arrays import ByteArray
from model.network.ngrams import NGramVocabulary

NAMES = st.lists(st.text("abc", min_size=1, max_size=6), max_size=20)
ALPHABET = "*abc"


def spell(ngrams: ByteArray) -> list[str]:
    return ["".join(ALPHABET[letter] for letter in row) for row in ngrams.tolist()]


def test_common_ngrams_are_in_the_vocabulary() -> None:
    ngrams = NGramVocabulary.from_names(["aba", "aba", "abc"], ALPHABET, {2: 2, 3: 3})
    assert [*map(spell, ngrams.by_length)] == [["*a", "ab", "ba"], ["*ab"]]


@given(names=NAMES)
def test_what_an_ngram_begins_and_ends_with_is_in_the_vocabulary(names: list[str]) -> None:
    ngrams = NGramVocabulary.from_names(names, ALPHABET)
    for shorter, longer in pairwise(ngrams.by_length):
        for text in spell(longer):
            assert {text[:-1], text[1:]} <= set(spell(shorter))


@given(names=NAMES)
def test_id_tables_have_the_ids_of_all_ngrams_and_nothing_else(names: list[str]) -> None:
    ngrams = NGramVocabulary.from_names(names, ALPHABET)
    tables = ngrams.id_tables(len(ALPHABET))
    for of_length, table in zip(ngrams.by_length, tables, strict=True):
        for index, (first, *others) in enumerate(of_length.tolist(), start=1):
            found = first
            for shorter, letter in zip(tables, others, strict=False):
                found = shorter[found, letter]
            assert found == index
        assert (table > 0).sum() == len(of_length)
