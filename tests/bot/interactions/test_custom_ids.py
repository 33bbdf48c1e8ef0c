"""What custom ids hold: all that is asked for and nothing else, within Discord's 100 characters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from bot.commands.mix import MixButton
from bot.interactions.custom_ids import (
    MAX_COUNTRIES,
    MAX_CUSTOM_ID_LENGTH,
    MAX_EXCLUDED,
    MAX_LETTERS,
    MAX_MIX_SEED,
    MAX_NAMES_PER_CARD,
    MAX_PREFIX_LENGTH,
    CustomIdError,
    Mix,
    OutdatedComponentError,
    Starrable,
    check_request,
    decode_mix,
    decode_request,
    decode_star,
    encode_mix,
    encode_request,
    encode_star,
    parse_name,
)
from model.domain.condition import Condition, Gender
from model.domain.countries import countries
from model.domain.errors import InputError, LengthError, UnknownLettersError
from model.domain.filters import NO_FILTERS, Filters, Initials
from model.domain.generation import MAX_NAME_LENGTH, MAX_SEED, NameRequest, Provenance
from model.domain.spelling import fold, normalise
from model.domain.validation import MAX_TYPED_LENGTH

GENDERS: list[Gender | None] = ["F", "M", None]
CODES = st.sampled_from(sorted(countries()))
INVERSE_TEMPERATURES = st.integers(10, 1000).map(lambda hundredths: hundredths / 100)
LETTERS = st.characters(min_codepoint=0x21, max_codepoint=0xFFFF, exclude_categories=("C", "Z"))
NAMES = (
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=MAX_TYPED_LENGTH)
    .map(normalise)
    .filter(lambda name: fold(name) and len(name) <= MAX_TYPED_LENGTH)
)
NAMES_TO_MIX = st.text("abcdéłñŞ'-", max_size=MAX_TYPED_LENGTH - 1).map(lambda rest: f"A{rest}")
MIXES = st.builds(
    Mix,
    st.tuples(NAMES_TO_MIX, NAMES_TO_MIX),
    CODES,
    st.integers(0, MAX_MIX_SEED),
    st.sampled_from([None, "F", "M", "N"]),
)
CODECS: Mapping[Callable[[Any], str], Callable[[str], Any]] = {
    encode_request: decode_request,
    encode_star: decode_star,
    encode_mix: decode_mix,
}
DUTCH, THIRDS = Condition.for_country("NL"), {"NL": 1, "PL": 1, "CL": 1}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """Draw countries, each with some thousandths of the whole, and a gender or none."""
    codes = draw(st.lists(CODES, min_size=1, max_size=MAX_COUNTRIES, unique=True))
    others = len(codes) - 1
    cuts = draw(st.lists(st.integers(1, 999), min_size=others, max_size=others, unique=True))
    weights = [end - start for start, end in pairwise([0, *sorted(cuts), 1000])]
    return Condition.blend(dict(zip(codes, weights, strict=True)), draw(st.sampled_from(GENDERS)))


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    letters = st.text("abcdéłñ'", min_size=1, max_size=MAX_LETTERS)
    return Filters(
        contains=draw(st.just("") | letters),
        ends_with=draw(st.just("") | letters),
        without=draw(st.text("xyzę", max_size=MAX_EXCLUDED)),
        initials=draw(st.sampled_from([None, *Initials])),
        like=draw(st.text("ABCabcé-'", max_size=MAX_NAME_LENGTH)),
    )


@st.composite
def requests(draw: st.DrawFn) -> NameRequest:
    """Draw requests that buttons can remember, with filters and without."""
    prefix = draw(st.text(LETTERS, max_size=MAX_PREFIX_LENGTH))
    min_length = draw(st.integers(2, MAX_NAME_LENGTH))
    try:
        name_request = NameRequest(
            condition=draw(conditions()),
            count=draw(st.integers(1, MAX_NAMES_PER_CARD)),
            inverse_temperature=draw(INVERSE_TEMPERATURES),
            starts_with=prefix,
            min_length=min_length,
            max_length=draw(st.integers(max(min_length, len(prefix)), MAX_NAME_LENGTH)),
            filters=draw(st.just(NO_FILTERS) | filters()),
        )
        check_request(name_request)
    except InputError:
        reject()
    return name_request


PROVENANCES = st.builds(
    Provenance, conditions(), INVERSE_TEMPERATURES, st.none() | st.integers(0, MAX_SEED)
)


@given(requests())
def test_a_request_round_trips_in_every_style(name_request: NameRequest) -> None:
    for inverse_temperature in (name_request.inverse_temperature, 0.7, 1.0, 2.0, 10.0):
        restyled = replace(name_request, inverse_temperature=inverse_temperature)
        text = encode_request(restyled)
        assert decode_request(text) == restyled
        assert len(text) <= 95


@given(NAMES, st.none() | PROVENANCES)
@example("ş" * MAX_TYPED_LENGTH, Provenance(Condition.blend(THIRDS, "F"), 10.0, MAX_SEED))
def test_a_star_round_trips_and_is_short(name: str, provenance: Provenance | None) -> None:
    text = encode_star(Starrable(name, provenance))
    assert decode_star(text) == Starrable(name, provenance)
    assert parse_name(text) == name
    assert len(text) <= 76


@given(MIXES)
@example(Mix(("a" * MAX_TYPED_LENGTH, "b" * MAX_TYPED_LENGTH), "NL", MAX_MIX_SEED, "F"))
def test_names_to_mix_round_trip_and_fit_into_a_button(mix: Mix) -> None:
    payload = encode_mix(mix)
    assert decode_mix(payload) == mix
    assert len(f"{MixButton.kind}:{payload}") <= MAX_CUSTOM_ID_LENGTH


def test_request_that_no_button_remembers_is_refused_until_enough_is_left_out() -> None:
    def encoded(like: str) -> str:
        name_request = NameRequest(
            Condition.blend(THIRDS),
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
        check_request(NameRequest(DUTCH, filters=filters))
    assert refused.value.letters == unknown


@pytest.mark.parametrize(
    ("kind", "most"), [("contains", 8), ("ends_with", 8), ("without", 12), ("like", 24)]
)
def test_so_many_letters_and_no_more_are_kept(kind: str, most: int) -> None:
    def request_with(letters: Any) -> NameRequest:  # noqa: ANN401 - for a field of any type
        return NameRequest(DUTCH, filters=replace(NO_FILTERS, **{kind: letters}))

    letters = "la" * most
    fits = request_with(letters[:most])
    assert decode_request(encode_request(fits)) == fits
    with pytest.raises(LengthError, match=f"Use up to {most} here"):
        check_request(request_with(letters[: most + 1]))


@pytest.mark.parametrize("encode", CODECS)
@given(
    st.text(max_size=100)
    | st.from_regex(
        r"([A-Z]{2}[0-9]{1,4}-?){1,4}\.[FM]?(\.[0-9]{0,4}){1,4}\.[\w.'-]{0,41}", fullmatch=True
    )
)
def test_any_text_is_refused_or_is_what_is_encoded(encode: Callable[[Any], str], text: str) -> None:
    try:
        value = CODECS[encode](text)
    except OutdatedComponentError:
        return
    assert encode(value) == text


NEVER_SENT: Mapping[Callable[[str], object], Sequence[str]] = {
    decode_request: [
        "NL1000..0.100.2.16.",  # no names
        "NL1000..11.100.2.16.",  # too many names for a card
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
        "NL１０００..5.100.2.16.",  # noqa: RUF001 - non-ASCII digits
    ],
    decode_star: [
        "",  # empty
        "Marle",  # no fields
        "NL1000..100.312.",  # no name
        "NL1000..100.312.-",  # name without a letter
        "....Marle ",  # trailing space
        "....Mar\nle",  # line break
        "....Mar\u202ele",  # right-to-left override
        "....Jose\u0301",  # not in composed form
        "...." + "a" * 41,  # name too long
        "NL1000..100.4294967296.Marle",  # seed too large
        "NL1000..100.0312.Marle",  # leading zero in the seed
        "NL1000..9999.312.Marle",  # inverse temperature too high
        "NL1000..5.312.Marle",  # inverse temperature too low
        "NL1000..100.３１２.Marle",  # noqa: RUF001 - non-ASCII digits
    ],
    parse_name: ["", "Marle", "NL1000..100.Marle", "....", "NL1000..100.312."],
    decode_mix: [
        *("", "NL", "NL.0.Anna", "NL.0.Anna.", "NL.0..Peter", "NL.0.Anna.Peter.Bo"),
        *("XX.0.Anna.Peter", "nl.0.Anna.Peter", "NL.-1.Anna.Peter", "NL.00.Anna.Peter"),
        *(f"NL.{MAX_SEED + 1}.Anna.Peter", "NL.٣.Anna.Peter", "NL.0. Anna.Peter"),
        *("NL.0.An\u202ena.Peter", "NL.0.Anna.\n"),
    ],
}


@pytest.mark.parametrize(
    ("decode", "text"), [(decode, text) for decode, texts in NEVER_SENT.items() for text in texts]
)
def test_text_that_was_never_sent_is_refused(decode: Callable[[str], object], text: str) -> None:
    with pytest.raises(OutdatedComponentError):
        decode(text)


UNENCODABLE: Mapping[Callable[[Any], str], Sequence[object]] = {
    encode_request: [
        NameRequest(DUTCH, count=11),
        NameRequest(DUTCH, starts_with="a" * 13, max_length=24),
        NameRequest(Condition.blend({"NL": 1, "PL": 1, "CL": 1, "FR": 1})),
        NameRequest(Condition.blend({"NL": 1, "PL": 9999})),
    ],
    encode_star: [
        Starrable("", None),
        Starrable("a" * 41, None),
        Starrable("Marle", Provenance(DUTCH, 11.0, 1)),
        Starrable("Marle", Provenance(DUTCH, seed=MAX_SEED + 1)),
        Starrable("Marle", Provenance(DUTCH, seed=-1)),
        Starrable("Marle", Provenance(Condition.blend({"NL": 9999, "PL": 1}), seed=1)),
    ],
    encode_mix: [
        Mix(("Anna", "Peter"), "XX", 0),
        Mix(("Anna", "Peter"), "NL", -1),
        Mix(("Anna", "Peter"), "NL", MAX_MIX_SEED + 1),
        Mix(("Anna", "a" * (MAX_TYPED_LENGTH + 1)), "NL", 0),
        Mix(("", "Peter"), "NL", 0),
        Mix(("A.nna", "Peter"), "NL", 0),
    ],
}


@pytest.mark.parametrize(
    ("encode", "value"),
    [(encode, value) for encode, values in UNENCODABLE.items() for value in values],
)
def test_what_does_not_fit_is_not_encoded(encode: Callable[[Any], str], value: object) -> None:
    with pytest.raises(CustomIdError):
        encode(value)
