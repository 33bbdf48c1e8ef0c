"""*Delete my data* leaves nothing of a member, in the bot's memory or in its database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from functools import partial
from pathlib import Path

import pytest
from simcord import Env, InteractionResult, MemberActor
from simcord.backend import Backend
from simcord.builders import UserHandle

from bot.interactions.rate_limit import RateLimiter
from bot.store.deletion import Scope
from bot.store.store import Store
from tests.bot.stage import Stage, ephemeral_message, names_on, public_message, star_of, text_of
from tests.bot.store.places import Place, PostgresPlace, SqlitePlace
from tests.support.clocks import ManualSeconds
from tests.support.references import Path as Way
from tests.support.references import paths_to

HOLDERS = {"RateLimiter"}
"""What knows of members who use the bot."""
TABLES = {
    SqlitePlace: "SELECT name FROM sqlite_schema WHERE type = 'table'",
    PostgresPlace: "SELECT table_name FROM information_schema.tables WHERE table_schema = 'nomen'",
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "sqlite":
        return SqlitePlace(tmp_path / "nomen.sqlite3", tmp_path)
    server = request.getfixturevalue("postgres_server")
    return PostgresPlace(server, server.create_database(), tmp_path)


@pytest.fixture
async def store(place: Place) -> AsyncIterator[Store]:
    async with place.opened() as store:
        yield store


@pytest.fixture
def rate_limiter(monotonic: ManualSeconds) -> RateLimiter:
    return RateLimiter(clock=monotonic)


@pytest.fixture
async def user(stage: Stage, monotonic: ManualSeconds) -> Stage:
    """Ada, after she has used whatever keeps something in memory, in the server and alone."""
    ada, ben = stage.ada, stage.ben
    await use_names(ada, partial(ada.slash, stage.channel), monotonic)
    await use_names(ada.user, ada.user.slash, monotonic)
    await stage.public("more", whose="group", starts_with="m")
    await stage.public("top5")
    question = await stage.public("match", **{"with": ben}, country="NL")
    (theirs,) = (await ben.click(question, label="Yes, let’s!")).followups
    mine = await stage.told(question, "Go through names")
    for who, deck in ((ben, theirs), (ada, mine)):
        await who.click(deck, label="Like")
    return stage


async def use_names(
    user: MemberActor | UserHandle,
    use: Callable[..., Awaitable[InteractionResult]],
    monotonic: ManualSeconds,
) -> None:
    """Let a member star names, go through more, and begin a duel, no faster than a person does."""
    card = public_message(await use("name", country="NL"))
    for name in names_on(card):
        monotonic.now += 5
        await user.click(card, custom_id=star_of(card, name))
    await use("blend", first="NL", second="PL")
    await use("more", whose="mine", starts_with="m")
    await use("top5", whose="mine")
    await use("favourites list")
    duel = ephemeral_message(await use("favourites duel"))
    await user.click(duel, label="Can’t choose")


def knows(stage: Stage) -> list[Way]:
    """Return what in the bot has Ada's id, as a number or in a text; SimCord is no part of it."""
    ada = stage.ada.id

    def is_known(held: object) -> bool:
        return str(ada) in held if isinstance(held, str) else type(held) is int and held == ada

    return [*paths_to(stage.bot, is_known, but=(Backend, Env))]


async def tables_about(stage: Stage, place: Place) -> Collection[object]:
    """Return the tables that have Ada's id in a row."""
    return {
        table
        for (table,) in await place.run_sql(TABLES[type(place)])
        for row in await place.run_sql(f"SELECT * FROM {table}")  # noqa: S608 - our own
        if stage.ada.id in row
    }


async def test_who_deletes_everything_is_known_to_the_rate_limits_alone_and_for_an_hour(
    user: Stage, monotonic: ManualSeconds
) -> None:
    assert {name for path in knows(user) for name in path} & HOLDERS == HOLDERS
    card = await user.private("privacy")
    question = await user.told(card, "Delete my data")
    await user.ada.click(question, label="Delete everything")
    assert "That was everything I kept about you." in text_of(question)
    assert knows(user)
    assert [path for path in knows(user) if "RateLimiter" not in path] == []
    monotonic.now += 3600
    await user.private("top5", user.ben, whose="mine")
    assert knows(user) == []


async def test_no_table_knows_who_deletes_everything(user: Stage, place: Place) -> None:
    await user.store.matches.take_invitations(user.ada.id, take=False)
    tables = {"star", "last_use", "seen", "search", "consent", "liking", "not_invited"}
    assert await tables_about(user, place) == tables
    await user.store.deletions.delete(Scope(user.ada.id))
    assert await tables_about(user, place) == set()
