"""One codec for custom ids, and the payloads that it writes."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features import ITEMS
from bot.features.stars import Star
from bot.interactions.codec import (
    MAX_CUSTOM_ID_LENGTH,
    Codes,
    Letters,
    Name_,
    Number,
    OneOf,
    OutdatedComponentError,
    Token,
    decode,
    encode,
)
from bot.interactions.items import Item
from model.domain.countries import countries
from model.domain.spelling import fold, is_visible, normalise
from model.domain.validation import MAX_TYPED_LENGTH

LETTERS = "aäżğéxZÞ'-"
NAMES = st.text(LETTERS, min_size=1, max_size=MAX_TYPED_LENGTH).filter(
    lambda name: bool(fold(name)) and normalise(name) == name
)
STRATEGIES: dict[type[Any], Callable[[Any], st.SearchStrategy[Any]]] = {
    Number: lambda codec: st.integers(codec.least, codec.most),
    Letters: lambda codec: st.text(LETTERS, max_size=codec.most).filter(
        lambda typed: normalise(typed) == typed and all(map(is_visible, typed))
    ),
    Token: lambda _codec: st.text("aZ0-_", max_size=40),
    Name_: lambda _codec: NAMES,
    OneOf: lambda codec: st.sampled_from([*codec.words.values()]),
    Codes: lambda codec: st.lists(
        st.sampled_from(sorted(countries())), min_size=codec.least, max_size=3, unique=True
    ).map(tuple),
}
items = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind)


def payloads(item: type[Item[Any, Any]]) -> st.SearchStrategy[Any]:
    """Return all payloads of an item."""
    hints = get_type_hints(item.payload, include_extras=True)
    codecs = {field.name: hints[field.name].__metadata__[0] for field in fields(item.payload)}
    values = {name: STRATEGIES[type(codec)](codec) for name, codec in codecs.items()}
    return st.builds(item.payload, **values)


@items
@given(data=st.data())
def test_every_payload_is_read_as_it_was_written(
    item: type[Item[Any, Any]], data: st.DataObject
) -> None:
    payload = data.draw(payloads(item))
    text = encode(payload)
    assert decode(item.payload, text) == payload
    assert text.isprintable()


@items
def test_the_longest_payload_fits_into_a_custom_id(item: type[Item[Any, Any]]) -> None:
    longest: dict[type[Any], Callable[[Any], int]] = {
        Number: lambda codec: len(str(codec.most)),
        Letters: lambda codec: int(codec.most),
        Token: lambda _codec: 40,  # of the longest list: `test_tournament.py`
        Name_: lambda _codec: MAX_TYPED_LENGTH,
        OneOf: lambda codec: max(map(len, codec.words)),
        Codes: lambda _codec: 8,
    }
    hints = get_type_hints(item.payload, include_extras=True)
    codecs = [hints[field.name].__metadata__[0] for field in fields(item.payload)]
    length = sum(longest[type(codec)](codec) for codec in codecs) + max(0, len(codecs) - 1)
    assert len(f"{item.kind}:") + length <= MAX_CUSTOM_ID_LENGTH


def test_kinds_are_unique() -> None:
    assert len({item.kind for item in ITEMS}) == len(ITEMS)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind)
@given(text=st.text(max_size=60))
def test_whatever_is_read_is_written_the_same(item: type[Item[Any, Any]], text: str) -> None:
    """So of two custom ids none means the same, and nothing else is read."""
    try:
        payload = decode(item.payload, text)
    except OutdatedComponentError:
        return
    assert encode(payload) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "Marle", "..plain.", "..plain. Marle", "..plain.Mar\u200ble", "XX..plain.Marle"),
        *("NL-NL..plain.Marle", "NL-PL-FR-IT..plain.Marle", "NL.X.plain.Marle"),
        *("NL..bold.Marle", "NL..plain.-", f"NL..plain.{'a' * (MAX_TYPED_LENGTH + 1)}"),
    ],
)
def test_what_is_no_star_is_refused(text: str) -> None:
    with pytest.raises(OutdatedComponentError):
        decode(Star, text)


def test_a_name_may_have_dots_where_it_comes_last() -> None:
    star = Star.of("J.R.R.")
    assert decode(Star, encode(star)) == star


@pytest.mark.parametrize("value", ["a.b", "a" * 41, ""])
def test_what_cannot_be_read_is_not_written(value: str) -> None:
    star = Star.of(value)
    if value == "a.b":
        assert encode(star)
        return
    with pytest.raises(OutdatedComponentError):
        encode(star)
