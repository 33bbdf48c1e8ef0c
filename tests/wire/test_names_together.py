"""Two members find a name, from "any ideas?" to a poll, across a restart."""

from itertools import product
from pathlib import Path

from tests.wire.card_contents import message_text, name_to_choose, names_on
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.world import SERVER, User
from tests.wire.process import run_bot
from tests.wire.star_client import ADA, BEN, star

CLO = User("clo")


async def test_from_any_ideas_to_a_poll_with_a_restart_between(tmp_path: Path) -> None:
    settings = {"NOMEN_DATABASE": str(tmp_path / "stars.sqlite3")}
    async with loopback_discord() as discord:
        members = discord.members
        async with run_bot(discord, **settings):
            await discord.gateway.wait_until_ready()
            ideas = await members.card("name", ADA, country="NL", ends_with="ne")
            assert all(name.endswith("ne") for name in names_on(ideas))
            for name, by in product(names_on(ideas), (ADA, BEN)):
                await star(members, ideas, name, by)
            question = await members.card("match", ADA, SERVER, country="NL", **{"with": BEN})
            assert not is_ephemeral(question)
            deck = await (await members.press(question, "Yes, let’s!", BEN)).followup()
            assert is_ephemeral(deck)
            assert "you both like:" not in message_text(deck)  # stars of both are no likes
            found = name_to_choose(deck)
            theirs = await members.card("match", ADA, SERVER, **{"with": BEN})
            assert name_to_choose(theirs) == found
            await members.pressed(theirs, "Like", ADA)
        async with run_bot(discord, **settings):
            await discord.gateway.wait_until_ready()
            duel = await members.card("favourites duel", ADA)
            await members.pressed(duel, "This one", ADA)
            assert "Question 2 of" in message_text(duel)
            await members.pressed(deck, "Like", BEN)
            assert f"# 🎉 {found}" in message_text(deck)
            await members.pressed(deck, "☆ Star it", BEN)
            more = await members.card("more", ADA)
            assert not {*names_on(more)} & {*names_on(ideas)}
            board = await members.card("top5", ADA)
            sent = await members.pressed(board, "Start a poll", BEN)
            poll = sent["poll"]
            answers = [answer["poll_media"]["text"] for answer in poll["answers"]]
            assert len({*answers}) == 5
            assert {*answers} <= {*names_on(ideas), found}
            assert poll["duration"] == 24
            picture = await members.pressed(board, "As a picture", CLO)
            assert "attachment://names.png" in str(picture["components"])
        assert not discord.rest.rejections
