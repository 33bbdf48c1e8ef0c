"""A small language for the shapes of JSON bodies, that complains as Discord does.

A shape is checked against a value at a path and adds what is wrong to `Problems`. Keys that a form
does not name are complained of too: Discord overlooks most of them, here they are typing errors.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Path = tuple[str | int, ...]


class RefusedError(Exception):
    """A body that Discord would not take.

    Attributes:
        problems: what is wrong with it; there is at least one.
    """

    def __init__(self, problems: "Problems") -> None:
        self.problems = problems
        super().__init__(str(problems))


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a body: (path, code, message) of each complaint."""

    found: list[tuple[Path, str, str]] = field(default_factory=list)

    def add(self, path: Path, code: str, message: str) -> None:
        """Complain of the value at a path."""
        self.found.append((path, code, message))

    def raise_if_any(self) -> None:
        """Refuse the body.

        Raises:
            RefusedError: something is wrong with it.
        """
        if self.found:
            raise RefusedError(self)

    def body(self) -> dict[str, Any]:
        """Give the body of Discord's answer: complaints in a tree that follows the form."""
        errors: dict[str, Any] = {}
        for path, code, message in self.found:
            branch = errors
            for step in path:
                branch = branch.setdefault(str(step), {})
            branch.setdefault("_errors", []).append({"code": code, "message": message})
        return {"message": "Invalid Form Body", "code": 50035, "errors": errors}

    def __str__(self) -> str:
        return "; ".join(f"{'.'.join(map(str, path))}: {text}" for path, _, text in self.found)


class Shape(Protocol):
    """Anything that can check a value."""

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Add to the problems what is wrong with the value at this path."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string of a length, counted in code points, and of a pattern that fits it whole."""

    least: int = 0
    most: int = 6000
    pattern: str = "(?s:.*)"

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Check type, length and pattern."""
        if not isinstance(value, str):
            problems.add(at, "STRING_TYPE_CONVERT", f"Must be a string, not {value!r}.")
        elif not self.least <= len(value) <= self.most:
            message = f"Must be between {self.least} and {self.most} in length."
            problems.add(at, "BASE_TYPE_BAD_LENGTH", message)
        elif not re.fullmatch(self.pattern, value):
            problems.add(at, "STRING_TYPE_REGEX", "String value did not match validation regex.")


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds, whole unless it says otherwise."""

    least: float
    most: float
    whole: bool = True

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Check type and bounds."""
        wanted = int if self.whole else int | float
        if not isinstance(value, wanted) or isinstance(value, bool):
            problems.add(at, "NUMBER_TYPE_COERCE", f'Value "{value}" is no fitting number.')
        elif not self.least <= value <= self.most:
            message = f"int value should be between {self.least} and {self.most}."
            problems.add(at, "NUMBER_TYPE_RANGE", message)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some values; true is not 1 here."""

    values: tuple[Any, ...]

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Check that the value is one of them, of the same type."""
        if not any(value == allowed and type(value) is type(allowed) for allowed in self.values):
            message = f"Value must be one of {set(self.values)}, not {value!r}."
            problems.add(at, "BASE_TYPE_CHOICES", message)


YES_NO = OneOf((True, False))
SNOWFLAKE = Text(1, 20, r"0|[1-9][0-9]*")
WEB_ADDRESS = Text(1, 2048, r"(https?|attachment)://\S+")


@dataclass(frozen=True, slots=True)
class Maybe:
    """A shape, or null."""

    shape: Shape

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Check what is not null."""
        if value is not None:
            self.shape.check(value, at, problems)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of things of one shape."""

    item: Shape
    least: int = 0
    most: int = 25
    unique: bool = False

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Check the length, each item, and that none stands twice."""
        if not isinstance(value, list):
            problems.add(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not self.least <= len(value) <= self.most:
            message = f"Must be between {self.least} and {self.most} in length."
            problems.add(at, "BASE_TYPE_BAD_LENGTH", message)
        if self.unique and any(item in value[:index] for index, item in enumerate(value)):
            problems.add(
                at, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value"
            )
        for index, item in enumerate(value):
            self.item.check(item, (*at, index), problems)


@dataclass(frozen=True, slots=True)
class Form:
    """An object with the keys that it must and may have."""

    required: Mapping[str, Shape] = field(default_factory=dict)
    optional: Mapping[str, Shape] = field(default_factory=dict)

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Check that every required key is there, that no other is, and what they hold."""
        if not isinstance(value, dict):
            problems.add(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        for key in self.required.keys() - value.keys():
            problems.add((*at, key), "BASE_TYPE_REQUIRED", "This field is required")
        shapes = {**self.required, **self.optional}
        for key, item in value.items():
            if key in shapes:
                shapes[key].check(item, (*at, key), problems)
            else:
                problems.add((*at, key), "UNKNOWN_KEY", f"No field of this form is called {key!r}")


@dataclass(frozen=True, slots=True)
class Tagged:
    """One of several forms, told apart by the number under `type`."""

    forms: Mapping[int, Shape]

    def check(self, value: Any, at: Path, problems: Problems) -> None:  # noqa: ANN401 - JSON
        """Check the value by the form that its type calls for."""
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, int) and kind in self.forms:
            self.forms[kind].check(value, at, problems)
        else:
            message = f"Value of field type must be one of {set(self.forms)}, not {kind!r}."
            problems.add((*at, "type"), "UNION_TYPE_CHOICES", message)
