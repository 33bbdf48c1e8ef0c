from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from bot.interactions.custom_ids import (
    MAX_CUSTOM_ID_LENGTH,
    MAX_EXCLUDED,
    MAX_LETTERS,
    MAX_NAMES_PER_CARD,
    MAX_PREFIX_LENGTH,
    CustomIdError,
    OutdatedComponentError,
    check_request,
    decode_request,
    encode_request,
)
from model.domain.condition import Condition
from model.domain.errors import InputError, LengthError, UnknownLettersError
from model.domain.filters import Filters, Initials
from model.domain.generation import MAX_NAME_LENGTH, NameRequest
from tests.bot.interactions.conditions import conditions

LETTERS = st.characters(min_codepoint=0x21, max_codepoint=0xFFFF, exclude_categories=("C", "Z"))


@st.composite
def requests(draw: st.DrawFn) -> NameRequest:
    prefix = draw(st.text(LETTERS, max_size=MAX_PREFIX_LENGTH))
    min_length = draw(st.integers(2, MAX_NAME_LENGTH))
    return NameRequest(
        condition=draw(conditions()),
        count=draw(st.integers(1, MAX_NAMES_PER_CARD)),
        inverse_temperature=draw(st.integers(10, 1000)) / 100,
        starts_with=prefix,
        min_length=min_length,
        max_length=draw(st.integers(max(min_length, len(prefix)), MAX_NAME_LENGTH)),
    )


@st.composite
def filtered_requests(draw: st.DrawFn) -> NameRequest:
    letters = st.text("abcdéłñ'", min_size=1, max_size=MAX_LETTERS)
    filters = Filters(
        contains=draw(st.just("") | letters),
        ends_with=draw(st.just("") | letters),
        without=draw(st.text("xyzę", max_size=MAX_EXCLUDED)),
        initials=draw(st.sampled_from([None, *Initials])),
        like=draw(st.text("ABCabcé-'", max_size=MAX_NAME_LENGTH)),
    )
    try:
        name_request = replace(draw(requests()), filters=filters)
        check_request(name_request)
    except InputError:
        reject()
    return name_request


@given(filtered_requests())
def test_filtered_request_round_trips_in_every_style(name_request: NameRequest) -> None:
    for inverse_temperature in (0.7, 1.0, 2.0, 10.0):
        restyled = replace(name_request, inverse_temperature=inverse_temperature)
        text = encode_request(restyled)
        assert len(text) <= 95
        assert decode_request(text) == restyled


def test_request_that_no_button_remembers_is_refused_until_enough_is_left_out() -> None:
    def encoded(like: str) -> str:
        name_request = NameRequest(
            Condition.blend({"NL": 1, "PL": 1, "CL": 1}),
            inverse_temperature=10.0,
            starts_with="łłąłąłąłąłąą",
            max_length=24,
            filters=Filters("or", "lle", "xę", like=like),
        )
        check_request(name_request)
        return encode_request(name_request)

    too_long = "more letters than my buttons can remember. Leave out at least "
    with pytest.raises(LengthError, match=f"{too_long}3\\."):
        encoded("Maximilianne-Wilhelmine")
    with pytest.raises(LengthError, match=f"{too_long}1\\."):
        encoded("Maximilianne-Wilhelmi")
    assert len(f"wish:{encoded('Maximilianne-Wilhelm')}") == MAX_CUSTOM_ID_LENGTH


@pytest.mark.parametrize(
    ("filters", "unknown"),
    [
        (Filters(contains="a.~b"), ".~"),
        (Filters(like="Jo\u200brien"), "\u200b"),
        (Filters(contains=" a"), " a"),
    ],
)
def test_letters_that_no_button_remembers_are_told(filters: Filters, unknown: str) -> None:
    with pytest.raises(UnknownLettersError) as refused:
        check_request(NameRequest(Condition.for_country("NL"), filters=filters))
    assert refused.value.letters == unknown


@pytest.mark.parametrize(
    ("filters", "most"),
    [
        (lambda letters: Filters(contains=letters), 8),
        (lambda letters: Filters(ends_with=letters), 8),
        (lambda letters: Filters(without=letters), 12),
        (lambda letters: Filters(like=letters), 24),
    ],
    ids=["contains", "ends with", "without", "like"],
)
def test_so_many_letters_and_no_more_are_kept(filters: Callable[[str], Filters], most: int) -> None:
    letters = "la" * most
    fits = NameRequest(Condition.for_country("NL"), filters=filters(letters[:most]))
    assert decode_request(encode_request(fits)) == fits
    with pytest.raises(LengthError, match=f"Use up to {most} here"):
        check_request(replace(fits, filters=filters(letters[: most + 1])))


@given(requests())
def test_request_round_trips_as_short_ascii(name_request: NameRequest) -> None:
    text = encode_request(name_request)
    assert decode_request(text) == name_request
    assert text.isascii()
    assert len(text) <= 82


def test_longest_encoded_request() -> None:
    thirds = Condition.blend({"NL": 1, "PL": 1, "CL": 1}, "F")
    name_request = NameRequest(thirds, 10, 10.0, "ọ" * 12, min_length=20, max_length=24)
    assert len(encode_request(name_request)) == 82


@given(
    st.text(max_size=100)
    | st.from_regex(
        r"([A-Z]{2}[0-9]{1,4}-?){1,4}\.[FM]?(\.[0-9]{0,4}){4}\.[\w-]{0,20}", fullmatch=True
    )
)
def test_any_text_is_rejected_or_canonical(text: str) -> None:
    try:
        name_request = decode_request(text)
    except OutdatedComponentError:
        return
    assert encode_request(name_request) == text


@pytest.mark.parametrize(
    "text",
    [
        "NL1000..0.100.2.16.",  # no names
        "NL1000..11.100.2.16.",  # too many names for a card
        "NL1000..5.9999.2.16.",  # inverse temperature too high
        "NL1000..5.100.9.3.",  # min_length above max_length
        "NL1000..5.100.2.99.",  # names too long
        "NL1-PL1..5.100.2.16.",  # weights do not sum to 1000
        "NL0..5.100.2.16.",  # weight of zero
        "NL500-NL500..5.100.2.16.",  # duplicate country
        "QQ1000..5.100.2.16.",  # unknown country
        "NL1000..5.100.2.16.YWFhYWFhYWFhYWFhYQ",  # prefix too long
        "NL1000..5.100.2.16._w",  # prefix is not UTF-8
        "NL1000..5.100.2.16.A",  # prefix is not base64
        "NL1000..5.100.2.16.\n",  # trailing line break
        "NL1000..5.100.2.16......",  # filters that are none
        "NL1000..5.100.2.16..x.or...",  # unknown initials
        "NL1000..5.100.2.16...or.r.",  # too few filters
        "NL1000..5.100.2.16...or..o.",  # letters both asked for and excluded
        "NL１０００..5.100.2.16.",  # noqa: RUF001 - non-ASCII digits
    ],
)
def test_well_formed_but_invalid_text_is_rejected(text: str) -> None:
    with pytest.raises(OutdatedComponentError):
        decode_request(text)


@pytest.mark.parametrize(
    "name_request",
    [
        NameRequest(Condition.for_country("NL"), count=11),
        NameRequest(Condition.for_country("NL"), starts_with="a" * 13, max_length=24),
        NameRequest(Condition.blend({"NL": 1, "PL": 1, "CL": 1, "FR": 1})),
        NameRequest(Condition.blend({"NL": 1, "PL": 9999})),
    ],
)
def test_unencodable_request_is_rejected(name_request: NameRequest) -> None:
    with pytest.raises(CustomIdError):
        encode_request(name_request)
