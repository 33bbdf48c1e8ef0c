import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.inference.blocklist import Blocklist

LETTERS = st.text("aeioulmnrstk", max_size=6)
MARKS = st.sampled_from(["", "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DIAERESIS}", "-", "'"])

# In ROT13, as in the list.
OF_MANY_LANGUAGES = (
    "Shpx Phag Avttre Fpurvffr Xnaxre Chgnva Chgn Pnmmb Xhejn Crexryr Fhxn Bebfch Znynxn Phein "
    "Zrzrx Xhhenp Ahggrafbua Uheraxvaq Fcvreqnynw Jlcvreqnynw Cnwrrg Xlf"
)
WITH_ENDINGS = "Avtobl Xvxrobl Xvxre Qlxre Sntobl Puvaxre Pbbaobl Fcvpn Jbtn Jbcobl Cnxvobl Qntbn"
RUN_TOGETHER = (
    "Xvyynyywrjf VungrNaan Avttreybire Naanvfnovgpu Naanjuber Naanfhpxf Tnfgurwrjf Xvyylbhefrys "
    "Xvyyzhfyvzf Encrjbzra Vungrwrjf Qrngugbnenof Wrjfzhfgqvr Juvgrcbjre Urvyuvgyre "
    "Uvgyrejnfevtug Qveglwrj Xvxrf Naangursnt Naanergneq Vxunngnaan Qbbqnnawbqra Tnfqrwbqra "
    "Xnaxreyvwre Naanubre Vpuunffrwhqra Whqraenhf Iretnfgwhqra Wrunvfnaan Fnyrwhvs Zbegnhkwhvsf "
    "Svyfqrchgr Bqvbnaan Uvwbqrchgn Zhrenawhqvbf Hppvqvartev Avranjvqmrnaal Wronpmlqbj "
    "Naanxhejn Naansryyngvba Tbqqnzanaan"
)
LOOK_ALIKE = (
    "Avtdre Avddn Ayttre Alttre Sipx Piag Fyig FVhg Iiuber Xvyynyywriif XVVVNVVWrjf Nffubvr "
    "Fuygurnq Snddbg Ciffl A1ttre Avtt3e O1gpu Fu1gurnq Ju0er U1gyre Sn990g A1tt4 $yhg Gj@g"
)
OTHER_SCRIPTS = (
    "A\u0456ttre \u039dvttre S\u03c5px Ovg\u0441u Ju\u043ee\u0435 Avttr\u0433 "
    "\uff2e\uff49\uff47\uff47\uff45\uff52"
)
DOUBLED = (
    "Avvvtttree Shhhpx Ovggpu Uvgyyre Xvyyynyyywrjf Naanfhpxxf Snttbggg Aïttée Avt-tre Av'ttre "
    "Xvyy-nyy-wrjf Fyhhg Snnt Juuber Puvaax Xvvxr"
)
PLURALS = "Xvxrf Fcvpf Puvaxf Xvxxrf Avttref Naan-Xvxrf Sntf Crqbf"
ALLOWED = (
    "Cassandra Dick Fanny Semen Nigel Nazim Gaylord Huy Porntip Adolf Annalee Pippa Jan-Jaap Mavis "
    "Bonner Spicer Philippa Pheline"
)


@pytest.fixture(scope="module")
def blocklist() -> Blocklist:
    return Blocklist.from_entries(
        ["*grob*", "mub", "snol", "~snolder", "wug*", "*zib", "bonk+", "+dax", "=grobert", "=mubb"]
    )


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


@given(letters=LETTERS.filter(bool))
def test_a_word_does_not_block_longer_names(blocklist: Blocklist, letters: str) -> None:
    assert blocklist.blocks(f"{letters}snol") == (not letters.strip("s"))
    assert blocklist.blocks(f"snol{letters}") == (letters.lstrip("l") in {"", "s"})


@given(word=doubled("snol"))
def test_a_word_blocks_its_plural_and_letters_doubled(blocklist: Blocklist, word: str) -> None:
    assert blocklist.blocks(word)
    assert blocklist.blocks(f"{word}s")


def test_a_word_of_two_equal_letters_does_not_block_one_of_them() -> None:
    blocklist = Blocklist.from_entries(["snoll", "snool"])
    assert [name for name in ("snol", "snoll", "snool", "snooll") if blocklist.blocks(name)] == [
        *("snoll", "snool", "snooll")
    ]


@pytest.mark.parametrize("name", ["Anna-Snol", "snol-anna", "Snol\N{HYPHEN}Anna"])
def test_a_word_beside_a_hyphen_blocks_too(blocklist: Blocklist, name: str) -> None:
    assert blocklist.blocks(name)


@given(word=doubled("snolder"), before=LETTERS, after=LETTERS)
def test_an_embedded_word_blocks_inside_a_name(
    blocklist: Blocklist, word: str, before: str, after: str
) -> None:
    assert blocklist.blocks(f"{before}{word}{after}")


@given(start=doubled("wug"), end=doubled("zib"), letters=LETTERS.filter(bool))
def test_a_start_and_an_end_block_there_alone(
    blocklist: Blocklist, start: str, end: str, letters: str
) -> None:
    assert blocklist.blocks(f"{start}{letters}")
    assert blocklist.blocks(f"{letters}{end}")
    assert not blocklist.blocks(f"{letters}wug")
    assert blocklist.blocks(f"zib{letters}") == (letters == "s")  # a plural


@given(before=LETTERS, after=LETTERS)
def test_a_threat_blocks_before_a_target(blocklist: Blocklist, before: str, after: str) -> None:
    assert blocklist.blocks(f"{before}bonkdax{after}")
    assert not blocklist.blocks(f"{before}daxbonk{after}")


def test_an_allowed_name_blocks_no_more_but_longer_ones_do(blocklist: Blocklist) -> None:
    assert not blocklist.blocks("Grobert")
    assert not blocklist.blocks("Anna-Mubb")
    assert blocklist.blocks("Groberta")


@given(name=st.text(max_size=12))
def test_an_empty_list_blocks_nothing(name: str) -> None:
    assert not Blocklist.from_entries([]).blocks(name)


@pytest.mark.parametrize("name", ALLOWED.split())
def test_names_that_only_look_or_sound_like_them_are_allowed(name: str) -> None:
    assert not Blocklist.load().blocks(name)


@pytest.mark.parametrize(
    "name",
    [
        *(*OF_MANY_LANGUAGES.split(), *RUN_TOGETHER.split(), *LOOK_ALIKE.split()),
        *(*OTHER_SCRIPTS.split(), *PLURALS.split(), *DOUBLED.split(), *WITH_ENDINGS.split()),
    ],
)
def test_words_of_many_languages_and_in_disguise_are_blocked(name: str) -> None:
    assert Blocklist.load().blocks(codecs.decode(name, "rot13"))


@pytest.mark.parametrize("name", ["Snttbg", "Snttbgf", "Shpxre", "Naan-Snt", "Svpxqvpu"])
def test_ph_is_heard_as_f(name: str) -> None:
    blocklist, word = Blocklist.load(), codecs.decode(name, "rot13")
    assert blocklist.blocks(word)
    assert blocklist.blocks(word.replace("F", "Ph").replace("f", "ph"))
