"""The texts with which a host lists the bot."""

import tomllib
from pathlib import Path

import pytest

from bot.i18n.languages import languages

LISTING = tomllib.loads((Path(__file__).parents[1] / "docs" / "listing.toml").read_text("utf-8"))


def test_there_are_texts_in_every_language_and_five_tags() -> None:
    assert LISTING.keys() - {"tags"} == {*languages()}
    assert len({*LISTING["tags"]}) == 5


@pytest.mark.parametrize("language", languages())
def test_texts_fit_where_they_are_to_go(language: str) -> None:
    short, long = LISTING[language]["short"], LISTING[language]["long"]
    assert 100 < len(short) <= 200 < len(long) <= 400
