"""The pictures in the documentation, which `make screens` takes, and the page of all."""

import re
from pathlib import Path

from tools.screens.__main__ import ANIMATION, DOCS, write_sheet

MAX_PICTURE, MAX_ANIMATION = 150_000, 1_000_000
"""Bytes, so that the documentation loads fast."""


def test_pictures_in_the_documentation_are_shown_and_small() -> None:
    sizes = {path.name: path.stat().st_size for path in DOCS.glob("*.webp")}
    shown = re.findall(r'src="(.+?)"', (DOCS / "README.md").read_text("utf-8"))
    assert shown
    assert {*shown} == sizes.keys()
    assert max(sizes.values()) <= MAX_PICTURE
    assert ANIMATION.stat().st_size <= MAX_ANIMATION


def test_sheet_has_a_row_for_each_card_and_language(tmp_path: Path) -> None:
    for name in ("clip-nl-wide-dark", "clip-numbers-nl-phone-dark", "clip-numbers-nl-phone-light"):
        (tmp_path / f"{name}.webp").touch()
    _, first, second = write_sheet(tmp_path).read_text("utf-8").split("<h2>")
    assert re.findall(r"src=([\w-]+)", first) == ["clip-nl-wide-dark"]
    assert re.findall(r"src=[\w-]+-(\w+)", second) == ["dark", "light"]
