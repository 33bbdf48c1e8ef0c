"""Nomen's face: a small n that looks up at a star.

On the picture of a shortlist it stands on the names. The avatar and the banner in docs/face show
the same.
"""

import math
from dataclasses import dataclass

AMBER, INK, PAPER = "#e0a13a", "#2b2118", "#fffaf2"
"""Amber is also the bar along a card."""
SIZE = 100
"""Width and height of the square that the face is drawn in."""
_ROUND = 0.5523
"""How far a curve that is a quarter of a circle is drawn out, as a part of the radius."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled outline.

    Attributes:
        outline: SVG's path data, of the commands M, L, C and Z alone, a space between all words; x
            goes right and y goes down.
        colour: hexadecimal.
    """

    outline: str
    colour: str


def circle(x: float, y: float, radius: float) -> str:
    """Return the outline of a circle around a point."""
    near, far = _ROUND * radius, radius
    quarters = (
        ((far, near), (near, far), (0, far)),
        ((-near, far), (-far, near), (-far, 0)),
        ((-far, -near), (-near, -far), (0, -far)),
        ((near, -far), (far, -near), (far, 0)),
    )
    curves = (" ".join(f"{x + a:.2f} {y + b:.2f}" for a, b in quarter) for quarter in quarters)
    return f"M {x + far:.2f} {y:.2f} C {' C '.join(curves)} Z"


def star(x: float, y: float, radius: float, turn: float = 0) -> str:
    """Return the outline of a star around a point, turned by some degrees, its points rounded."""
    corners = [
        (x + length * math.sin(angle), y - length * math.cos(angle))
        for place in range(10)
        for angle in [math.radians(turn + 36 * place)]
        for length in [radius * (0.58 if place % 2 else 1)]
    ]
    curves = []
    for at, (corner_x, corner_y) in enumerate(corners):
        (ax, ay), (bx, by) = (
            (0.58 * corner_x + 0.42 * other_x, 0.58 * corner_y + 0.42 * other_y)
            for other_x, other_y in (corners[at - 1], corners[(at + 1) % len(corners)])
        )
        corner = f"{corner_x:.2f} {corner_y:.2f}"
        curves.append(f"{ax:.2f} {ay:.2f} C {corner} {corner} {bx:.2f} {by:.2f}")
    return f"M {' L '.join(curves)} Z"


BODY = (
    "M 21 39 C 21 33 25 31 29 31 C 33 31 36 33 37 36 C 41 32.5 46 31 52 31 "
    "C 67 31 76 41 76 56 L 76 76 C 76 85 58 85 58 76 L 58 67 C 58 61 39 61 39 67 "
    "L 39 76 C 39 85 21 85 21 76 Z"
)
EYES = (
    *(Shape(circle(x, 47.5, 7), PAPER) for x in (40, 57.5)),
    *(Shape(circle(x, 45.5, 3.9), INK) for x in (42, 59.5)),
)
FACE = (Shape(BODY, INK), *EYES, Shape(star(75.5, 24, 12.5, turn=12), PAPER))
"""What is on the avatar, the last on top."""
