"""Lays all pictures side by side on one page."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from tools.screens.camera import shots_of

_STYLE = """
body { margin: 16px; background: #888; font: 14px sans-serif; }
div { display: flex; gap: 8px; align-items: flex-start; margin-bottom: 24px; overflow-x: auto; }
img { max-height: 560px; border-radius: 4px; }
"""


def write_sheet(folder: Path, cards: Sequence[str], languages: Sequence[str]) -> Path:
    """Write the page of those pictures that exist in a folder, and return its path."""
    rows = [
        row
        for card in cards
        for row in (f"<h2>{escape(card)}</h2>", *_rows(folder, card, languages))
    ]
    path = folder / "index.html"
    head = f'<!doctype html><meta charset="utf-8"><title>Screens</title><style>{_STYLE}</style>'
    path.write_text("\n".join([head, *rows]), "utf-8")
    return path


def _rows(folder: Path, card: str, languages: Sequence[str]) -> list[str]:
    rows = []
    for language in languages:
        names = [shot.filename for shot in shots_of(card, language)]
        images = [
            f'<img loading="lazy" src="{name}" alt="{name}">'
            for name in names
            if (folder / name).exists()
        ]
        if images:
            rows.append(f"<div>{''.join(images)}</div>")
    return rows
