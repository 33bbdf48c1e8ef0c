"""A small schema language for JSON bodies, with Discord's error messages.

A schema checks the value at a path and adds what is wrong to `ValidationErrors`. Unknown keys are
errors as well: Discord ignores most of them, here they are typing mistakes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Path = tuple[str | int, ...]


class InvalidFormBodyError(Exception):
    """A body that Discord would reject.

    Attributes:
        errors: what is wrong with it; at least one entry.
    """

    def __init__(self, errors: "ValidationErrors") -> None:
        self.errors = errors
        super().__init__(str(errors))


@dataclass(frozen=True, slots=True)
class ValidationErrors:
    """What is wrong with a body, as (path, code, message) entries."""

    entries: list[tuple[Path, str, str]] = field(default_factory=list)

    def add(self, path: Path, code: str, message: str) -> None:
        """Report the value at a path."""
        self.entries.append((path, code, message))

    def raise_if_any(self) -> None:
        """Reject the body if there are errors.

        Raises:
            InvalidFormBodyError: there are.
        """
        if self.entries:
            raise InvalidFormBodyError(self)

    def body(self) -> dict[str, Any]:
        """Return the body of Discord's response: errors nested by path."""
        errors: dict[str, Any] = {}
        for path, code, message in self.entries:
            branch = errors
            for step in path:
                branch = branch.setdefault(str(step), {})
            branch.setdefault("_errors", []).append({"code": code, "message": message})
        return {"message": "Invalid Form Body", "code": 50035, "errors": errors}

    def __str__(self) -> str:
        return "; ".join(f"{'.'.join(map(str, path))}: {text}" for path, _, text in self.entries)


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
            errors.add(path, "STRING_TYPE_CONVERT", f"Must be a string, not {value!r}.")
        elif not self.minimum <= len(value) <= self.maximum:
            message = f"Must be between {self.minimum} and {self.maximum} in length."
            errors.add(path, "BASE_TYPE_BAD_LENGTH", message)
        elif not re.fullmatch(self.pattern, value):
            errors.add(path, "STRING_TYPE_REGEX", "String value did not match validation regex.")


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds, an integer by default."""

    minimum: float
    maximum: float
    integer: bool = True

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check type and bounds."""
        expected = int if self.integer else int | float
        if not isinstance(value, expected) or isinstance(value, bool):
            errors.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not a valid number.')
        elif not self.minimum <= value <= self.maximum:
            message = f"int value should be between {self.minimum} and {self.maximum}."
            errors.add(path, "NUMBER_TYPE_RANGE", message)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several values of the same type; True is not 1 here."""

    values: tuple[Any, ...]

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check value and type."""
        if not any(value == allowed and type(value) is type(allowed) for allowed in self.values):
            message = f"Value must be one of {set(self.values)}, not {value!r}."
            errors.add(path, "BASE_TYPE_CHOICES", message)


BOOLEAN = OneOf((True, False))
SNOWFLAKE = String(1, 20, r"0|[1-9][0-9]*")
MEDIA_URL = String(1, 2048, r"(https?|attachment)://\S+")


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
    unique: bool = False

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check the length, uniqueness and each item."""
        if not isinstance(value, list):
            errors.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not self.minimum <= len(value) <= self.maximum:
            message = f"Must be between {self.minimum} and {self.maximum} in length."
            errors.add(path, "BASE_TYPE_BAD_LENGTH", message)
        if self.unique and any(item in value[:index] for index, item in enumerate(value)):
            errors.add(
                path, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value"
            )
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
            errors.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        for key in self.required.keys() - value.keys():
            errors.add((*path, key), "BASE_TYPE_REQUIRED", "This field is required")
        schemas = {**self.required, **self.optional}
        for key, item in value.items():
            if key in schemas:
                schemas[key].check(item, (*path, key), errors)
            else:
                errors.add((*path, key), "UNKNOWN_KEY", f"No field of this form is called {key!r}")


@dataclass(frozen=True, slots=True)
class TaggedUnion:
    """One of several schemas, selected by the number under `type`.

    Attributes:
        variants: the schemas by number.
        default: the number of what has none; None if each needs one.
    """

    variants: Mapping[int, Schema]
    default: int | None = None

    def check(self, value: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
        """Check the value with the schema of its type."""
        kind = value.get("type", self.default) if isinstance(value, dict) else self.default
        if isinstance(kind, int) and kind in self.variants:
            self.variants[kind].check(value, path, errors)
        else:
            message = f"Value of field type must be one of {set(self.variants)}, not {kind!r}."
            errors.add((*path, "type"), "UNION_TYPE_CHOICES", message)
