"""What no window of Discord sends, but an old one, a newer one or a forger might."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.exchanges import Message, is_ephemeral
from tests.wire.process import Served, serving
from tests.wire.reading import names_on, said

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[Served]:
    async with serving() as bot:  # here the log may tell of errors
        yield bot


def options(**values: object) -> list[dict[str, Any]]:
    kinds = {int: 4, str: 3, float: 10}
    return [
        {"name": name, "type": kinds[type(value)], "value": value} for name, value in values.items()
    ]


def assert_polite(answer: Message) -> None:
    assert is_ephemeral(answer)
    assert 10 < len(said(answer)) < 1100
    assert "Traceback" not in said(answer)
    assert "Error" not in said(answer)


@pytest.mark.parametrize(
    "forged",
    [
        [],
        options(country=7),
        options(country=""),
        options(colour="red"),
        options(country="NL", count="many"),
        options(country="NL", count=10**9),
        options(country="NL", count=0),
        options(country="NL", style="loud"),
        options(country="NL", gender="X"),
        options(country="NL", seed=-1),
        options(country="NL", min_length=-5),
        options(country="NL", max_length=400),
        options(country="NL", starts_with="é" * 400),
        options(country="NL", starts_with=5),
    ],
    ids=str,
)
async def test_a_forged_command_gets_a_polite_answer_for_its_sender_alone(
    served: Served, forged: list[dict[str, Any]]
) -> None:
    exchange = await served.discord.members.forged_command("name", forged)
    assert_polite(await exchange.message())


@pytest.mark.parametrize(
    ("command", "forged"),
    [
        ("blend", []),
        ("blend", options(first="NL")),
        ("blend", options(first="NL", second="PL", share=0)),
        ("blend", options(first="NL", second="PL", share=10**12)),
        ("blend", options(first="NL", second="PL", share="half")),
        ("origin", []),
        ("origin", options(name=7)),
        ("origin", options(name="")),
        ("origin", options(name="😀" * 2000)),
        ("origin", options(name="Sanne", among=",")),
        ("clipdemo", options(number=-1.0)),
        ("clipdemo", options(number=1e308)),
        ("clipdemo", options(number="many")),
        ("clipdemo", options(threshold=0.0)),
        ("clipdemo", options(epochs=0)),
        ("clipdemo", options(epochs=2**53)),
    ],
    ids=lambda value: ascii(value)[:60],
)
async def test_so_does_any_other_command(
    served: Served, command: str, forged: list[dict[str, Any]]
) -> None:
    exchange = await served.discord.members.forged_command(command, forged)
    assert_polite(await exchange.message())


@pytest.mark.parametrize(
    "custom_id",
    [
        "x",
        "wish",
        "wish:",
        "wish:NL1000",
        "wish:XX1000..5.100.2.16.",
        "wish:NL1000..99.100.2.16.",
        "wish:NL1000..5.0.2.16.",
        "wish:NL1000..5.100.16.2.",
        "wish:NL1000..5.100.2.16.!!!",
        "wish:NL1000..5.100.2.16._w",
        "wish:NL1000-NL1000..5.100.2.16.",
        "wish:\n",
        "star:",
        "star:Marle",
        "star:NL1000..100.312.<@123>@everyone ",
        "unstar:1",
        "own:dance.1.Marle",
        "😀" * 50,
        "a" * 100,
    ],
    ids=ascii,
)
async def test_a_button_of_no_known_version_gets_a_polite_answer_for_its_presser_alone(
    served: Served, custom_id: str
) -> None:
    card = await (await served.discord.members.command("name", country="NL")).message()
    buttons(card)["Again"]["custom_id"] = custom_id
    assert_polite(await (await served.discord.members.press(card, "Again")).message())


async def test_after_all_that_the_bot_answers_as_ever(served: Served) -> None:
    card = await (await served.discord.members.command("name", country="NL")).message()
    assert len(names_on(card)) == 5
