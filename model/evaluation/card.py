"""The model card, and blocks of pages that commands write, between two marks."""

import re
from dataclasses import dataclass
from pathlib import Path

CARD = Path(__file__).parents[2] / "docs" / "model-card" / "README.md"


@dataclass(frozen=True, slots=True)
class CardBlock:
    """A block of a page, in Markdown, that a command writes.

    Attributes:
        name: of the block, unique in its page.
        command: what writes it, as one types it.
    """

    name: str
    command: str

    @property
    def begin(self) -> str:
        """The mark above the block, which says how to write it anew."""
        return f"<!-- {self.name}: {self.command} -->"

    @property
    def end(self) -> str:
        """The mark below the block."""
        return f"<!-- end of {self.name} -->"

    def fill(self, page: str, text: str) -> str:
        """Return a page with a text for this block.

        Raises:
            ValueError: the page has no marks for it.
        """
        marks = rf"<!-- {re.escape(self.name)}: [^>]* -->.*?{re.escape(self.end)}"
        block = f"{self.begin}\n\n{text}\n\n{self.end}"
        filled, count = re.subn(marks, lambda _: block, page, count=1, flags=re.DOTALL)
        if not count:
            message = f"the page has no marks for {self.name!r}"
            raise ValueError(message)
        return filled

    def write(self, page: Path, text: str) -> None:
        """Replace the block in a file.

        Raises:
            ValueError: as in `fill`.
        """
        page.write_text(self.fill(page.read_text("utf-8"), text), "utf-8")
