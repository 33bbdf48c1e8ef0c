"""The patches of the page fit the SimCord that is installed, and others leave it as it is."""

import asyncio
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from simcord import Preview

from bot.playground.page_patches import PATCHES
from bot.playground.patches import Patch, patch_files, serve_patched
from tests.bot.playground.conftest import Playground

OUTDATED = Patch("app.js", "nothing at all", (("an anchor", "a replacement"),))


def fetch(page: Preview, path: str) -> str:
    url = f"http://127.0.0.1:{urlsplit(page.url).port}/{path}"
    with urlopen(url) as response:
        return str(response.read().decode())


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.fault)
def test_patch_fits_the_installed_simcord(patch: Patch) -> None:
    assert patch_files([patch])[1] == []


def test_patches_fit_together() -> None:
    assert patch_files(PATCHES)[1] == []


def test_outdated_patch_is_left_out_whole() -> None:
    half = Patch("app.js", "", (("bootstrap();\n\n", ""), *OUTDATED.changes))
    assert patch_files([half]) == ({}, [half])


def test_patch_of_a_missing_file_is_left_out() -> None:
    gone = Patch("gone.js", "", OUTDATED.changes)
    assert patch_files([gone]) == ({}, [gone])


def test_ambiguous_anchor_does_not_fit() -> None:
    assert not Patch("", "", (("a", "b"),)).fits("a a")


async def test_page_is_served_patched(playground: Playground) -> None:
    texts, _ = patch_files(PATCHES)
    async with playground() as (_, page):
        served = {name: await asyncio.to_thread(fetch, page, name) for name in texts}
    assert served == texts


async def test_outdated_patches_are_logged_at_the_start(
    playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    async with playground() as (_, page):
        serve_patched(page, [OUTDATED])
    assert "SimCord's app.js has changed, so this is not patched: nothing at all" in caplog.text
