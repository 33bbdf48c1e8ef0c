"""Reading Latin spellings off names in Hebrew script."""

import pytest

from data.extraction.israelis import Entry, extract, spellings


@pytest.mark.parametrize(
    ("hebrew", "latin", "read"),
    [
        ("יצחק", "yitzhak", True),
        ("שלמה", "shlomo", True),
        ("ג'מאל", "jamal", True),
        ("אורי", "uri", True),
        ("שלמה", "shmuel", False),
    ],
)
def test_spellings_can_be_read_off_hebrew(hebrew: str, latin: str, *, read: bool) -> None:
    pattern = spellings(hebrew)
    assert pattern is not None
    assert bool(pattern.fullmatch(latin)) is read


def test_spellings_share_bearers_as_people_do() -> None:
    people = {f"Yitzhak Levi{number}": ["Israeli"] for number in range(3)}
    people |= {"Itzhak Levi": ["Israeli"]}
    people |= {f"John Smith{number}": ["American"] for number in range(100)}
    assert list(extract(people, [Entry("יצחק", 0, 400)])) == [
        "Itzhak\t0\t100\tnew\n",
        "Yitzhak\t0\t300\tnew\n",
    ]
