from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.custom_ids import (
    LONGEST_START,
    MOST_COUNTRIES,
    MOST_NAMES,
    CodecError,
    decode_request,
    encode_request,
)
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import MAX_NAME_LENGTH, NameRequest

CODES = st.sampled_from(sorted(countries()))
LETTERS = st.characters(min_codepoint=0x21, max_codepoint=0xFFFF, exclude_categories=("C", "Z"))


@st.composite
def wishes(draw: st.DrawFn) -> NameRequest:
    codes = draw(st.lists(CODES, min_size=1, max_size=MOST_COUNTRIES, unique=True))
    inner = st.lists(
        st.integers(1, 99), min_size=len(codes) - 1, max_size=len(codes) - 1, unique=True
    )
    cuts = [0, *sorted(draw(inner)), 100]
    percents = [end - start for start, end in pairwise(cuts)]
    start = draw(st.text(LETTERS, max_size=LONGEST_START))
    shortest = draw(st.integers(2, MAX_NAME_LENGTH))
    return NameRequest(
        condition=Condition.blend(
            dict(zip(codes, percents, strict=True)),
            draw(st.sampled_from(["F", "M", None])),
        ),
        count=draw(st.integers(1, MOST_NAMES)),
        inverse_temperature=draw(st.integers(10, 1000)) / 100,
        starts_with=start,
        min_length=shortest,
        max_length=draw(st.integers(max(shortest, len(start)), MAX_NAME_LENGTH)),
    )


@given(wishes())
def test_a_wish_comes_back_from_its_text_as_it_was(wish: NameRequest) -> None:
    assert decode_request(encode_request(wish)) == wish


@given(wishes())
def test_the_text_of_a_wish_is_short_and_ascii(wish: NameRequest) -> None:
    text = encode_request(wish)
    assert text.isascii()
    assert len(text) <= 82


def test_the_longest_text_is_as_long_as_stated() -> None:
    thirds = Condition.blend({"NL": 1, "PL": 1, "CL": 1}, "F")
    start = "ọ" * LONGEST_START
    wish = NameRequest(thirds, MOST_NAMES, 10.0, start, min_length=20, max_length=24)
    assert len(encode_request(wish)) == 82


def test_equal_thirds_stay_equal() -> None:
    wish = NameRequest(Condition.blend({"NL": 1, "PL": 1, "CL": 1}))
    assert decode_request(encode_request(wish)) == wish


@given(st.text(max_size=100))
def test_garbage_is_no_wish(text: str) -> None:
    with pytest.raises(CodecError):
        decode_request(text)


@given(
    st.from_regex(
        r"([A-Z]{2}[0-9]{1,4}-?){1,4}\.[FM]?(\.[0-9]{0,4}){4}\.[\w-]{0,20}", fullmatch=True
    )
)
def test_a_forged_text_is_a_wish_within_bounds_or_an_error(text: str) -> None:
    try:
        wish = decode_request(text)
    except CodecError:
        return
    assert encode_request(wish) == text


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("NL1000..0.100.2.16.", "no name at all"),
        ("NL1000..11.100.2.16.", "more names than a card holds"),
        ("NL1000..5.9999.2.16.", "too sharp"),
        ("NL1000..5.100.9.3.", "the shortest longer than the longest"),
        ("NL1000..5.100.2.99.", "names too long"),
        ("NL1-PL1..5.100.2.16.", "weights that do not fill a thousand"),
        ("NL0..5.100.2.16.", "a country without weight"),
        ("NL500-NL500..5.100.2.16.", "a country twice"),
        ("QQ1000..5.100.2.16.", "a country that there is not"),
        ("NL1000..5.100.2.16.YWFhYWFhYWFhYWFhYWE", "a beginning longer than allowed"),
        ("NL1000..5.100.2.16._w", "a beginning that is no UTF-8"),
        ("NL1000..5.100.2.16.A", "a beginning that is no base64"),
        ("NL1000..5.100.2.16.\n", "a line break behind it"),
        ("NL１０００..5.100.2.16.", "digits of another script"),  # noqa: RUF001 - they are the point
    ],
)
def test_a_text_of_the_right_form_is_checked_again(text: str, flaw: str) -> None:
    with pytest.raises(CodecError):
        decode_request(text)
    assert flaw


@pytest.mark.parametrize(
    "wish",
    [
        NameRequest(Condition.for_country("NL"), count=MOST_NAMES + 1),
        NameRequest(
            Condition.for_country("NL"), starts_with="a" * (LONGEST_START + 1), max_length=24
        ),
        NameRequest(Condition.blend({"NL": 1, "PL": 1, "CL": 1, "FR": 1})),
        NameRequest(Condition.blend({"NL": 1, "PL": 9999})),
    ],
)
def test_a_wish_that_no_button_can_carry_is_an_error(wish: NameRequest) -> None:
    with pytest.raises(CodecError):
        encode_request(wish)
