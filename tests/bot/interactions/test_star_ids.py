from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.custom_ids import (
    MOST_COUNTRIES,
    SEEDS,
    CodecError,
    Starrable,
    decode_star,
    encode_star,
    parse_name,
)
from model.domain.condition import Condition, Gender
from model.domain.countries import countries
from model.domain.generation import Provenance
from model.domain.spelling import fold, normalise
from model.domain.validation import MAX_TYPED_LENGTH

CODES = st.sampled_from(sorted(countries()))
LETTERS = st.characters(exclude_categories=("C", "Z"))
GENDERS: list[Gender | None] = ["F", "M", None]
NAMES = (
    st.text(LETTERS, min_size=1, max_size=MAX_TYPED_LENGTH)
    .map(normalise)
    .filter(lambda name: fold(name) and len(name) <= MAX_TYPED_LENGTH)
)


@st.composite
def origins(draw: st.DrawFn) -> Provenance:
    codes = draw(st.lists(CODES, min_size=1, max_size=MOST_COUNTRIES, unique=True))
    inner = st.lists(
        st.integers(1, 999), min_size=len(codes) - 1, max_size=len(codes) - 1, unique=True
    )
    cuts = [0, *sorted(draw(inner)), 1000]
    shares = {code: end - start for code, (start, end) in zip(codes, pairwise(cuts), strict=True)}
    return Provenance(
        Condition.blend(shares, draw(st.sampled_from(GENDERS))),
        draw(st.integers(10, 1000)) / 100,
        draw(st.none() | st.integers(0, SEEDS - 1)),
    )


@given(NAMES, st.none() | origins())
def test_a_name_and_its_origin_come_back_from_their_text_as_they_were(
    name: str, origin: Provenance | None
) -> None:
    assert decode_star(encode_star(Starrable(name, origin))) == Starrable(name, origin)


@given(NAMES, st.none() | origins())
def test_a_name_alone_is_read_from_the_text_too(name: str, origin: Provenance | None) -> None:
    assert parse_name(encode_star(Starrable(name, origin))) == name


@pytest.mark.parametrize("text", ["", "Marle", "NL1000..100.Marle", "....", "NL1000..100.312."])
def test_a_text_of_another_form_has_no_name(text: str) -> None:
    with pytest.raises(CodecError):
        parse_name(text)


@given(NAMES, st.none() | origins())
def test_the_text_is_short(name: str, origin: Provenance | None) -> None:
    assert len(encode_star(Starrable(name, origin))) <= 76


def test_the_longest_text_is_as_long_as_stated() -> None:
    thirds = Condition.blend({"NL": 1, "PL": 1, "CL": 1}, "F")
    origin = Provenance(thirds, 10.0, SEEDS - 1)
    assert len(encode_star(Starrable("ş" * MAX_TYPED_LENGTH, origin))) == 76


def test_equal_thirds_stay_equal() -> None:
    thirds = Condition.blend({"NL": 1, "PL": 1, "CL": 1})
    star = Starrable("Marle", Provenance(thirds, seed=312))
    assert decode_star(encode_star(star)) == star


@given(
    st.text(max_size=100)
    | st.from_regex(
        r"([A-Z]{2}[0-9]{1,4}-?){1,4}\.[FM]?\.[0-9]{0,4}\.[0-9]{0,11}\.[\w.'-]{0,41}",
        fullmatch=True,
    )
)
def test_a_forged_text_is_a_name_within_bounds_or_an_error(text: str) -> None:
    try:
        star = decode_star(text)
    except CodecError:
        return
    assert encode_star(star) == text


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", "nothing"),
        ("Marle", "no fields"),
        ("NL1000..100.312.", "no name"),
        ("....", "no name"),
        ("NL1000..100.312.-", "a name without a letter"),
        ("....---", "a name without a letter"),
        ("....Marle ", "a space behind"),
        ("....Mar\nle", "a line break"),
        ("....Mar\u202ele", "a letter that turns the line around"),
        ("....Jose\u0301", "letters not composed"),
        ("...." + "a" * 41, "a name too long"),
        ("NL1000..100.4294967296.Marle", "a seed too great"),
        ("NL1000..100.0312.Marle", "a seed with a nought before it"),
        ("NL1000..9999.312.Marle", "too sharp"),
        ("NL1000..5.312.Marle", "too dull"),
        ("NL1-PL1..100.312.Marle", "weights that do not fill a thousand"),
        ("NL500-NL500..100.312.Marle", "a country twice"),
        ("QQ1000..100.312.Marle", "a country that there is not"),
        ("NL1000..100.３１２.Marle", "digits of another script"),  # noqa: RUF001 - they are the point
    ],
)
def test_a_text_of_the_right_form_is_checked_again(text: str, flaw: str) -> None:
    with pytest.raises(CodecError):
        decode_star(text)
    assert flaw


@pytest.mark.parametrize(
    "star",
    [
        Starrable("", None),
        Starrable("a" * 41, None),
        Starrable("Marle", Provenance(Condition.for_country("NL"), 11.0, 1)),
        Starrable("Marle", Provenance(Condition.for_country("NL"), seed=SEEDS)),
        Starrable("Marle", Provenance(Condition.blend({"NL": 9999, "PL": 1}), seed=1)),
    ],
)
def test_what_no_button_can_carry_is_an_error(star: Starrable) -> None:
    with pytest.raises(CodecError):
        encode_star(star)
