"""The source must let message extraction find every message."""

import ast
from typing import TypeGuard

from tools.extract_messages import KEYWORDS, ROOT, SOURCES

FILES = [file for source in SOURCES for file in sorted((ROOT / source).rglob("*.py"))]


def function_name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_message(node: ast.AST) -> TypeGuard[ast.Call]:
    """Return whether a call marks a message for extraction."""
    return (
        isinstance(node, ast.Call)
        and function_name(node) in KEYWORDS
        and any(isinstance(argument, ast.Constant) for argument in node.args)
    )


def test_no_message_is_inside_an_f_string() -> None:
    assert FILES
    hidden = [
        f"{file}:{inner.lineno}"
        for file in FILES
        for string in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(string, ast.JoinedStr)
        for inner in ast.walk(string)
        if is_message(inner)
    ]
    assert hidden == []
