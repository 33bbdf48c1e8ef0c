"""Random input to every option and button gets a safe reply without anyone else's data.

The commands and options are those that the bot has registered, so new ones are included.
"""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from discord.app_commands import Command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.features import COMMANDS, ITEMS
from bot.interactions.forms import FormButton
from tests.faults.scale import EXAMPLES
from tests.wire.card_contents import names_on, star_buttons
from tests.wire.discord_server import world
from tests.wire.discord_server.components import Component, ComponentType, texts
from tests.wire.discord_server.interactions import Message, SentInteraction
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.star_client import ADA, StarClient, run_star_client

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRETS = ("Adasecreta", "Adasecretina")
"""Names that Ada has starred in her DMs."""
MAX_CUSTOM_ID_LENGTH = 100
EXAMPLES_PER_CASE = settings(
    max_examples=EXAMPLES // 2,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
MARKUP = re.compile(r"(?<!\\)<(?:@|#|/|a?:)|(?<!`)@(?=everyone|here)|https?://x\.example")
"""What was typed, and Discord would render as a mention, a custom emoji or a link."""
ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")

any_value = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            *("NL", "Holland", "NL, PL", "group", "mine", "plain", "F", ADA.id, ""),
            *("@everyone", "<@123>", "<@&1> <#2> </name:3> <a:b:4>", "`@here`", "**_~~||x||"),
            *("https://x.example", "[[a](https://x.example)](b)", "'; DROP TABLE star;"),
            *("\u202e", "\x00", "\u200b" * 30, "é" * 400, "ß", "İ", "😀" * 60),
        ]
    ),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)


def new_user() -> User:
    """Return a user who is not rate limited yet, and may use every command."""
    return User("ben", manages_server=True)


def options(**values: object) -> list[dict[str, Any]]:
    """Return options with Discord's numbers for the types of their values."""
    types: dict[type, int] = {str: 3, int: 4, bool: 5, float: 10}
    return [
        {"name": name, "type": types[type(value)], "value": value} for name, value in values.items()
    ]


def commands() -> Iterator[Command[Any, ..., Any]]:
    """Yield all commands and subcommands."""
    for command in COMMANDS:
        parts = [command] if isinstance(command, Command) else command.walk_commands()
        yield from (part for part in parts if isinstance(part, Command))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StarClient]:
    database = tmp_path_factory.mktemp("any") / "stars.sqlite3"
    async with loopback_discord() as discord, run_star_client(discord, database) as client:
        for name in SECRETS:
            await discord.members.card("favourites add", ADA, world.DM, name=name)
        secret = rows_of(client, ADA)
        assert [name for _, _, name in secret] == list(SECRETS)
        yield client
        assert rows_of(client, ADA) == secret
        # The bot looks up the message of a forged press, which does not exist (10008).
        assert [text for text in discord.rest.rejections if "10008" not in text] == []


def rows_of(client: StarClient, user: User) -> list[tuple[int, int, str]]:
    return sorted(row for row in client.stored_stars() if row[1] == int(user.id))


OWN_MARKUP = re.compile(
    rf"<t:\d+:R>|</(?:{'|'.join(command.qualified_name for command in commands())}):\d{{17,20}}>"
)
"""Times, and commands that can be pressed."""


async def assert_safe_reply(interaction: SentInteraction, typed: object) -> None:
    text = "\n".join(texts(await interaction.message()))
    assert text
    assert "something went wrong" not in text
    assert not MARKUP.search(OWN_MARKUP.sub("", text)), text
    for secret in SECRETS:
        assert secret not in text or secret in str(typed)


@pytest.mark.parametrize("command", [command.qualified_name for command in commands()])
@EXAMPLES_PER_CASE
@given(data=st.data())
async def test_any_options_get_a_safe_reply(
    client: StarClient, command: str, data: st.DataObject
) -> None:
    members = client.bot.discord.members
    # Option names are unique, and "colour" is unknown to the bot.
    names = [*members.options_of(command), "colour"]
    values = data.draw(st.dictionaries(st.sampled_from(names), any_value, max_size=len(names)))
    sent = await members.forged_command(command, options(**values), new_user())
    await assert_safe_reply(sent, values)


AUTOCOMPLETED = [
    (command.qualified_name, parameter.display_name)
    for command in commands()
    for parameter in command.parameters
    if parameter.autocomplete
]


