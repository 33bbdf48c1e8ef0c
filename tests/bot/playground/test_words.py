"""The page's own words, and whose language they are in."""

import re
from importlib.resources import files

import pytest

from bot.i18n.translator import translator_for_language
from bot.playground.words import page_words, preferred_language

SCRIPTS = [
    file.read_text("utf-8")
    for file in files("bot.playground").joinpath("page").iterdir()
    if file.name.endswith(".js")
]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("nl", "nl"),
        ("nl-NL,nl;q=0.9,en-US;q=0.8", "nl"),
        ("es-419", "es"),
        ("PL", "pl"),
        ("de-DE,de;q=0.9,fr;q=0.8,en;q=0.7", "fr"),
        ("en;q=0.5, it", "it"),
        ("fr;q=0, it;q=0.1", "it"),
        ("de", "en"),
        ("*", "en"),
        ("fr;q=much", "en"),
        ("", "en"),
    ],
)
def test_the_first_known_language_of_the_browser_is_taken(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


def test_the_page_has_the_words_that_it_uses_and_no_others() -> None:
    words = {*page_words(translator_for_language("en"))}
    read = {word for script in SCRIPTS for word in re.findall(r"\bwords\.(\w+)", script)}
    quoted = {word for script in SCRIPTS for word in re.findall(r'"(\w+)"', script)}
    assert read <= words <= read | quoted
