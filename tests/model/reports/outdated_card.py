"""A card to run reports on."""

from collections.abc import Callable
from pathlib import Path

from model.evaluation.card import CardBlock


def update_card(folder: Path, block: CardBlock, report: Callable[[], None]) -> str:
    """Run a report on a card with an outdated block, and return the card."""
    card = folder / "README.md"
    card.write_text(f"before{block.begin}outdated{block.end}after", "utf-8")
    report()
    text = card.read_text("utf-8")
    assert text.startswith("before")
    assert text.endswith("after")
    assert "outdated" not in text
    return text
