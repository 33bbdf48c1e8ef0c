"""The poll about a group's top names, as members start it."""

import pytest
from discord import ClientUser
from simcord import MemberActor, ResponseMessage

from bot.commands.poll import DURATIONS, MAX_ANSWERS
from bot.store.deletion import Scope
from model.domain.condition import Condition
from model.domain.generation import Provenance
from model.inference.blocklist import Blocklist
from tests.bot.polls import answers_of, channel_with_polls, poll_on
from tests.bot.stage import Stage, buttons_on, public_message

NAMES = [f"Ana{letter}" for letter in "abcdefghijkl"]


@pytest.fixture(autouse=True)
async def twelve_names(stage: Stage) -> None:
    """Names starred by Ada, the first of them invented for a country and one for two."""
    for name in NAMES:
        countries = {"Anaa": {"NL": 1}, "Anab": {"NL": 1, "PL": 1}}.get(name)
        provenance = Provenance(Condition.blend(countries)) if countries else None
        await stage.give_stars(stage.ada, name, provenance=provenance)


async def ask(stage: Stage, *without: MemberActor | ClientUser) -> ResponseMessage:
    """Let Ben ask for a poll on the board; return the offer of durations, or the refusal."""
    channel = channel_with_polls(stage, *without)
    board = public_message(await stage.ada.slash(channel, "top5"))
    return await stage.told(board, "Start a poll", stage.ben)


async def test_poll_has_the_first_ten_names_and_flags(stage: Stage) -> None:
    offer = await ask(stage)
    assert len(buttons_on(offer)) == len(DURATIONS)
    poll = poll_on(stage, await stage.ben.click(offer, label="3 days"))
    assert answers_of(poll) == NAMES[:MAX_ANSWERS]
    assert [answer.emoji for answer in poll.answers][:3] == ["🇳🇱", "🌍", "🌍"]
    assert poll.allow_multiselect
    assert poll.question == "Which of this server’s most starred names do you like?"


async def test_nobody_votes_on_hidden_or_blocked_names(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.store.board.hide(stage.ada.guild.id, "Anac")
    offer = await ask(stage)
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Anab")
    poll = poll_on(stage, await stage.ben.click(offer, label="1 hour"))
    assert answers_of(poll)[:2] == ["Anaa", "Anad"]


async def test_a_group_has_one_poll_an_hour(stage: Stage) -> None:
    await ask(stage)  # which is no poll yet
    offer = await ask(stage)
    await stage.pressed(offer, "1 hour", stage.ben)
    refused = (await stage.told(offer, "1 hour", stage.ben)).content
    assert "start the next one in 60 min" in refused
    assert (await ask(stage)).content == refused


@pytest.mark.parametrize(
    ("who", "message"),
    [
        ("member", "You need the **Create Polls** permission in this channel"),
        ("bot", "to give me the **Create Polls** permission"),
    ],
)
async def test_missing_permission_is_named(stage: Stage, who: str, message: str) -> None:
    assert stage.env.bot.user is not None
    forbidden = stage.env.bot.user if who == "bot" else stage.ben
    assert message in (await ask(stage, forbidden)).content


async def test_names_that_are_gone_before_the_poll_starts_are_missed(stage: Stage) -> None:
    offer = await ask(stage)
    await stage.store.deletions.delete(Scope(stage.ada.id))
    refusal = (await stage.told(offer, "1 hour", stage.ben)).content
    assert "needs at least two starred names" in refusal


async def test_a_poll_that_discord_refused_costs_the_group_nothing(stage: Stage) -> None:
    offer = await ask(stage)
    stage.env.inject_error("POST", "/interactions/*/*/callback", status=400, code=50035)
    failed = (await stage.told(offer, "1 hour", stage.ben)).content
    assert "something went wrong" in failed
    await stage.pressed(offer, "1 hour", stage.ben)
