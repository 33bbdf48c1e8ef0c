import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.inference.blocklist import Blocklist

LETTERS = st.text("aeioulmnrstk", max_size=6)
MARKS = st.sampled_from(["", "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DIAERESIS}", "-", "'"])


@pytest.fixture(scope="module")
def listed() -> Blocklist:
    return Blocklist.of(["*grob*", "mub", "snol"])


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


@given(part=doubled("grob"), before=LETTERS, behind=LETTERS)
def test_a_part_blocks_wherever_it_stands_and_however_it_is_spelt(
    listed: Blocklist, part: str, before: str, behind: str
) -> None:
    assert listed.blocks(before + part + behind)


@given(word=spellings("snol"))
def test_a_word_blocks_the_whole_name_however_it_is_spelt(listed: Blocklist, word: str) -> None:
    assert listed.blocks(word)


@given(letters=LETTERS.filter(bool))
def test_a_word_within_a_longer_name_harms_nobody(listed: Blocklist, letters: str) -> None:
    assert not listed.blocks(f"{letters}snol")
    assert not listed.blocks(f"snol{letters}")


@pytest.mark.parametrize("name", ["Anna-Snol", "snol-anna", "Snol\N{HYPHEN}Anna"])
def test_a_word_beside_a_hyphen_blocks_too(listed: Blocklist, name: str) -> None:
    assert listed.blocks(name)


@given(name=st.text(max_size=12))
def test_a_list_of_nothing_blocks_nothing(name: str) -> None:
    assert not Blocklist.of([]).blocks(name)


# Words that are better not read stand here in ROT13, as in the list.
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
def test_names_that_only_look_or_sound_so_are_not(shipped: Blocklist, name: str) -> None:
    assert not shipped.blocks(name)
