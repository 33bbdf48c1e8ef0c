"""The files that a command and a press pass are those that CONTRIBUTING.md lists."""

import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.bot.stage import Stage, names_on

ROOT = Path(__file__).parents[3]
_, _, SECTION = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## What a press passes\n")
SECTION = SECTION.partition("\n## ")[0]
BOTH, OF_NAMES, OF_STARS = (
    {*re.findall(r"`(\w[\w/]*)`", part)} for part in SECTION.split("\n- ")[1:]
)


@contextmanager
def passed(files: set[str]) -> Iterator[None]:
    """Collect the files of the bot whose functions this thread calls meanwhile."""

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(ROOT / "bot"):
            files.add(file.relative_to(ROOT / "bot").with_suffix("").as_posix())

    former = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(former)


async def test_files_are_those_of_the_page(stage: Stage) -> None:
    await stage.name_card(country="NL")  # the first one loads what all later ones use
    await asyncio.sleep(0)
    of_names, of_stars = set[str](), set[str]()
    with passed(of_names):
        card = await stage.name_card(country="NL")
    with passed(of_stars):
        await stage.star(stage.ada, card, names_on(card)[0])
    assert of_names == BOTH | OF_NAMES
    assert of_stars == BOTH | OF_STARS
    assert f"{len(of_names)} files of `bot/`, a ☆ of {len(of_stars)};" in SECTION
