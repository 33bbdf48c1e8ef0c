"""The simulated Discord behind the playground's page."""

import asyncio
import logging
import sys
from urllib.parse import urlsplit

import pytest

from bot.services.name_service import NameService
from tests.bot.playground.channel import first_member
from tests.bot.playground.conftest import Playground
from tests.bot.stage import ephemeral_message, ephemeral_text, public_message, text_of


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is not loopback")
async def test_only_the_loopback_address_is_bound(playground: Playground) -> None:
    async with playground() as (_, page):
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", urlsplit(page.url).port)


async def test_there_are_three_members_the_first_of_whom_can_keep_the_board_clean(
    playground: Playground,
) -> None:
    async with playground() as (_, page):
        assert [viewer.name for viewer in page.viewers] == ["mirel", "tavio", "nilou"]
        answer = await first_member(page).slash(page.channel, "board")
        assert "No names are hidden here." in text_of(ephemeral_message(answer))


async def test_answered_invalid_input_is_no_error_to_simcord(playground: Playground) -> None:
    async with playground() as (env, page):
        answer = await first_member(page).slash(page.channel, "name", country="Holand")
        assert "Did you mean: Netherlands" in ephemeral_text(answer)
        assert not env.errors


async def test_unexpected_error_is_logged_and_answered(
    playground: Playground, name_service: NameService, caplog: pytest.LogCaptureFixture
) -> None:
    async with playground() as (_, page):
        member = first_member(page)
        public_message(await member.slash(page.channel, "name", country="NL"))
        name_service.close()
        answer = await member.slash(page.channel, "name", country="NL")
        assert "something went wrong on my end" in ephemeral_text(answer)
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.exc_info is not None for record in errors] == [True]
