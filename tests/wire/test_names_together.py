"""Two members find a name, from "any ideas?" to a poll, across a restart."""

from pathlib import Path

from tests.wire.card_contents import message_text, name_to_choose, names_on, star_buttons
from tests.wire.discord_server.interactions import Message, is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import SERVER, User
from tests.wire.process import run_bot

ADA, BEN, CLO = User("ada"), User("ben"), User("clo")


async def command(discord: LoopbackDiscord, by: User, name: str, **options: str | User) -> Message:
    return await (await discord.members.command(name, by, SERVER, **options)).message()


async def press(discord: LoopbackDiscord, by: User, message: Message, label: str) -> Message:
    return await (await discord.members.press(message, label, by)).message()


async def star_all(discord: LoopbackDiscord, by: User, card: Message) -> None:
    for button in star_buttons(card).values():
        await (await discord.members.press_button(card, button, by)).message()


async def agree(discord: LoopbackDiscord) -> Message:
    """Ada asks and Ben agrees; return Ben's side."""
    question = await command(discord, ADA, "match", **{"with": BEN})
    assert not is_ephemeral(question)
    answer = await discord.members.press(question, "Yes, let’s!", BEN)
    await wait_until(lambda: answer.followups, "Ben's side")
    (deck,) = answer.followups.values()
    return deck


async def test_from_any_ideas_to_a_poll_with_a_restart_between(tmp_path: Path) -> None:
    settings = {"NOMEN_DATABASE": str(tmp_path / "stars.sqlite3")}
    async with loopback_discord() as discord:
        async with run_bot(discord, **settings):
            await discord.gateway.wait_until_ready()
            ideas = await command(discord, ADA, "name", country="NL", ends_with="ne")
            assert all(name.endswith("ne") for name in names_on(ideas))
            await star_all(discord, ADA, ideas)
            await star_all(discord, BEN, ideas)
            deck = await agree(discord)
            assert is_ephemeral(deck)
            assert "names you both like" in message_text(deck)
            found = name_to_choose(deck)
            theirs = await command(discord, ADA, "match", **{"with": BEN})
            assert name_to_choose(theirs) == found
            await press(discord, ADA, theirs, "Like")
            duel = await command(discord, ADA, "favourites duel")
            first, _ = names_on(duel)
        async with run_bot(discord, **settings):
            await discord.gateway.wait_until_ready()
            await press(discord, ADA, duel, first)
            assert "Question 2 of" in message_text(duel)
            await press(discord, BEN, deck, "Like")
            assert f"# 🎉 {found}" in message_text(deck)
            await press(discord, BEN, deck, "☆ Star it")
            more = await command(discord, ADA, "more")
            assert not {*names_on(more)} & {*names_on(ideas)}
            board = await command(discord, ADA, "top5")
            offer = await press(discord, BEN, board, "Start a poll")
            sent = await press(discord, BEN, offer, "1 day")
            poll = sent["poll"]
            answers = [answer["poll_media"]["text"] for answer in poll["answers"]]
            assert {*answers} == {*names_on(ideas), found}
            assert poll["duration"] == 24
            saved = await press(discord, CLO, board, "Save")
            picture = await press(discord, CLO, saved, "As a picture")
            assert "attachment://names.png" in str(picture["components"])
        assert not discord.rest.rejections
