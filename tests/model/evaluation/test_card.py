from pathlib import Path

import pytest

from model.evaluation.card import CardBlock

BLOCK = CardBlock("sums", "python sums.py")


def test_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before <!-- sums: by hand -->1<!-- end of sums --> after")
    for text in ("2", r"\1 | 3"):
        BLOCK.write(page, text)
        block = f"<!-- sums: python sums.py -->\n\n{text}\n\n<!-- end of sums -->"
        assert page.read_text("utf-8") == f"before {block} after"


def test_a_block_of_another_name_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no marks for 'sums'"):
        BLOCK.fill("<!-- big sums: by hand -->1<!-- end of big sums -->", "2")
