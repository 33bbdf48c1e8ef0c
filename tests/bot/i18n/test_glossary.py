"""Texts have none of the words that the glossary retires."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.i18n.languages import ENGLISH, languages
from tests.bot.i18n.catalogue import catalogue, texts

WORDS = Path(__file__).with_name("retired_words.tsv")
"""In any case; semicolons separate them, and what stands in brackets is for readers."""
NOT_A_TEXT = re.compile(r"`[^`]*`|\{[^}]*\}")
"""Commands, and what is filled in."""


@dataclass(frozen=True, slots=True)
class Retired:
    """Words that texts of a language have in none but some phrases, and what they say instead."""

    words: Sequence[str]
    instead: str
    allowed: Sequence[str]

    def used_in(self, text: str) -> Sequence[str]:
        """Return the words that a text uses."""
        rest = NOT_A_TEXT.sub(" ", text)
        for phrase in self.allowed:
            rest = whole(phrase).sub(" ", rest)
        return [word for word in self.words if whole(word).search(rest)]


@cache
def whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)


@cache
def retired_words() -> Mapping[str, Sequence[Retired]]:
    """Return the rows of the table by language."""
    retired: dict[str, list[Retired]] = {}
    for line in WORDS.read_text("utf-8").splitlines()[1:]:
        language, words, instead, allowed = line.split("\t")
        entries = phrases(re.sub(r" \(.*?\)", "", words))
        retired.setdefault(language, []).append(Retired(entries, instead, phrases(allowed)))
    return retired


def phrases(cell: str) -> Sequence[str]:
    return [phrase.strip() for phrase in cell.split(";") if phrase.strip()]


def texts_in(language: str) -> Iterator[str]:
    """Yield what members read in a language."""
    for message in catalogue(language):
        if message.id:
            yield from texts(message.id if language == ENGLISH else message.string)


def test_every_row_of_the_table_has_words_and_every_language_rows() -> None:
    assert set(retired_words()) == set(languages())
    assert all(retired.words for rows in retired_words().values() for retired in rows)


@pytest.mark.parametrize("language", languages())
def test_texts_have_no_retired_words(language: str) -> None:
    used = [
        f"{word!r} (say {retired.instead}): {text}"
        for text in texts_in(language)
        for retired in retired_words()[language]
        for word in retired.used_in(text)
    ]
    assert used == []
