"""faker-pk: first names of Pakistan, in the module that fills its database."""

import ast
from collections.abc import Iterator, Mapping
from zipfile import ZipFile

from data.records import Gender, Record

FILE = "faker_pk/initialize_db.py"
LISTS: Mapping[str, Gender] = {"MALE_NAMES": "M", "FEMALE_NAMES": "F"}


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the two lists, without running the module; those of surnames are left."""
    for statement in ast.parse(wheel.read(FILE).decode("utf-8")).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            gender = LISTS.get(statement.targets[0].id)
            if gender is not None:
                for name in ast.literal_eval(statement.value):
                    yield Record(name, "PK", gender)
