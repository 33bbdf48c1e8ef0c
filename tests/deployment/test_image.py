"""The image of the bot, built from the Dockerfile and run as its user on a read-only file system.

Where its tools are missing these tests are skipped; with NOMEN_REQUIRE_IMAGE=1 they fail instead.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

from tests.deployment.image import Image, built_image, missing_tools
from tests.wire.card_contents import names_on, star_label
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.health_client import health_client
from tests.wire.process import ConnectedBot, PythonProcess, run_command
from tests.wire.star_client import StarClient

pytestmark = pytest.mark.slow

SUPPLY = Path(__file__).parents[2] / "docs" / "supply.py"
USER = 10_001
MIB = 2**20
MAX_ADDED = 240 * MIB
"""Bytes that the image may add to its base."""

Runner = Callable[..., AbstractAsyncContextManager[PythonProcess]]


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    if missing := missing_tools():
        message = f"the image was not built: {missing}"
        if os.environ.get("NOMEN_REQUIRE_IMAGE") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with built_image("bot") as built:
        yield built


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The volume of /data, which belongs to the image's user."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    os.chown(folder, USER, USER)
    return folder


@pytest.fixture
def run(image: Image, data: Path) -> Runner:
    """Runs a command in the image."""

    def runner(*arguments: str, **more: str) -> AbstractAsyncContextManager[PythonProcess]:
        command = image.command(data, *arguments)
        return run_command(*command, environment={**image.environment, **more})

    return runner


def test_image_is_small(image: Image, record_property: Callable[[str, Any], None]) -> None:
    added = image.size - image.base_size
    record_property(
        "image of the bot", f"{image.size / MIB:.0f} MiB, {added / MIB:.0f} of them beside its base"
    )
    assert added < MAX_ADDED


async def test_check_finds_all_well(image: Image, run: Runner) -> None:
    async with run(*image.entrypoint, "check") as process:
        assert await process.wait() == 0, process.output
    assert process.output.count(" ok ") == 5


async def test_bot_serves_as_its_user_and_is_healthy(image: Image, run: Runner, data: Path) -> None:
    async with health_client() as health, loopback_discord() as discord:
        settings = {"NOMEN_METRICS_PORT": health.port_setting}
        settings |= {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": discord.api_url}
        async with run(*image.entrypoint, "run", **settings) as process:
            await discord.gateway.wait_until_ready()
            client = StarClient(ConnectedBot(discord, process), data / "nomen.sqlite3")
            card = await client.request_card()
            name = names_on(card)[0]
            await client.press_star(card, name)
            await wait_until(lambda: star_label(card, name) == "★ 1", "count")
            plot = await discord.members.card("clipdemo", number=16.0)
            assert plot["attachments"]
            status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
            maps = Path(f"/proc/{process.pid}/maps").read_text("utf-8")
            async with run(*image.entrypoint, "check", "--quick", **settings) as probe:
                assert await probe.wait() == 0, probe.output
            assert await process.terminate() == 0, process.output
    assert f"Uid:\t{USER}\t{USER}\t{USER}\t{USER}" in status
    assert "CapEff:\t0000000000000000" in status
    assert "torch" not in maps
    (star,) = client.stored_stars()
    assert star[-1] == name
    assert (data / "nomen.sqlite3").stat().st_mode & 0o777 == 0o600


async def test_image_has_neither_torch_nor_playground_nor_pip(run: Runner) -> None:
    code = (
        "from importlib.util import find_spec\n"
        "print([name for name in ('torch', 'sklearn', 'simcord', 'pip', 'hatchling', 'numpy')"
        " if find_spec(name)])"
    )
    async with run("python", "-c", code) as process:
        assert await process.wait() == 0
    assert process.output.strip() == "['numpy']"


async def test_bill_of_materials_is_that_of_the_lock(run: Runner) -> None:
    async with run("python", "-c", SUPPLY.read_text("utf-8"), "--sbom") as process:
        assert await process.wait() == 0, process.output
    parts = json.loads(process.output)["components"]
    installed = {f"{canonicalize_name(part['name'])}=={part['version']}" for part in parts}
    lock = (SUPPLY.parents[1] / "locks" / "serving.txt").read_text("utf-8")
    locked = re.findall(r"^([\w.-]+==[^\s;]+)(.*)\\$", lock, re.MULTILINE)
    assert installed == {pin for pin, marker in locked if "< '3.13'" not in marker}


async def test_only_data_and_tmp_can_be_written(run: Runner) -> None:
    folders = "/data /tmp /opt/nomen /usr /etc /"
    code = f"for folder in {folders}; do touch $folder/made && echo $folder; done 2> /dev/null; :"
    async with run("sh", "-c", code) as process:
        assert await process.wait() == 0
    assert process.output.split() == ["/data", "/tmp"]  # noqa: S108 - the image's own
