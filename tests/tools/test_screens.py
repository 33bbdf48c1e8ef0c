"""The pictures in the documentation, which `make screens` takes, and the page of all."""

from pathlib import Path

import pytest

from bot.i18n.languages import languages
from tools.screens.__main__ import ANIMATION, BEST, DOCS
from tools.screens.camera import shots_of
from tools.screens.sheet import write_sheet
from tools.screens.tour import CARDS

MAX_PICTURE, MAX_ANIMATION = 150_000, 1_000_000
"""Bytes, so that the documentation loads fast."""


@pytest.mark.parametrize("name", BEST)
def test_picture_in_the_documentation_is_shown_and_small(name: str) -> None:
    assert f'src="{name}.webp"' in (DOCS / "README.md").read_text("utf-8")
    assert (DOCS / f"{name}.webp").stat().st_size <= MAX_PICTURE


def test_no_other_picture_is_in_the_documentation() -> None:
    assert {file.stem for file in DOCS.glob("*.webp")} == {*BEST}


def test_animation_of_the_readme_is_small() -> None:
    assert ANIMATION.stat().st_size <= MAX_ANIMATION


def test_all_pictures_are_of_cards_in_known_languages() -> None:
    shots = (shot for card in CARDS for code in languages() for shot in shots_of(card, code))
    assert {f"{name}.webp" for name in BEST} <= {shot.filename for shot in shots}


def test_sheet_shows_the_pictures_that_exist(tmp_path: Path) -> None:
    (tmp_path / "name-nl-phone-light.webp").touch()
    page = write_sheet(tmp_path, CARDS, languages()).read_text("utf-8")
    assert page.count("<img") == 1
    assert 'src="name-nl-phone-light.webp"' in page
