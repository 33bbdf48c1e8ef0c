import re
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language

LANGUAGES = st.sampled_from(languages())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["999", "1,000", "10,000", "1,000,000"]),
        ("nl", ["999", "1.000", "10.000", "1.000.000"]),
        ("fr", ["999", "1\u202f000", "10\u202f000", "1\u202f000\u202f000"]),
        ("pl", ["999", "1000", "10\xa0000", "1\xa0000\xa0000"]),
        ("es", ["999", "1000", "10.000", "1.000.000"]),
        ("it", ["999", "1000", "10.000", "1.000.000"]),
    ],
)
def test_thousands_are_separated_from_as_many_digits_as_the_language_does(
    language: str, expected: list[str]
) -> None:
    _ = translator_for_language(language)
    assert [_.format_number(number, ",") for number in (999, 1000, 10_000, 10**6)] == expected


@pytest.mark.parametrize(
    ("number", "spec", "expected"),
    [
        (-1, "g", "−1"),
        (-3.5, "g", "−3,5"),
        (1_000_001, "g", "1.000.001"),
        (1e9, "g", "1.000.000.000"),
        (1.5e20, "g", "1,5×10²⁰"),
        (-2.271e-7, ".3g", "−2,27×10⁻⁷"),
        (12345, ".3g", "1,23×10⁴"),
        (inf, "g", "∞"),
        (-inf, ".3g", "−∞"),
    ],
)
def test_numbers_are_written_as_people_do(number: float, spec: str, expected: str) -> None:
    assert translator_for_language("nl").format_number(number, spec) == expected


@given(LANGUAGES, st.floats(allow_nan=False), st.sampled_from(["g", ".3g", ".4g", ",.15g"]))
def test_no_number_has_an_exponent_or_a_hyphen_of_a_programmer(
    language: str, number: float, spec: str
) -> None:
    text = translator_for_language(language).format_number(number, spec)
    assert re.fullmatch(r"−?(?:∞|[\d.,\u202f\xa0]+(?:×10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)", text)
    assert text.startswith("−") == str(number).startswith("-")


@given(LANGUAGES, st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_keep_all_their_digits(language: str, number: int) -> None:
    text = translator_for_language(language).format_number(number, "g")
    assert int(re.sub(r"[^\d]", "", text)) == abs(number)


@pytest.mark.parametrize(
    ("share", "english", "french"),
    [
        (0.0, "0%", "0\xa0%"),
        (0.001, "<1%", "<1\xa0%"),
        (0.42, "42%", "42\xa0%"),
        (0.999, ">99%", ">99\xa0%"),
        (1.0, "100%", "100\xa0%"),
    ],
)
def test_percentages_are_0_and_100_only_if_exact(share: float, english: str, french: str) -> None:
    assert translator_for_language("en").format_percent(share) == english
    assert translator_for_language("fr").format_percent(share) == french


@given(LANGUAGES, st.floats(0, 1))
def test_no_percentage_is_longer_than_the_whole(language: str, share: float) -> None:
    _ = translator_for_language(language)
    assert len(_.format_percent(share)) <= len(_.format_percent(1.0))
