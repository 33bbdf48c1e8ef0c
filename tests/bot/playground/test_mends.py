"""The mends of the page fit the SimCord that is installed, and others leave it as it is."""

import asyncio
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from simcord import Preview

from bot.playground.mends import Mend, mend_files, serve_mended
from bot.playground.page_mends import MENDS
from tests.bot.playground.conftest import Playground

OUTDATED = Mend("app.js", "nothing at all", (("an anchor", "a replacement"),))


def fetch(page: Preview, path: str) -> str:
    url = f"http://127.0.0.1:{urlsplit(page.url).port}/{path}"
    with urlopen(url) as response:
        return str(response.read().decode())


@pytest.mark.parametrize("mend", MENDS, ids=lambda mend: mend.fault)
def test_mend_fits_the_installed_simcord(mend: Mend) -> None:
    assert mend_files([mend])[1] == []


def test_mends_fit_together() -> None:
    assert mend_files(MENDS)[1] == []


def test_outdated_mend_is_left_out_whole() -> None:
    half = Mend("app.js", "", (("bootstrap();\n\n", ""), *OUTDATED.changes))
    assert mend_files([half]) == ({}, [half])


def test_mend_of_a_missing_file_is_left_out() -> None:
    gone = Mend("gone.js", "", OUTDATED.changes)
    assert mend_files([gone]) == ({}, [gone])


def test_ambiguous_anchor_does_not_fit() -> None:
    assert not Mend("", "", (("a", "b"),)).fits("a a")


async def test_page_is_served_mended(playground: Playground) -> None:
    texts, _ = mend_files(MENDS)
    async with playground() as (_, page):
        served = {name: await asyncio.to_thread(fetch, page, name) for name in texts}
    assert served == texts


async def test_outdated_mends_are_logged_at_the_start(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    async with playground() as (_, page):
        serve_mended(page, [OUTDATED])
    assert "SimCord's app.js has changed, so this is not mended: nothing at all" in caplog.text
