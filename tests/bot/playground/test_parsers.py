# ruff: noqa: SLF001 - what is kept is private to SimCord and has no type
"""The Markdown parsers of SimCord's page are kept."""

from collections.abc import Mapping
from typing import Any
from unittest.mock import Mock

import pytest
from simcord.preview import _markdown

from bot.playground.parsers import kept_parsers
from tests.bot.playground.channel import first_member
from tests.bot.playground.conftest import Playground

TEXTS = ("## Anna\n-# **known** in `NL`", "Ask <@1>, please", "a https://example.org b")
CONTEXTS: tuple[dict[str, Any], ...] = ({}, {"users": {"1": "Mirel"}})


def parsed(text: str, context: Mapping[str, Any]) -> list[dict[str, Any]]:
    return _markdown.markdown_tokens(text, "message", context=context)


def test_kept_parsers_parse_as_new_ones_each_text_in_its_own_context() -> None:
    asked = [(text, context) for text in TEXTS for context in CONTEXTS]
    expected = [parsed(text, context) for text, context in asked]
    with kept_parsers():
        for _ in range(2):
            assert [parsed(text, context) for text, context in asked] == expected


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
