import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.typed import LONGEST, plain, quotable


@given(st.text(max_size=100))
def test_typed_text_mentions_nobody(text: str) -> None:
    assert not re.search(r"(?<!\\)<[@#/:a]|@(everyone|here)", plain(text))


@pytest.mark.parametrize(
    "text",
    ["**bold**", "_slant_", "||spoiler||", "`code`", "~~out~~", "# title", "> quote", "[a](b)"],
)
def test_typed_text_has_no_markdown_left(text: str) -> None:
    escaped = plain(text)
    assert escaped.startswith("\\")
    assert escaped.replace("\\", "") == text


def test_plain_text_stays_as_it_is() -> None:
    assert plain("Jean-Luc d'Été") == "Jean-Luc d'Été"


@given(st.text(max_size=300))
def test_what_is_quoted_is_short_and_all_of_it_is_seen(text: str) -> None:
    quoted = quotable(text)
    assert all(letter.isprintable() for letter in quoted)
    assert len(quoted) <= LONGEST * len("[U+10FFFF]") + 1


def test_what_turns_a_line_around_is_written_out() -> None:
    assert quotable("ab\u202ecd\u200b") == "ab[U+202E]cd[U+200B]"
