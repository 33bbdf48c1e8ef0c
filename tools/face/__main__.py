"""`python -m tools.face` draws the avatar and the banner: SVG, and PNG for Discord's portal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from bot.services.face import AMBER, BODY, EYES, FACE, INK, PAPER, SIZE, Shape, circle, star
from bot.services.shortlist_picture import draw_shapes

ROOT = Path(__file__).parents[2]
FACES = ROOT / "docs" / "face"
PACKAGED = ROOT / "bot" / "playground" / "page" / "avatar.svg"
"""The avatar once more, for the playground."""
_DPI = 100

_N = Shape(BODY, INK)
_O = (Shape(circle(48.5, 57.5, 27), INK), Shape(circle(48.5, 57.5, 9.5), AMBER))
_M = Shape(
    "M 21 39 C 21 33 25 31 29 31 C 33 31 36 33 37 36 C 41 32.5 45 31 50 31 C 57 31 62 33 66 37 "
    "C 70 33 76 31 82 31 C 97 31 106 41 106 56 L 106 76 C 106 85 88 85 88 76 L 88 67 "
    "C 88 61 72.5 61 72.5 67 L 72.5 76 C 72.5 85 54.5 85 54.5 76 L 54.5 67 "
    "C 54.5 61 39 61 39 67 L 39 76 C 39 85 21 85 21 76 Z",
    INK,
)
_E = (
    Shape(circle(48.5, 57.5, 27), INK),
    Shape(circle(48.5, 57, 10.5), AMBER),
    Shape("M 36 54.5 L 66 54.5 L 66 70 L 36 70 Z", INK),
    Shape(
        "M 54 62 L 80 62 L 80 64 C 77 68.5 75 69.5 71 69.5 L 54 69.5 C 49 69.5 49 62 54 62 Z",
        AMBER,
    ),
)
_WORD = ((0, (_N, *EYES)), (58.5, _O), (117, (_M,)), (206, _E), (264, (_N,)))
"""The letters, each with its distance from the first."""
_STARS: Sequence[tuple[float, float, float, float]] = (
    (76.5, 12, 12, 12),
    (120, 2, 5, -8),
    (170, 14, 3.4, 20),
    (215, 0, 6.5, 5),
    (262, 12, 4, -15),
    (305, 4, 8, 14),
)
"""Those above the word: x, y, radius and turn; the first is the one that is looked at."""


@dataclass(frozen=True, slots=True)
class Part:
    """Shapes in a picture, with the upper left corner and the size of their square in pixels."""

    shapes: Sequence[Shape]
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Parts on amber, the last on top; width and height are in pixels."""

    width: int
    height: int
    parts: Sequence[Part]

    def svg(self) -> str:
        """Return it as SVG."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}">'
        yield "<title>Nomen</title>"
        yield f'<rect width="{self.width}" height="{self.height}" fill="{AMBER}"/>'
        for part in self.parts:
            scale = part.size / SIZE
            yield f'<g transform="translate({part.x:g} {part.y:g}) scale({scale:g})">'
            for shape in part.shapes:
                yield f'<path d="{shape.outline}" fill="{shape.colour}"/>'
            yield "</g>"
        yield "</svg>"

    def save_png(self, path: Path) -> None:
        """Write it as PNG."""
        figure = Figure((self.width / _DPI, self.height / _DPI), dpi=_DPI, facecolor=AMBER)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, self.width), ylim=(self.height, 0))
        axes.set_axis_off()
        for part in self.parts:
            draw_shapes(axes, part.shapes, part.x, part.y, part.size)
        figure.savefig(path, format="png")


def avatar() -> Picture:
    """Return the face; what matters lies in the circle that Discord cuts out."""
    return Picture(1024, 1024, [Part(FACE, 0, 0, 1024)])


def banner() -> Picture:
    """Return the name, its first letter the face; a profile's avatar covers the lower left."""
    left, top, size = 69, 44, 150
    letters = [Part(shapes, left + at * size / SIZE, top, size) for at, shapes in _WORD]
    stars = [Shape(star(x, y, radius, turn), PAPER) for x, y, radius, turn in _STARS]
    return Picture(680, 240, [*letters, Part(stars, left, top, size)])


def main() -> None:
    """Write all files."""
    for name, picture in (("avatar", avatar()), ("banner", banner())):
        (FACES / f"{name}.svg").write_text(picture.svg(), "utf-8")
        picture.save_png(FACES / f"{name}.png")
    PACKAGED.write_text(avatar().svg(), "utf-8")


if __name__ == "__main__":
    main()