@pytest.mark.parametrize(("command", "option"), AUTOCOMPLETED)
@EXAMPLES_PER_CASE
@given(text=st.text(max_size=200))
async def test_any_text_is_autocompleted_without_error(
    client: StarClient, command: str, option: str, text: str
) -> None:
    interaction = await client.bot.discord.members.autocomplete(command, option, text, new_user())
    assert len(await interaction.choices()) <= 25


payloads = st.one_of(
    st.text(max_size=60),
    st.builds("..plain.{}".format, st.text(min_size=1, max_size=45)),
    st.builds("NL..plain.{}".format, st.text(max_size=45)),
    st.builds(".{}.plain.16.new.{}..NL".format, st.integers(0, 12), st.text(max_size=20)),
    st.builds("0.3..F.plain.{}".format, st.text(max_size=45)),
    st.builds("{}.{}".format, st.integers(0, 2**70), st.sampled_from([*SECRETS, "x", "<@1>"])),
    st.builds(
        "{}.{}".format,
        st.sampled_from(["up", "down", "remove", "x"]),
        st.sampled_from([*SECRETS, "x", "<@1>"]),
    ),
    st.builds("{}.{}".format, st.just(ADA.id), st.sampled_from(SECRETS)),
)


@pytest.mark.parametrize("kind", [item.kind for item in ITEMS])
@EXAMPLES_PER_CASE
@given(payload=payloads, on_message=st.booleans())
async def test_any_button_gets_a_safe_reply(
    client: StarClient, kind: str, payload: str, *, on_message: bool
) -> None:
    forged = f"{kind}:{payload}"[:MAX_CUSTOM_ID_LENGTH]
    card = message_with(forged if on_message else "x")
    button: Component = {"custom_id": forged, "id": 2}
    interaction = await client.bot.discord.members.press_button(card, button, new_user())
    await assert_safe_reply(interaction, payload)


@pytest.mark.parametrize("form", [item for item in ITEMS if issubclass(item, FormButton)])
@EXAMPLES_PER_CASE
@given(payload=payloads, data=st.data())
async def test_any_form_gets_a_safe_reply(
    client: StarClient, form: type[FormButton[Any]], payload: str, data: st.DataObject
) -> None:
    keys = [field.key for field in form.fields]
    answers = data.draw(
        st.dictionaries(st.sampled_from([*keys, "colour"]), st.text(max_size=20), max_size=6)
        | st.fixed_dictionaries(
            {
                field.key: st.sampled_from([*field.choices] or ["", "a", "<@1>", "İ", "../"])
                for field in form.fields
            }
        )
    )
    filled: list[Component] = [
        {"type": 4, "custom_id": key, "value": answer} for key, answer in answers.items()
    ]
    custom_id = f"{form.kind}:{payload}"[:MAX_CUSTOM_ID_LENGTH]
    sent = await client.bot.discord.members.forged_form(custom_id, filled, new_user())
    await assert_safe_reply(sent, (payload, answers))


def message_with(custom_id: str) -> Message:
    """Return a message of the bot with one button."""
    interaction = SentInteraction(interaction_type=None, user=ADA, context=world.SERVER)  # type: ignore[arg-type] # no interaction is sent
    button = {"type": ComponentType.BUTTON.value, "style": 2, "label": "x", "custom_id": custom_id}
    row = {"type": ComponentType.ACTION_ROW.value, "components": [button]}
    text = {"type": ComponentType.TEXT_DISPLAY.value, "content": "a card"}
    return interaction.new_message({"components": [text, row], "flags": 1 << 15})


@pytest.mark.parametrize(
    "shown",
    [
        *("<#1><t:1><:a:1></name:1> **@everyone**", "[[a](https://x.example)](b) ||d|| :skull:"),
        *("# a - b", "`" * 32),
    ],
)
async def test_name_of_a_member_is_shown_without_its_markup(client: StarClient, shown: str) -> None:
    members, mallory = client.bot.discord.members, User("mallory", display_name=shown)
    await members.card("favourites add", mallory, name="Ana")
    own = await members.card("top5", mallory, whose="mine")
    title, *_ = texts(await members.pressed(own, "Share my top five", mallory))
    assert not MARKUP.search(title)
    assert ESCAPED.sub(r"\1", title).replace("@\u200b", "@") == f"### ⭐ {shown}’s top five"
    assert not set("*_~`|[<#") & set(ESCAPED.sub("", title).removeprefix("### "))


async def test_bot_still_works_after_random_input(client: StarClient) -> None:
    card = await client.request_card()
    assert len(names_on(card)) == 2
    assert star_buttons(card).keys() == set(names_on(card))
