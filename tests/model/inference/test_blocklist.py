import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.inference.blocklist import Blocklist

LETTERS = st.text("aeioulmnrstk", max_size=6)
MARKS = st.sampled_from(["", "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DIAERESIS}", "-", "'"])


@pytest.fixture(scope="module")
def blocklist() -> Blocklist:
    return Blocklist.from_entries(["*grob*", "mub", "snol"])


@pytest.fixture(scope="module")
def shipped() -> Blocklist:
    return Blocklist.load()


@st.composite
def spellings(draw: st.DrawFn, word: str) -> str:
    spelt = "".join(
        draw(st.sampled_from([letter, letter.upper()])) + draw(MARKS) for letter in word
    )
    return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), spelt)


@st.composite
def doubled(draw: st.DrawFn, word: str) -> str:
    return draw(spellings("".join(letter * draw(st.integers(1, 2)) for letter in word)))


@given(substring=doubled("grob"), before=LETTERS, after=LETTERS)
def test_a_substring_blocks_anywhere_in_any_spelling(
    blocklist: Blocklist, substring: str, before: str, after: str
) -> None:
    assert blocklist.blocks(before + substring + after)


@given(word=spellings("snol"))
def test_a_word_blocks_a_whole_name_in_any_spelling(blocklist: Blocklist, word: str) -> None:
    assert blocklist.blocks(word)


@given(letters=LETTERS.filter(bool))
def test_a_word_does_not_block_longer_names(blocklist: Blocklist, letters: str) -> None:
    assert not blocklist.blocks(f"{letters}snol")
    assert not blocklist.blocks(f"snol{letters}")


@pytest.mark.parametrize("name", ["Anna-Snol", "snol-anna", "Snol\N{HYPHEN}Anna"])
def test_a_word_beside_a_hyphen_blocks_too(blocklist: Blocklist, name: str) -> None:
    assert blocklist.blocks(name)


@given(name=st.text(max_size=12))
def test_an_empty_list_blocks_nothing(name: str) -> None:
    assert not Blocklist.from_entries([]).blocks(name)


# In ROT13, as in the list.
@pytest.mark.parametrize(
    "word",
    [
        *("shpx", "phag", "avttre", "fpurvffr", "xnaxre", "chgnva", "chgn", "pnmmb", "xhejn"),
        *("crexryr", "fhxn", "bebfch", "znynxn", "phein", "zrzrx", "xhhenp"),
    ],
)
def test_words_of_many_languages_are_blocked(shipped: Blocklist, word: str) -> None:
    assert shipped.blocks(codecs.decode(word, "rot13").title())


@pytest.mark.parametrize(
    "name",
    ["Cassandra", "Dick", "Fanny", "Semen", "Nigel", "Nazim", "Gaylord", "Huy", "Porntip", "Adolf"],
)
def test_names_that_only_look_or_sound_like_them_are_allowed(shipped: Blocklist, name: str) -> None:
    assert not shipped.blocks(name)
