"""Reading Latin spellings off names in Persian script."""

import pytest

from data.extraction.iranians import extract, spellings


@pytest.mark.parametrize(
    ("persian", "latin"),
    [
        ("حسین", "hossein"),
        ("خسرو", "khosrow"),
        ("فاطمه", "fatemeh"),
        ("ایمان", "iman"),
        ("عزتالله", "ezzatollah"),
        ("شهابالدین", "shahabeddin"),
    ],
)
def test_spellings_have_the_short_vowels_that_persian_does_not_write(
    persian: str, latin: str
) -> None:
    pattern = spellings(persian)
    assert pattern is not None
    assert pattern.fullmatch(latin)


@pytest.mark.parametrize(("persian", "latin"), [("حسین", "hassan"), ("گلناز", "gelenoz")])
def test_spellings_have_every_consonant_and_long_vowel(persian: str, latin: str) -> None:
    pattern = spellings(persian)
    assert pattern is not None
    assert not pattern.fullmatch(latin)


def test_an_iranian_name_is_taken_if_the_list_has_it() -> None:
    people = {"Golnaz Sayadi": ["Iranian"], "Mangash Sayadi": ["Iranian"]}
    people |= {f"John Smith{number}": ["American"] for number in range(100)}
    assert list(extract(people, [("گلناز", "F")])) == ["Golnaz\tF\n"]
