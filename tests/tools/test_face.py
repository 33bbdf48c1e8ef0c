"""The pictures of Nomen's face in the repository."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tools.face.__main__ import FACES, PACKAGED, Picture, avatar, banner


@pytest.mark.parametrize(
    ("name", "picture", "size"),
    [("avatar", avatar(), (1024, 1024)), ("banner", banner(), (680, 240))],
    ids=["avatar", "banner"],
)
def test_files_are_what_the_command_draws_in_the_sizes_that_discord_asks_for(
    name: str, picture: Picture, size: tuple[int, int], tmp_path: Path
) -> None:
    assert (FACES / f"{name}.svg").read_text("utf-8") == picture.svg()
    picture.save_png(tmp_path / "drawn.png")
    stored, fresh = (
        np.asarray(Image.open(path).convert("RGB"), np.float32)
        for path in (FACES / f"{name}.png", tmp_path / "drawn.png")
    )
    assert stored.shape[1::-1] == size
    # Other versions of Matplotlib smooth edges otherwise.
    assert np.abs(stored - fresh).mean() < 1


def test_the_playground_has_the_same_avatar() -> None:
    assert PACKAGED.read_bytes() == (FACES / "avatar.svg").read_bytes()
