# ruff: noqa: SLF001 - what is kept is private to SimCord and has no type
"""The Markdown parsers of SimCord's page are kept."""

from collections.abc import Mapping
from typing import Any
from unittest.mock import Mock

import pytest
from simcord.preview import _markdown

from bot.playground.parsers import keep_parsers, kept_parsers
from tests.bot.playground.channel import first_member
from tests.bot.playground.conftest import Playground

TEXTS = ("## Anna\n-# **known** in `NL`", "Ask <@1>, please", "a https://example.org b")
CONTEXTS: tuple[dict[str, Any], ...] = ({}, {"users": {"1": "Mirel"}})


def parsed(text: str, context: Mapping[str, Any]) -> list[dict[str, Any]]:
    return _markdown.markdown_tokens(text, "message", context=context)


@pytest.mark.parametrize("context", CONTEXTS, ids=["nobody", "Mirel"])
@pytest.mark.parametrize("text", TEXTS)
def test_kept_parser_parses_as_a_new_one(text: str, context: dict[str, Any]) -> None:
    expected = parsed(text, context)
    with kept_parsers():
        assert [parsed(text, context) for _ in range(2)] == [expected, expected]


def test_a_mention_is_looked_up_in_its_own_message() -> None:
    with kept_parsers():
        without, with_mirel = (parsed("<@1>", context) for context in CONTEXTS)
    assert without != with_mirel


def test_the_same_kind_of_text_needs_one_parser() -> None:
    counted = Mock(wraps=_markdown._markdown_parser)
    make = keep_parsers(counted)
    for _ in range(3):
        make(_markdown._FIELD_POLICIES["message"], {})
    counted.assert_called_once()


def test_simcord_is_left_as_it_was() -> None:
    before = _markdown._markdown_parser
    with kept_parsers():
        assert _markdown._markdown_parser is not before
    assert _markdown._markdown_parser is before


async def test_an_answer_below_many_makes_no_parser(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Mock(wraps=_markdown._markdown_parser)
    monkeypatch.setattr(_markdown, "_markdown_parser", counted)
    async with playground() as (_, page):

        async def answer() -> None:
            await first_member(page).slash(page.channel, "name", country="NL")
            await page.snapshot()

        await answer()
        made = counted.call_count
        for _ in range(3):
            await answer()
    assert counted.call_count == made
