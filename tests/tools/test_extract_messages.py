"""What must hold for texts to be found by those who gather them for translation."""

import ast
from pathlib import Path

import pytest

from tools.extract_messages import ROOT, SAID_BY, SOURCES

FILES = [file for source in SOURCES for file in sorted((ROOT / source).rglob("*.py"))]


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def says(node: ast.AST) -> bool:
    """Whether a text is said here, to be found in a catalogue."""
    return (
        isinstance(node, ast.Call)
        and name_of(node) in SAID_BY
        and any(isinstance(part, ast.Constant) for part in node.args)
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_text_is_said_inside_of_another_where_it_is_not_found(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    assert not [inner for string in strings for inner in ast.walk(string) if says(inner)]
