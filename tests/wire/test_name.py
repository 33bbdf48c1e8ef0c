"""`/name` over a real socket, against the bot in its own process."""

import re
from typing import Any

import pytest

from bot.commands import COMMANDS, MENUS
from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server import world
from tests.wire.discord_server.checks.messages import COMPONENTS_V2
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, is_ephemeral
from tests.wire.discord_server.world import InteractionContext, User
from tests.wire.process import ConnectedBot

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_registered_commands_are_the_bots(bot: ConnectedBot) -> None:
    assert bot.discord.api.commands.keys() == {command.name for command in (*COMMANDS, *MENUS)}


@pytest.mark.parametrize("bot", ["gateway"], indirect=True)
async def test_only_the_guilds_intent_is_requested(bot: ConnectedBot) -> None:
    session = await bot.discord.gateway.wait_until_ready()
    assert session.intents == 1


async def test_country_gives_public_card_of_five_names_in_time(bot: ConnectedBot) -> None:
    interaction = await bot.discord.members.command("name", country="NL")
    card = await interaction.message()
    assert interaction.response_time < RESPONSE_DEADLINE
    assert len(set(names_on(card))) == 5
    assert card["flags"] & COMPONENTS_V2
    assert not is_ephemeral(card)
    assert "Netherlands" in message_text(card)
    assert {"Again", "Bolder", "Refine", "Copy"} <= buttons(card).keys()


@pytest.mark.parametrize("country", ["NL", "Iran", "holland", "PL", "CN", "IT", "CL", "FR"])
async def test_country_is_accepted_by_code_name_or_alias(bot: ConnectedBot, country: str) -> None:
    card = await (await bot.discord.members.command("name", country=country)).message()
    assert len(names_on(card)) == 5


@pytest.mark.parametrize("count", [1, 10])
async def test_count_sets_the_number_of_names(bot: ConnectedBot, count: int) -> None:
    card = await (await bot.discord.members.command("name", country="FR", count=count)).message()
    assert len(names_on(card)) == count


@pytest.mark.parametrize("channel_type", [0, 2, 5, 10, 11, 12, 13, 15])
async def test_kind_of_channel_does_not_matter(bot: ConnectedBot, channel_type: int) -> None:
    context = InteractionContext(0, channel_type, int(world.new_snowflake()), world.GUILD_ID)
    command = await bot.discord.members.command("name", context=context, country="NL")
    card = await command.message()
    again = await bot.discord.members.press(card, "Again", context=context)
    assert len(names_on(await again.message())) == 5


@pytest.mark.parametrize("style", ["plain", "classic", "bold"])
async def test_style_is_shown_on_the_card(bot: ConnectedBot, style: str) -> None:
    card = await (await bot.discord.members.command("name", country="IT", style=style)).message()
    assert style in message_text(card)


@pytest.mark.parametrize(("gender", "word"), [("F", "female"), ("M", "male")])
async def test_gender_is_shown_on_the_card(bot: ConnectedBot, gender: str, word: str) -> None:
    card = await (await bot.discord.members.command("name", country="PL", gender=gender)).message()
    assert re.search(rf"\b{word}\b", message_text(card))


async def test_names_have_the_requested_prefix(bot: ConnectedBot) -> None:
    interaction = await bot.discord.members.command("name", country="NL", starts_with="ma")
    assert all(name.startswith("Ma") for name in names_on(await interaction.message()))


async def test_names_have_the_requested_length(bot: ConnectedBot) -> None:
    interaction = await bot.discord.members.command(
        "name", country="NL", min_length=6, max_length=7
    )
    names = names_on(await interaction.message())
    assert {len(name) for name in names} <= {6, 7}


async def test_same_seed_gives_the_same_names(bot: ConnectedBot) -> None:
    ask = bot.discord.members.command
    first = await (await ask("name", country="IR", seed=312)).message()
    second = await (await ask("name", country="IR", seed=312)).message()
    assert names_on(first) == names_on(second), message_text(first)
    assert "312" in message_text(first)


async def test_unknown_country_gets_ephemeral_suggestion(bot: ConnectedBot) -> None:
    interaction = await bot.discord.members.command("name", country="Netherlnds")
    response = await interaction.message()
    assert is_ephemeral(response)
    assert "Did you mean: Netherlands" in message_text(response)


@pytest.mark.parametrize(
    "options",
    [
        {"country": "NL", "min_length": 9, "max_length": 3},
        {"country": "NL", "starts_with": "ab😀"},
        {"country": "NL", "starts_with": "kkkkkkkkkk", "max_length": 4},
        {"country": "@everyone **NL** `x` <@123>"},
        {"country": "x" * 6000},
    ],
)
async def test_invalid_options_get_ephemeral_explanation(
    bot: ConnectedBot, options: dict[str, Any]
) -> None:
    response = await (await bot.discord.members.command("name", **options)).message()
    assert is_ephemeral(response)
    assert message_text(response)
    assert "Something went wrong" not in message_text(response)


@pytest.mark.parametrize(
    "context",
    [world.DM, world.GROUP_DM, world.USER_INSTALL_SERVER],
    ids=["dm", "group_dm", "user_install"],
)
async def test_command_works_in_every_context(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    interaction = await bot.discord.members.command("name", context=context, country="CL")
    assert len(names_on(await interaction.message())) == 5


async def test_autocomplete_offers_matching_countries(bot: ConnectedBot) -> None:
    offered = await (await bot.discord.members.autocomplete("name", "country", "neth")).choices()
    assert offered[0]["value"] == "Netherlands"
    assert "Netherlands" in offered[0]["name"]


async def test_empty_autocomplete_offers_discords_maximum(bot: ConnectedBot) -> None:
    assert (
        len(await (await bot.discord.members.autocomplete("name", "country", "")).choices()) == 25
    )


@pytest.mark.parametrize("text", ["xqzw", "😀", "a" * 100, "*[(\\", "\u202e"])
async def test_autocomplete_tolerates_nonsense(bot: ConnectedBot, text: str) -> None:
    choices = await (await bot.discord.members.autocomplete("name", "country", text)).choices()
    assert len(choices) <= 25


async def test_autocompleted_country_is_accepted_in_other_languages(bot: ConnectedBot) -> None:
    piet = User("piet", locale="nl")
    typed = await bot.discord.members.autocomplete("name", "country", "pol", by=piet)
    chosen = (await typed.choices())[0]["value"]
    interaction = await bot.discord.members.command("name", by=piet, country=chosen)
    assert len(names_on(await interaction.message())) == 5
