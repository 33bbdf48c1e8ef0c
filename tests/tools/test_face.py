"""The pictures of Nomen's face in the repository."""

import numpy as np
import pytest
from PIL import Image

from tools.face.__main__ import FACES, PACKAGED, Picture, avatar, banner


@pytest.mark.parametrize(("name", "picture"), [("avatar", avatar()), ("banner", banner())])
def test_files_are_what_the_command_draws(
    name: str, picture: Picture, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert (FACES / f"{name}.svg").read_text("utf-8") == picture.svg()
    drawn = tmp_path_factory.mktemp(name) / "drawn.png"
    picture.save_png(drawn)
    stored, fresh = (
        np.asarray(Image.open(path).convert("RGB"), np.float32)
        for path in (FACES / f"{name}.png", drawn)
    )
    # Other versions of Matplotlib smooth edges otherwise.
    assert np.abs(stored - fresh).mean() < 1


def test_the_playground_has_the_same_avatar() -> None:
    assert PACKAGED.read_bytes() == (FACES / "avatar.svg").read_bytes()


@pytest.mark.parametrize(("name", "size"), [("avatar", (1024, 1024)), ("banner", (680, 240))])
def test_sizes_are_those_that_discord_asks_for(name: str, size: tuple[int, int]) -> None:
    with Image.open(FACES / f"{name}.png") as png:
        assert png.size == size
