"""Deciding in a group: the poll about its top five, and the winner."""

import pytest
from discord import ClientUser
from simcord import InteractionResult, MemberActor, ResponseMessage

from bot.store.deletion import Scope
from model.domain.condition import Condition
from model.domain.generation import Provenance
from model.domain.shortlist import Shortlist
from model.inference.blocklist import Blocklist
from tests.bot.polls import answers_of, channel_with_polls, poll_on
from tests.bot.stage import Stage, buttons_on, ephemeral_text, public_message, text_of

NAMES = [f"Ana{letter}" for letter in "abcdef"]


@pytest.fixture(autouse=True)
async def six_names(stage: Stage) -> None:
    """Names starred by Ada, the first of them invented for a country and one for two."""
    for name in NAMES:
        countries = {"Anaa": {"NL": 1}, "Anab": {"NL": 1, "PL": 1}}.get(name)
        provenance = Provenance(Condition.blend(countries)) if countries else None
        await stage.give_stars(stage.ada, name, provenance=provenance)


async def start(stage: Stage, *without: MemberActor | ClientUser) -> InteractionResult:
    """Let Ben start a poll from the top five, in a channel where all may but some."""
    result = await stage.ada.slash(channel_with_polls(stage, *without), "top5")
    assert result.response is not None
    return await stage.ben.click(result.response, label="Start a poll")


async def started_poll(stage: Stage) -> tuple[ResponseMessage, ResponseMessage]:
    """Let Ben start a poll; return it, and the message below it."""
    started = await start(stage)
    (below,) = started.followups
    return public_message(started), below


async def test_poll_has_the_top_five_with_flags_one_answer_each_for_a_day(stage: Stage) -> None:
    started = await start(stage)
    poll = poll_on(stage, started)
    assert answers_of(poll) == NAMES[:5]
    assert [answer.emoji for answer in poll.answers][:3] == ["🇳🇱", "🌍", "🌍"]
    assert not poll.allow_multiselect
    assert poll.question == "Which of this server’s most starred names do you like best?"
    (below,) = started.followups
    assert not below.ephemeral
    assert "You have a day to vote" in text_of(below)
    assert [*buttons_on(below)] == ["Show the winner"]


async def test_nobody_votes_on_hidden_or_blocked_names(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.store.board.hide(stage.ada.guild.id, "Anac")
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Anab")
    assert answers_of(poll_on(stage, await start(stage))) == ["Anaa", "Anad", "Anae", "Anaf"]


async def test_a_group_has_one_poll_an_hour(stage: Stage) -> None:
    await start(stage)
    assert "start the next one in 60 min" in ephemeral_text(await start(stage))


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
    assert message in ephemeral_text(await start(stage, forbidden))


async def test_names_that_are_gone_before_the_poll_starts_are_missed(stage: Stage) -> None:
    top = await stage.public("top5")
    await stage.store.deletions.delete(Scope(stage.ada.id))
    refusal = (await stage.told(top, "Start a poll", stage.ben)).content
    assert "needs at least two starred names" in refusal or "Create Polls" in refusal


async def test_a_poll_that_discord_refused_costs_the_group_nothing(stage: Stage) -> None:
    channel = channel_with_polls(stage)
    top = (await stage.ada.slash(channel, "top5")).response
    assert top is not None
    stage.env.inject_error("POST", "/interactions/*/*/callback", status=400, code=50035)
    assert "something went wrong" in ephemeral_text(
        await stage.ben.click(top, label="Start a poll")
    )
    assert poll_on(stage, await stage.ben.click(top, label="Start a poll"))


async def test_the_end_is_posted_as_a_picture_when_somebody_asks(
    stage: Stage, drawn: list[Shortlist]
) -> None:
    poll, below = await started_poll(stage)
    early = ephemeral_text(await stage.ada.click(below, label="Show the winner"))
    assert early.startswith("The poll is still open. It ends <t:")
    await stage.ada.vote(poll, answer=3)
    await stage.ben.vote(poll, answer=3)
    await stage.add_member("clo").vote(poll, answer=1)
    await stage.env.advance_time(25 * 3600)
    shown = await stage.ada.click(below, label="Show the winner")
    assert shown.response is not None
    assert not shown.response.ephemeral
    (file,) = shown.response.attachments
    assert file.filename == "names.png"
    assert drawn[0].title == "Anac has won!"
    assert [(each.name, each.aside) for each in drawn[0].entries][:3] == [
        *(("Anac", "2 votes"), ("Anaa", "1 vote"), ("Anab", "0 votes")),
    ]


async def test_a_tie_is_told_and_without_votes_nobody_wins(
    stage: Stage, drawn: list[Shortlist]
) -> None:
    poll, below = await started_poll(stage)
    await stage.ada.vote(poll, answer=3)
    await stage.ben.vote(poll, answer=1)
    await stage.env.advance_time(25 * 3600)
    await stage.ada.click(below, label="Show the winner")
    assert drawn[0].title == "A tie: Anaa, Anac"


async def test_a_poll_that_nobody_voted_in_has_no_winner(stage: Stage) -> None:
    _poll, below = await started_poll(stage)
    await stage.env.advance_time(25 * 3600)
    refusal = ephemeral_text(await stage.ada.click(below, label="Show the winner"))
    assert "Nobody voted" in refusal


async def test_a_name_blocked_since_the_poll_is_not_shown(
    stage: Stage, drawn: list[Shortlist], monkeypatch: pytest.MonkeyPatch
) -> None:
    poll, below = await started_poll(stage)
    await stage.ada.vote(poll, answer=3)
    await stage.env.advance_time(25 * 3600)
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Anac")
    refusal = ephemeral_text(await stage.ada.click(below, label="Show the winner"))
    assert "a slur or an obscenity" in refusal
    assert not drawn


async def test_a_poll_that_was_deleted_cannot_be_read(stage: Stage) -> None:
    poll, below = await started_poll(stage)
    stage.env.backend.delete_message(poll.channel_id, poll.id)
    refusal = ephemeral_text(await stage.ada.click(below, label="Show the winner"))
    assert "I can’t read that poll any more" in refusal
