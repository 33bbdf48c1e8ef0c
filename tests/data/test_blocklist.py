"""What `model/inference/blocked.txt` promises: its sources, and the names that it leaves alone."""

import codecs
import re
from collections import Counter

import pytest

from data.blocklist import BLOCKED, BY_HAND, SOURCE, by_hand, main
from data.card import CARD
from data.records import Record
from model.domain.spelling import fold
from model.inference.blocklist import Blocklist


@pytest.fixture(scope="module")
def shipped() -> Blocklist:
    return Blocklist.load()


@pytest.fixture(scope="module")
def entries() -> list[str]:
    return codecs.decode(BLOCKED.read_text("ascii"), "rot13").split()


def test_the_list_is_rebuilt_byte_for_byte_from_its_package(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "the same words\n"


def test_of_the_names_in_the_data_these_alone_are_blocked(
    names: list[Record], shipped: Blocklist
) -> None:
    blocked = [record for record in names if shipped.blocks(record.name)]
    assert {fold(record.name) for record in blocked} == {"kike", "nazi"}
    assert len(blocked) <= len(names) / 1000


def test_every_entry_blocks_and_is_folded_and_stands_once(
    entries: list[str], shipped: Blocklist
) -> None:
    assert [e for e in entries if not re.fullmatch(r"\*[a-z]{4,}\*|[a-z]{3,24}", e)] == []
    assert [e for e in entries if not shipped.blocks(e.strip("*"))] == []
    assert entries == sorted(set(entries))


def test_what_was_chosen_by_hand_is_needed_and_sorted() -> None:
    lines = BY_HAND.read_text("ascii").splitlines()
    assert sorted(codecs.decode("\n".join(lines), "rot13").split("\n")) == [
        codecs.decode(line, "rot13") for line in lines
    ]
    counted = Counter(word for words in by_hand().values() for word in words)
    assert [word for word, count in counted.items() if count > 1] == []


def test_a_name_that_is_blocked_all_the_same_is_one_of_the_data(names: list[Record]) -> None:
    assert set(by_hand()["always"]) <= {fold(record.name) for record in names}


def test_a_word_by_hand_is_nobodys_name_and_held_by_no_part(names: list[Record]) -> None:
    chosen = by_hand()
    parts = Blocklist.of(f"*{part}*" for part in chosen["part"])
    assert set(chosen["word"]) & {fold(record.name) for record in names} == set()
    assert [word for word in chosen["word"] if parts.blocks(word)] == []


def test_the_licence_and_the_card_name_the_source() -> None:
    for path in (CARD, CARD.with_name("LICENSE")):
        assert f"{SOURCE.package} {SOURCE.version}" in path.read_text("utf-8")
