"""Properties of `model/inference/blocked.txt`: its sources, and which names it blocks."""

import codecs
import re
from collections import Counter
from dataclasses import replace

import pytest

from data.blocklist import BLOCKED, MANUAL_ENTRIES, main, read_manual_entries
from data.records import Record
from model.domain.spelling import fold
from model.inference.blocklist import Blocklist

HALVES = (r"[a-z]+\+", r"\+[a-z]+")
"""What a threat and a target are as entries."""


@pytest.fixture(scope="module")
def shipped() -> Blocklist:
    return Blocklist.load()


@pytest.fixture(scope="module")
def entries() -> list[str]:
    return codecs.decode(BLOCKED.read_text("ascii"), "rot13").split()


@pytest.mark.slow  # the package is downloaded
def test_blocklist_is_reproducible(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "the same bytes\n"


@pytest.fixture(scope="module")
def strictly_blocked(names: list[Record], shipped: Blocklist) -> set[str]:
    """The names in the data that would be blocked if none were allowed by name."""
    strict = replace(shipped, allowed=frozenset())
    return {fold(name) for name in {record.name for record in names} if strict.blocks(name)}


@pytest.mark.slow
def test_few_names_in_the_data_are_blocked(strictly_blocked: set[str], shipped: Blocklist) -> None:
    assert set(filter(shipped.blocks, strictly_blocked)) == {"connard", "kike", "nazi"}


@pytest.mark.slow
def test_fewer_than_a_thousandth_would_be_blocked_if_none_were_allowed_by_name(
    names: list[Record], strictly_blocked: set[str], shipped: Blocklist
) -> None:
    others = read_manual_entries()["name"]
    assert strictly_blocked == {"connard", "kike", "nazi", *shipped.allowed} - {*others}
    assert {"dominiquette", "kirpal", "kunt", "mattalyn", "annalee", "pippa"} < shipped.allowed
    assert len(shipped.allowed) <= 50
    assert {*others} < shipped.allowed
    assert sum(fold(record.name) in strictly_blocked for record in names) <= len(names) / 1000


def test_entries_are_folded_and_unique(entries: list[str]) -> None:
    patterns = r"\*[a-z]{4,}\*|\*[a-z]{3,}|[a-z]{3,}\*|[a-z]{3,}\+|\+[a-z]{3,}"
    pattern = rf"{patterns}|[a-z]{{3,24}}|~[a-z]{{6,24}}|=[a-z]+"
    assert [e for e in entries if not re.fullmatch(pattern, e)] == []
    assert entries == sorted(set(entries))


def test_entries_are_effective(entries: list[str], shipped: Blocklist) -> None:
    texts = {entry.strip("*~") for entry in entries if not re.search("[+=]", entry)}
    assert [text for text in texts - shipped.allowed if not shipped.blocks(text)] == []
    threats, targets = ([e.strip("+") for e in entries if re.fullmatch(kind, e)] for kind in HALVES)
    phrases = [threat + target for threat in threats for target in targets]
    assert [phrase for phrase in phrases if not shipped.blocks(phrase)] == []


def test_manual_entries_are_sorted_and_unique() -> None:
    lines = MANUAL_ENTRIES.read_text("ascii").splitlines()
    assert sorted(codecs.decode("\n".join(lines), "rot13").split("\n")) == [
        codecs.decode(line, "rot13") for line in lines
    ]
    for words in read_manual_entries().values():
        assert [word for word, count in Counter(words).items() if count > 1] == []


def test_always_blocked_words_are_names_in_the_data(names: list[Record]) -> None:
    assert set(read_manual_entries()["always"]) <= {fold(record.name) for record in names}


def test_manual_words_are_no_names_and_contain_no_blocked_part(names: list[Record]) -> None:
    manual = read_manual_entries()
    parts = Blocklist.from_entries(f"*{part}*" for part in manual["part"])
    assert set(manual["word"]) & {fold(record.name) for record in names} == set()
    assert [word for word in manual["word"] if parts.blocks(word)] == []
