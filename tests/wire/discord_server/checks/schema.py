"""A small schema language for JSON bodies.

A schema checks the value at a path and adds what is wrong to `ValidationErrors`. Unknown keys are
errors as well: Discord ignores most of them, here they are typing mistakes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Path = tuple[str | int, ...]


class InvalidFormBodyError(Exception):
    """A body that Discord would reject."""


@dataclass(frozen=True, slots=True)
class ValidationErrors:
    """What is wrong with a body, as (path, text) entries."""

    entries: list[tuple[Path, str]] = field(default_factory=list)

    def add(self, path: Path, text: str) -> None:
        """Report the value at a path."""
        self.entries.append((path, text))

    def raise_if_any(self) -> None:
        """Reject the body if there are errors.

        Raises:
            InvalidFormBodyError: there are.
        """
        if self.entries:
            raise InvalidFormBodyError(str(self))

    def __str__(self) -> str:
        return "; ".join(f"{'.'.join(map(str, path))}: {text}" for path, text in self.entries)


class Schema(Protocol):
    """Anything that can check a value."""

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Add what is wrong with the value at this path to the errors."""


@dataclass(frozen=True, slots=True)
class String:
    """A string with bounds on its length in code points, fully matching a pattern."""

    minimum: int = 0
    maximum: int = 6000
    pattern: str = "(?s:.*)"

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check type, length and pattern."""
        if not isinstance(value, str):
            errors.add(path, f"must be a string, not {value!r}")
        elif not self.minimum <= len(value) <= self.maximum:
            errors.add(path, f"must have {self.minimum} to {self.maximum} characters")
        elif not re.fullmatch(self.pattern, value):
            errors.add(path, f"must match {self.pattern}")


@dataclass(frozen=True, slots=True)
class Number:
    """An integer within bounds."""

    minimum: int
    maximum: int

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check type and bounds."""
        if type(value) is not int or not self.minimum <= value <= self.maximum:
            errors.add(path, f"must be {self.minimum} to {self.maximum}, not {value!r}")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several values of the same type; True is not 1 here."""

    values: tuple[Any, ...]

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check value and type."""
        if not any(value == allowed and type(value) is type(allowed) for allowed in self.values):
            errors.add(path, f"must be one of {self.values}, not {value!r}")


BOOLEAN = OneOf((True, False))
SNOWFLAKE = String(1, 20, r"0|[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Nullable:
    """A schema that also accepts null."""

    schema: Schema

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check the value unless it is null."""
        if value is not None:
            self.schema.check(value, path, errors)


@dataclass(frozen=True, slots=True)
class Array:
    """A list of items with the same schema."""

    item: Schema
    minimum: int = 0
    maximum: int = 25

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check the length and each item."""
        if not isinstance(value, list) or not self.minimum <= len(value) <= self.maximum:
            errors.add(path, f"must be a list of {self.minimum} to {self.maximum}")
            return
        for index, item in enumerate(value):
            self.item.check(item, (*path, index), errors)


@dataclass(frozen=True, slots=True)
class Object:
    """An object with required and optional keys."""

    required: Mapping[str, Schema] = field(default_factory=dict)
    optional: Mapping[str, Schema] = field(default_factory=dict)

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check that all required and no unknown keys are present, and each value."""
        if not isinstance(value, dict):
            errors.add(path, "must be an object")
            return
        for key in self.required.keys() - value.keys():
            errors.add((*path, key), "is required")
        schemas = {**self.required, **self.optional}
        for key, item in value.items():
            if key in schemas:
                schemas[key].check(item, (*path, key), errors)
            else:
                errors.add((*path, key), "is not known")


@dataclass(frozen=True, slots=True)
class TaggedUnion:
    """One of several schemas, selected by the number under `type`."""

    variants: Mapping[int, Schema]

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check the value with the schema of its type."""
        kind = value.get("type") if isinstance(value, dict) else None
        if isinstance(kind, int) and kind in self.variants:
            self.variants[kind].check(value, path, errors)
        else:
            errors.add((*path, "type"), f"must be one of {[*self.variants]}, not {kind!r}")
