"""Reading Latin spellings off names in Persian and Hebrew script."""

import pytest

from data.extraction.transliterations import HEBREW, PERSIAN, Entry, Script, iranians, israelis


@pytest.mark.parametrize(
    ("script", "text", "latin", "is_read"),
    [
        (PERSIAN, "حسین", "hossein", True),
        (PERSIAN, "خسرو", "khosrow", True),
        (PERSIAN, "فاطمه", "fatemeh", True),
        (PERSIAN, "ایمان", "iman", True),
        (PERSIAN, "عزتالله", "ezzatollah", True),
        (PERSIAN, "شهابالدین", "shahabeddin", True),
        (PERSIAN, "حسین", "hassan", False),
        (PERSIAN, "گلناز", "gelenoz", False),
        (HEBREW, "יצחק", "yitzhak", True),
        (HEBREW, "שלמה", "shlomo", True),
        (HEBREW, "ג'מאל", "jamal", True),
        (HEBREW, "אורי", "uri", True),
        (HEBREW, "שלמה", "shmuel", False),
    ],
)
def test_spellings_have_the_vowels_that_the_script_does_not_write(
    script: Script, text: str, latin: str, *, is_read: bool
) -> None:
    pattern = script.spellings(text)
    assert pattern is not None
    assert bool(pattern.fullmatch(latin)) is is_read


def test_text_in_another_script_has_no_spellings() -> None:
    assert PERSIAN.spellings("יצחק") is None


def test_an_iranian_name_is_taken_if_the_list_has_it() -> None:
    people = {"Golnaz Sayadi": ["Iranian"], "Mangash Sayadi": ["Iranian"]}
    people |= {f"John Smith{number}": ["American"] for number in range(100)}
    assert list(iranians(people, [("گلناز", "F")])) == [("Golnaz", "IR", "F")]


def test_spellings_share_bearers_as_people_do() -> None:
    people = {f"Yitzhak Levi{number}": ["Israeli"] for number in range(3)}
    people |= {"Itzhak Levi": ["Israeli"]}
    people |= {f"John Smith{number}": ["American"] for number in range(100)}
    assert list(israelis(people, [Entry("יצחק", 0, 400)])) == [
        ("Itzhak", "IL", "M", 100),
        ("Yitzhak", "IL", "M", 300),
    ]


def test_an_israeli_name_that_few_bear_is_only_counted() -> None:
    people = {"Yitzhak Levi": ["Israeli"]} | {f"John {n}": ["American"] for n in range(100)}
    assert list(israelis(people, [Entry("יצחק", 1, 18)])) == [("Yitzhak", "IL", "-", 19)]
