"""Every command and button is found by its name: its feature is a file or folder of that name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from discord.app_commands import Command, ContextMenu, Group

import bot.features
from bot.features import COMMANDS, ITEMS, MENUS
from bot.interactions.items import Item

FEATURES = Path(bot.features.__file__).parent
FILES = {path: path.read_text("utf-8") for path in FEATURES.rglob("*.py")}
SHARING = {"name": "names", "blend": "names"}
"""Commands with one feature between them."""


def test_a_command_is_in_the_feature_of_its_name() -> None:
    for command in COMMANDS:
        feature = SHARING.get(command.name, command.name)
        roots = [command] if isinstance(command, Command) else [*command.walk_commands()]
        for each in roots:
            assert not isinstance(each, Group)
            assert each.callback.__module__.split(".")[2] == feature


def test_a_menu_is_beside_the_command_that_does_the_same() -> None:
    features = {command.callback.__module__ for command in COMMANDS if isinstance(command, Command)}
    assert all(isinstance(menu, ContextMenu) for menu in MENUS)
    assert {menu.callback.__module__ for menu in MENUS} <= features


def test_an_item_is_in_the_one_file_that_writes_its_kind() -> None:
    for item in ITEMS:
        written = re.compile(rf'(kind=|KINDS?\b.*)"{item.kind}"')
        files = [path for path, text in FILES.items() if written.search(text)]
        module = item.__module__.removeprefix("bot.features.").replace(".", "/")
        assert files in ([FEATURES / f"{module}.py"], [FEATURES / "links.py"]), item.kind


def test_every_item_of_a_feature_is_registered() -> None:
    assert {*items_below(Item)} == {*ITEMS}
    assert len({item.kind for item in ITEMS}) == len(ITEMS)


def items_below(base: Any) -> Iterator[Any]:  # noqa: ANN401 - a generic class
    for each in base.__subclasses__():
        if each.__module__.startswith("bot.features."):
            yield each
        yield from items_below(each)


def test_a_file_of_a_feature_fits_in_one_reading() -> None:
    long = {path.name: lines for path, text in FILES.items() if (lines := text.count("\n")) > 320}
    assert not long
