"""Properties of `model/inference/blocked.txt`: its sources, and which names it blocks."""

import codecs
import re
from collections import Counter

import pytest

from data.blocklist import BLOCKED, MANUAL_ENTRIES, SOURCE, main, read_manual_entries
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


def test_blocklist_is_reproducible(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "the same words\n"


@pytest.mark.slow
def test_few_names_in_the_data_are_blocked(names: list[Record], shipped: Blocklist) -> None:
    blocked = {name for name in {record.name for record in names} if shipped.blocks(name)}
    assert {fold(name) for name in blocked} == {"kike", "nazi"}
    assert sum(record.name in blocked for record in names) <= len(names) / 1000


def test_entries_are_folded_unique_and_effective(entries: list[str], shipped: Blocklist) -> None:
    assert [e for e in entries if not re.fullmatch(r"\*[a-z]{4,}\*|[a-z]{3,24}", e)] == []
    assert [e for e in entries if not shipped.blocks(e.strip("*"))] == []
    assert entries == sorted(set(entries))


def test_manual_entries_are_sorted_and_unique() -> None:
    lines = MANUAL_ENTRIES.read_text("ascii").splitlines()
    assert sorted(codecs.decode("\n".join(lines), "rot13").split("\n")) == [
        codecs.decode(line, "rot13") for line in lines
    ]
    counted = Counter(word for words in read_manual_entries().values() for word in words)
    assert [word for word, count in counted.items() if count > 1] == []


def test_always_blocked_words_are_names_in_the_data(names: list[Record]) -> None:
    assert set(read_manual_entries()["always"]) <= {fold(record.name) for record in names}


def test_manual_words_are_no_names_and_contain_no_blocked_part(names: list[Record]) -> None:
    manual = read_manual_entries()
    parts = Blocklist.from_entries(f"*{part}*" for part in manual["part"])
    assert set(manual["word"]) & {fold(record.name) for record in names} == set()
    assert [word for word in manual["word"] if parts.blocks(word)] == []


def test_licence_and_card_name_the_source() -> None:
    for path in (CARD, CARD.with_name("LICENSE")):
        assert f"{SOURCE.package} {SOURCE.version}" in path.read_text("utf-8")
