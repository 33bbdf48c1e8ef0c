"""The picture of a shortlist, as it is drawn."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageColor

from bot.services.face import AMBER, INK, PAPER
from bot.services.shortlist_picture import draw
from model.domain.arrays import ByteArray
from model.domain.shortlist import Entry, Shortlist
from model.domain.validation import MAX_TYPED_LENGTH

WIDTH, MARGIN, GAP = 1080, 74, 36
"""Pixels."""
TITLE, ROW = slice(0, 200), slice(240, 375)
"""The title's and the first name's."""


def picture_of(shortlist: Shortlist) -> ByteArray:
    """Return the colours (height, width, 3)."""
    target = BytesIO()
    draw(shortlist, target)
    return np.asarray(Image.open(target).convert("RGB"))


def drawn_columns(pixels: ByteArray, ground: str = PAPER) -> list[int]:
    """Return the columns in which anything is drawn on a ground of one colour."""
    colour = np.array(ImageColor.getrgb(ground))
    return np.flatnonzero((pixels != colour).any(axis=(0, 2))).tolist()


def longest_gap(columns: list[int]) -> int:
    return int(np.diff(columns).max())


@pytest.mark.parametrize("aside", ["", "★ 123"])
@pytest.mark.parametrize("name", ["W" * MAX_TYPED_LENGTH, "Jo"], ids=["widest", "short"])
def test_names_stay_within_the_margins_and_off_the_stars(name: str, aside: str) -> None:
    pixels = picture_of(Shortlist("Names", (Entry(name, "United Kingdom × " * 5, aside),)))
    columns = drawn_columns(pixels[ROW])
    assert columns[0] >= MARGIN
    assert columns[-1] <= WIDTH - MARGIN
    if aside:
        assert longest_gap(columns) >= GAP


def test_the_face_stands_on_the_names_at_the_right_off_the_title() -> None:
    pixels = picture_of(Shortlist("W" * 80, (Entry("Jorien", ""),)))
    columns = drawn_columns(pixels[TITLE], AMBER)
    assert columns[0] >= MARGIN
    assert columns[-1] <= WIDTH - MARGIN
    assert longest_gap(columns) >= GAP
    feet = (pixels[TITLE][-1] == np.array(ImageColor.getrgb(INK))).all(axis=1)
    assert np.flatnonzero(feet).min() > WIDTH - MARGIN - 195


@pytest.mark.parametrize("number", [1, 10])
def test_there_is_as_much_room_above_the_names_as_below(number: int) -> None:
    pixels = picture_of(Shortlist("Names", (Entry("Jorien", ""),) * number))
    paper = np.array(ImageColor.getrgb(PAPER))
    drawn = np.flatnonzero((pixels[TITLE.stop + 10 :] != paper).any(axis=(1, 2)))
    below = len(pixels) - TITLE.stop - 10 - 1 - drawn.max()
    assert abs(int(drawn.min()) + 7 - below) <= 2
