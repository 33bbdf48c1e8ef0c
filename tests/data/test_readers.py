"""How sources are read that could do harm, and rules that single out names.

That every format is read as it was is what the build is for: `data/build.py --check`.
"""

import pickle

import pytest

from data import people, readers
from data.records import Bearers, Gender, Record
from data.sources import File


def file(text: str | bytes, country: str = "", gender: Gender = "U") -> File:
    return File(text if isinstance(text, bytes) else text.encode(), country, gender)


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
    assert list(readers.read_python_lists([file(FAKER, "CO")])) == [
        Record("Adam", "CO", "M"),
        Record("Jan", "CO", "M"),
        Record("María", "CO", "F"),
        Record("Ana", "CO", "F"),
        Record("Noor", "CO", "U"),
    ]


def test_extracts_have_names_and_bearers_or_bearers_alone() -> None:
    extract = file("aino\tFI\tF\t100\nDavid\tIL\t-\t9002\nHossam\tEG\tU\n")
    assert list(readers.read_extract([extract])) == [
        Record("aino", "FI", "F"),
        Record("Hossam", "EG", "U"),
    ]
    assert list(readers.read_bearers([extract])) == [
        Bearers("aino", "FI", 100),
        Bearers("David", "IL", 9002),
    ]


PEOPLE = (
    {f"Kaveh {surname}": ["Iranian"] for surname in ("Golestan", "Rezaei", "Irani")}
    | {f"John {surname}": ["American"] for surname in ("Adams", "Smith", "Doe", "Fitch")}
    | {"John Karimi": ["Iranian"], "John Amini": ["Iranian"], "Googoosh": ["Iranian"]}
    | {f"Shah {name}": ["Iranian"] for name in ("Abbas", "Jahan", "Rukh")}
    | {f"DJ {name}": ["Iranian"] for name in ("Ali", "Aligator", "Maryam")}
    | {"Lapo Elkann": ["Italian"], "Lapo Gianni": ["Italian", "American"]}
    | {"Guittone d'Arezzo": ["Italian"], "Hank Bassi": ["Italian"]}
)


def test_wikipedia_takes_first_words_typical_of_a_nationality() -> None:
    rules = {"Iranian": people.Rule("IR", 2, 1.5)}
    assert list(people.extract_names(PEOPLE, rules)) == [Record("Kaveh", "IR", "U")]


def test_wikipedia_reads_the_wheel() -> None:
    iranians = {f"Kaveh {surname}": ["Iranian"] for surname in ("Golestan", "Rezaei")}
    others = {f"Tom {n}": ["American"] for n in range(100)}
    content = pickle.dumps(iranians | others)
    assert list(people.read([file(content)])) == [Record("Kaveh", "IR", "U")]


def test_wikipedia_rejects_a_pickle_with_code() -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"builtins\.eval"):
        list(people.read([file(b"cbuiltins\neval\n(S'1'\ntR.")]))
