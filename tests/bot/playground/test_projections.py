# ruff: noqa: SLF001 - what is kept is private to SimCord
"""What SimCord's page projects is kept while nothing has changed."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from simcord.preview import _action_plans, _markdown, _messages, _snapshot

from bot.playground.parsers import kept_parsers
from bot.playground.projections import WINDOW, keep_results, kept_projections
from tests.bot.playground.channel import Visitor, first_member, messages_in
from tests.bot.playground.conftest import Playground
from tests.bot.stage import names_on, star_of

PATCHED = (
    (_markdown, "_markdown_parser"),
    (_messages, "_decorate_components"),
    (_snapshot, "_history_window"),
    (_snapshot, "_message_navigation"),
    (_action_plans, "HISTORY_WINDOW_SIZE"),
    (_action_plans, "HISTORY_STEP"),
)


@pytest.mark.parametrize(
    ("key_of", "asked", "computed"),
    [
        (lambda number: number % 2, [0, 1, 2, 3], [0, 1]),
        (lambda _: None, [0, 0], [0, 0]),
        (lambda number: number, [0, 1, 2, 1, 0], [0, 1, 2, 0]),
    ],
    ids=["by key", "never without one", "the oldest go first"],
)
def test_results_are_kept(
    key_of: Callable[[int], int | None], asked: list[int], computed: list[int]
) -> None:
    calls: list[int] = []
    kept = keep_results(calls.append, key_of, max_kept=2)
    for number in asked:
        kept(number)
    assert calls == computed


def test_simcord_is_left_as_it_was() -> None:
    before = [getattr(module, name) for module, name in PATCHED]
    with kept_parsers(), kept_projections():
        kept = [getattr(module, name) for module, name in PATCHED]
        assert not [now for now, then in zip(kept, before, strict=True) if now == then]
    assert [getattr(module, name) for module, name in PATCHED] == before


async def test_earlier_messages_are_added_to_those_that_are_shown_and_answers_below_them(
    playground: Playground,
) -> None:
    async with playground() as (_, page):
        for number in range(2 * WINDOW + 3):
            await first_member(page).send(page.channel, str(number))
        visitor = Visitor(page)
        state = await visitor.open()
        assert contents(state) == [str(number) for number in range(WINDOW + 3, 2 * WINDOW + 3)]
        state = await visitor.act(state, "history", direction="older")
        shown = [str(number) for number in range(3, 2 * WINDOW + 3)]
        assert contents(state) == shown
        assert state["history"] == {"hasBefore": True, "hasAfter": False}
        await first_member(page).send(page.channel, "the newest")
        await page.refresh()
        assert contents(await visitor.state()) == [*shown, "the newest"]


def contents(state: dict[str, Any]) -> list[str]:
    return [state["messages"][key]["content"] for key in state["timeline"]]


async def test_only_new_messages_are_projected(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    decorate = Mock(wraps=_messages._decorate_components)  # type: ignore[attr-defined]
    monkeypatch.setattr(_messages, "_decorate_components", decorate)
    async with playground() as (_, page):
        for _ in range(3):
            await first_member(page).slash(page.channel, "name", country="NL")
            await page.snapshot()
        projected = [call.args[2].id for call in decorate.call_args_list]
        assert projected == [message.id for message in messages_in(page)]


async def test_a_changed_message_is_projected_again(playground: Playground) -> None:
    async with playground() as (_, page):
        member = first_member(page)
        await member.slash(page.channel, "name", country="NL")
        await page.snapshot()
        card = messages_in(page)[-1]
        await member.click(card, custom_id=star_of(card, names_on(card)[0]))
        snapshot = await page.snapshot()
    assert "★ 1" in str(snapshot["messages"][str(card.id)])
