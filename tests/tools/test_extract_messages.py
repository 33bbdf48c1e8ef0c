"""The source must let message extraction find every message."""

import ast
from pathlib import Path

import pytest

from tools.extract_messages import KEYWORDS, ROOT, SOURCES

FILES = [file for source in SOURCES for file in sorted((ROOT / source).rglob("*.py"))]


def function_name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_message(node: ast.AST) -> bool:
    """Return whether a call marks a message for extraction."""
    return (
        isinstance(node, ast.Call)
        and function_name(node) in KEYWORDS
        and any(isinstance(argument, ast.Constant) for argument in node.args)
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_message_is_inside_an_f_string(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    assert not [inner for string in strings for inner in ast.walk(string) if is_message(inner)]
