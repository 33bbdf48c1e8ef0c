import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.custom_ids import (
    CustomIdError,
    OutdatedComponentError,
    Starrable,
    decode_star,
    encode_star,
    parse_name,
)
from model.domain.condition import Condition
from model.domain.generation import MAX_SEED, Provenance
from model.domain.spelling import fold, normalise
from model.domain.validation import MAX_TYPED_LENGTH
from tests.bot.interactions.conditions import conditions

LETTERS = st.characters(exclude_categories=("C", "Z"))
NAMES = (
    st.text(LETTERS, min_size=1, max_size=MAX_TYPED_LENGTH)
    .map(normalise)
    .filter(lambda name: fold(name) and len(name) <= MAX_TYPED_LENGTH)
)


@st.composite
def provenances(draw: st.DrawFn) -> Provenance:
    return Provenance(
        draw(conditions()),
        draw(st.integers(10, 1000)) / 100,
        draw(st.none() | st.integers(0, MAX_SEED)),
    )


@given(NAMES, st.none() | provenances())
def test_star_round_trips_and_is_short(name: str, provenance: Provenance | None) -> None:
    text = encode_star(Starrable(name, provenance))
    assert decode_star(text) == Starrable(name, provenance)
    assert parse_name(text) == name
    assert len(text) <= 76


@pytest.mark.parametrize("text", ["", "Marle", "NL1000..100.Marle", "....", "NL1000..100.312."])
def test_parse_name_rejects_malformed_text(text: str) -> None:
    with pytest.raises(OutdatedComponentError):
        parse_name(text)


def test_longest_encoded_star() -> None:
    thirds = Condition.blend({"NL": 1, "PL": 1, "CL": 1}, "F")
    provenance = Provenance(thirds, 10.0, MAX_SEED)
    assert len(encode_star(Starrable("ş" * MAX_TYPED_LENGTH, provenance))) == 76


@given(
    st.text(max_size=100)
    | st.from_regex(
        r"([A-Z]{2}[0-9]{1,4}-?){1,4}\.[FM]?\.[0-9]{0,4}\.[0-9]{0,11}\.[\w.'-]{0,41}",
        fullmatch=True,
    )
)
def test_any_text_is_rejected_or_canonical(text: str) -> None:
    try:
        starrable = decode_star(text)
    except OutdatedComponentError:
        return
    assert encode_star(starrable) == text


@pytest.mark.parametrize(
    "text",
    [
        "",  # empty
        "Marle",  # no fields
        "NL1000..100.312.",  # no name
        "....",  # no name
        "NL1000..100.312.-",  # name without a letter
        "....---",  # name without a letter
        "....Marle ",  # trailing space
        "....Mar\nle",  # line break
        "....Mar\u202ele",  # right-to-left override
        "....Jose\u0301",  # not in composed form
        "...." + "a" * 41,  # name too long
        "NL1000..100.4294967296.Marle",  # seed too large
        "NL1000..100.0312.Marle",  # leading zero in the seed
        "NL1000..9999.312.Marle",  # inverse temperature too high
        "NL1000..5.312.Marle",  # inverse temperature too low
        "NL1-PL1..100.312.Marle",  # weights do not sum to 1000
        "NL500-NL500..100.312.Marle",  # duplicate country
        "QQ1000..100.312.Marle",  # unknown country
        "NL1000..100.３１２.Marle",  # noqa: RUF001 - non-ASCII digits
    ],
)
def test_well_formed_but_invalid_text_is_rejected(text: str) -> None:
    with pytest.raises(OutdatedComponentError):
        decode_star(text)


@pytest.mark.parametrize(
    "starrable",
    [
        Starrable("", None),
        Starrable("a" * 41, None),
        Starrable("Marle", Provenance(Condition.for_country("NL"), 11.0, 1)),
        Starrable("Marle", Provenance(Condition.for_country("NL"), seed=MAX_SEED + 1)),
        Starrable("Marle", Provenance(Condition.for_country("NL"), seed=-1)),
        Starrable("Marle", Provenance(Condition.blend({"NL": 9999, "PL": 1}), seed=1)),
    ],
)
def test_unencodable_star_is_rejected(starrable: Starrable) -> None:
    with pytest.raises(CustomIdError):
        encode_star(starrable)
