"""How sources are read that could do harm.

That every format is read as it was is what the build is for: `data/build.py --check`.
"""

import pickle

import pytest

from data import people, readers
from data.records import Record
from data.sources import File

FAKER = """
from collections import OrderedDict
from .. import Provider as PersonProvider

raise SystemExit("this is never run")

class Provider(PersonProvider):
    formats = ("{{first_name}}",)
    first_names_male = ("Adam", "Jan")
    first_names_female: tuple = OrderedDict((("María", 0.09), ("Ana", 1.0 / 3)))
    first_names_unisex = ["Noor"]
    first_names = first_names_male + first_names_female
    last_names = ("Jansen",)
"""


def test_faker_reads_literals_without_running_the_provider() -> None:
    assert list(readers.read_python_lists([File(FAKER.encode(), "CO", "U")])) == [
        Record("Adam", "CO", "M"),
        Record("Jan", "CO", "M"),
        Record("María", "CO", "F"),
        Record("Ana", "CO", "F"),
        Record("Noor", "CO", "U"),
    ]


def test_wikipedia_rejects_a_pickle_with_code() -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"builtins\.eval"):
        list(people.read([File(b"cbuiltins\neval\n(S'1'\ntR.", "", "U")]))
