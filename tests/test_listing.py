"""The texts with which a host lists the bot."""

import re
from pathlib import Path

import pytest

from bot.i18n.languages import languages

PAGE = (Path(__file__).parents[1] / "docs" / "discord.md").read_text("utf-8")
KIT = PAGE.partition("## What members see first\n")[2].partition("\n## ")[0]
LANGUAGES = KIT.split("\n### ")[1:]


def texts_in(section: str) -> list[str]:
    """Return the quoted texts, each on one line, as they are copied."""
    blocks = re.findall(r"(?:^>.*\n?)+", section, re.MULTILINE)
    return [" ".join(re.sub(r"^> ?", "", block, flags=re.MULTILINE).split()) for block in blocks]


def test_there_are_texts_in_every_language() -> None:
    assert len(LANGUAGES) == len(languages())


@pytest.mark.parametrize("section", LANGUAGES, ids=lambda section: section.split()[0])
def test_texts_fit_where_they_are_to_go(section: str) -> None:
    short, long = texts_in(section)
    assert 100 < len(short) <= 200 < len(long) <= 400


def test_tags_are_five() -> None:
    sentence = KIT.partition("Five tags:")[2].partition(".")[0]
    assert len(re.findall(r"`([a-z-]+)`", sentence)) == 5
