import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.escaping import MAX_QUOTE_LENGTH, escape_markdown, escape_quote, safe_display_name


@given(st.text(max_size=100))
def test_mentions_are_escaped(text: str) -> None:
    assert not re.search(r"(?<!\\)<[@#/:a]|@(everyone|here)", escape_markdown(text))


def test_plain_text_is_unchanged() -> None:
    assert escape_markdown("Jean-Luc d'Été") == "Jean-Luc d'Été"


@given(st.text(max_size=300))
def test_quotes_are_short_and_printable(text: str) -> None:
    quoted = escape_quote(text)
    assert all(letter.isprintable() for letter in quoted)
    assert len(quoted) <= MAX_QUOTE_LENGTH * len(r"\[U+10FFFF]") + 1


@pytest.mark.parametrize(
    "text",
    [
        *("**bold**", "_slant_", "||spoiler||", "`code`", "~~out~~", "# title", "> quote"),
        *("[a](b)", "[[a](b)](c)", "[a](b) **c** [d](e)", "https://x.example", ":skull:"),
        *("a\n> b", " - a"),
    ],
)
def test_no_active_markdown_is_left(text: str) -> None:
    escaped = escape_markdown(text)
    left = re.sub(r"\\[^0-9A-Za-z\s]", "", escaped)
    assert not re.search(r"[*_~`|<\[#:]|^\s*[->]", left, re.MULTILINE)
    assert escaped.replace("\\", "") == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202eadA\u2066\u200b", "adA"),
        (" A\n\tda\u3164 ", "A da"),
        ("ali\u200creza", "ali\u200creza"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\u3164\u0301\u200d", r"ada\_1"),
        ("", r"ada\_1"),
    ],
)
def test_display_names_keep_only_visible_characters(name: str, shown: str) -> None:
    assert safe_display_name(name, "ada_1") == shown


def test_invisible_characters_are_spelled_out() -> None:
    assert escape_quote("ab\u202ecd\u200b") == r"ab\[U+202E]cd\[U+200B]"
