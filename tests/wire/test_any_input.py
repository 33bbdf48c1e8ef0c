"""Whatever is sent for whatever option and button: a polite answer, and nothing of anyone else's.

The commands are those that the bot has registered, with the options that it has told Discord, so
that a new one is tried like all others.
"""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from discord import app_commands
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import BUTTONS, COMMANDS
from tests.faults.scale import EXAMPLES
from tests.wire.discord_server import world
from tests.wire.discord_server.components import Component, Kind, walk
from tests.wire.discord_server.exchanges import Exchange, Message
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.world import Person
from tests.wire.reading import names_on, said, stars_on
from tests.wire.starring import Starred, starred_on

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA = Person("ada")
SECRETS = ("Adasecreta", "Adasecretina")
"""What Ada has starred in her direct messages."""
PATIENCE = 60.0
LONGEST_ID = 100
FEW = settings(
    max_examples=EXAMPLES // 2,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
MENTION = re.compile(r"(?<!\\)<(?:@|#|/|a?:)|(?<!`)@(?=everyone|here)")
"""What Discord would turn into a mention, or into an emoji of a server."""

wild = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            *("NL", "Holland", "NL, PL", "group", "mine", "plain", "F", ADA.id, ""),
            *("@everyone", "<@123>", "<@&1> <#2> </name:3> <a:b:4>", "`@here`", "**_~~||x||"),
            *(
                "\u202e",
                "\x00",
                "\u200b" * 30,
                "é" * 400,
                "ß",
                "İ",
                "😀" * 60,
                "'; DROP TABLE star;",
            ),
        ]
    ),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)


def stranger() -> Person:
    """Someone who has asked nothing yet, and so is not told to slow down."""
    return Person("ben")


def kind_of(value: object) -> int:
    """Discord's number for the type of a value."""
    match value:
        case bool():
            return 5
        case int():
            return 4
        case float():
            return 10
        case _:
            return 3


def commands() -> Iterator[app_commands.Command[Any, ..., Any]]:
    """All that can be given, subcommands among them."""
    for command in COMMANDS:
        if isinstance(command, app_commands.Group):
            inner = command.walk_commands()
            yield from (one for one in inner if isinstance(one, app_commands.Command))
        else:
            yield command


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def starred(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Starred]:
    database = tmp_path_factory.mktemp("any") / "stars.sqlite3"
    async with loopback_discord() as discord, starred_on(discord, database) as starred:
        for name in SECRETS:
            await (
                await discord.members.command("favourites add", ADA, world.DIRECT, name=name)
            ).message()
        secret = rows_of(starred, ADA)
        assert [name for _, _, name in secret] == list(SECRETS)
        yield starred
        assert rows_of(starred, ADA) == secret
        output = starred.bot.process.output
        assert "Traceback" not in output, output[output.index("Traceback") - 300 :]
        # Forged ids of messages are looked for, and there are none.
        assert {refusal for refusal in discord.front.refusals if "10008" not in refusal} == set()


def rows_of(starred: Starred, person: Person) -> list[tuple[int, int, str]]:
    return sorted(row for row in starred.stars() if row[1] == int(person.id))


async def assert_harmless(exchange: Exchange, typed: object) -> None:
    answer = await exchange.message(PATIENCE)
    shown = said(answer)
    assert shown
    assert "Something broke" not in shown
    assert not MENTION.search(without_our_own(shown)), shown
    for secret in SECRETS:
        assert secret not in shown or secret in str(typed)


def without_our_own(text: str) -> str:
    """A text without the moments that we let Discord write out."""
    return re.sub(r"<t:\d+:R>", "", text)


@pytest.mark.parametrize("command", [command.qualified_name for command in commands()])
@FEW
@given(data=st.data())
async def test_any_options_get_a_harmless_answer(
    starred: Starred, command: str, data: st.DataObject
) -> None:
    members = starred.bot.discord.members
    root, *path = command.split()
    known = starred.bot.discord.api.commands[root]["options"]
    for word in path:
        known = next(option for option in known if option["name"] == word).get("options", [])
    names = [option["name"] for option in known]
    # Discord names an option once; some are none of ours.
    given_ = data.draw(
        st.dictionaries(st.sampled_from([*names, "colour"]), wild, max_size=len(names) + 1)
    )
    options = [{"name": name, "type": kind_of(one), "value": one} for name, one in given_.items()]
    for word in reversed(path):
        options = [{"name": word, "type": 1, "options": options}]
    await assert_harmless(await members.forged_command(root, options, stranger()), given_)


COMPLETED = [
    (command.qualified_name, parameter.display_name)
    for command in commands()
    for parameter in command.parameters
    if parameter.autocomplete
]


@pytest.mark.parametrize(("command", "option"), COMPLETED)
@FEW
@given(text=st.text(max_size=200))
async def test_any_text_is_completed_or_not_and_no_error(
    starred: Starred, command: str, option: str, text: str
) -> None:
    exchange = await starred.bot.discord.members.type_into(command, option, text, stranger())
    assert len(await exchange.choices()) <= 25


loads = st.one_of(
    st.text(max_size=60),
    st.builds("....{}".format, st.text(min_size=1, max_size=45)),
    st.builds("NL1000..100.{}.{}".format, st.integers(-1, 2**33), st.text(max_size=45)),
    st.builds("NL{}..5.100.2.16.{}".format, st.integers(0, 9999), st.text(max_size=20)),
    st.builds("{}.{}".format, st.integers(0, 2**70), st.sampled_from([*SECRETS, "x", "<@1>"])),
    st.builds(
        "{}.{}.{}".format,
        st.sampled_from(["up", "down", "remove", "page", "x"]),
        st.one_of(st.integers(-1, 10**9), st.text(max_size=3)),
        st.sampled_from([*SECRETS, "x", "<@1>"]),
    ),
    st.builds("{}.{}".format, st.just(ADA.id), st.sampled_from(SECRETS)),
)


@pytest.mark.parametrize("kind", [button.kind for button in BUTTONS])
@FEW
@given(load=loads, on_the_message=st.booleans())
async def test_any_button_gets_a_harmless_answer(
    starred: Starred, kind: str, load: str, *, on_the_message: bool
) -> None:
    forged = f"{kind}:{load}"[:LONGEST_ID]
    card = message_with(forged if on_the_message else "x")
    button: Component = {"custom_id": forged, "id": 2}
    exchange = await starred.bot.discord.members.press_button(card, button, stranger())
    await assert_harmless(exchange, load)


def message_with(custom_id: str) -> Message:
    """A message of the bot's with one button."""
    exchange = Exchange(asked=None, person=ADA, place=world.SERVER)  # type: ignore[arg-type] # nothing is asked
    button = {"type": Kind.BUTTON.value, "style": 2, "label": "x", "custom_id": custom_id}
    row = {"type": Kind.ROW.value, "components": [button]}
    text = {"type": Kind.TEXT.value, "content": "a card"}
    return exchange.new_message({"components": [text, row], "flags": 1 << 15})


async def test_after_all_that_the_bot_answers_as_ever(starred: Starred) -> None:
    card = await starred.card()
    assert len(names_on(card)) == 2
    assert len([*walk(card["components"])]) > 2
    assert stars_on(card).keys() == set(names_on(card))
