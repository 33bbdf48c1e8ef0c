"""The picture of a shortlist, as it is drawn."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageColor

from bot.services.face import AMBER, PAPER
from bot.services.shortlist_picture import draw
from model.domain.arrays import ByteArray
from model.domain.shortlist import Entry, Shortlist
from model.domain.validation import MAX_TYPED_LENGTH

WIDTH, MARGIN, GAP = 1080, 67, 36
"""Pixels."""
ROW = slice(170, 310)
"""The first name's."""


def picture_of(shortlist: Shortlist) -> ByteArray:
    """Return the colours (height, width, 3)."""
    target = BytesIO()
    draw(shortlist, target)
    return np.asarray(Image.open(target).convert("RGB"))


def drawn_columns(pixels: ByteArray) -> list[int]:
    """Return the columns in which anything is drawn."""
    paper = np.array(ImageColor.getrgb(PAPER))
    return np.flatnonzero((pixels != paper).any(axis=(0, 2))).tolist()


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


def test_the_face_is_in_the_upper_right_corner() -> None:
    pixels = picture_of(Shortlist("W" * 80, (Entry("Jorien", ""),)))
    is_amber = (pixels == np.array(ImageColor.getrgb(AMBER))).all(axis=2)
    rows, columns = np.nonzero(is_amber)
    assert rows.max() < ROW.start
    assert columns.min() > WIDTH - MARGIN - 110
    assert longest_gap(drawn_columns(pixels[: ROW.start - 10])) >= GAP
