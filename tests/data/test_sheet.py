import sys
from collections import Counter
from pathlib import Path

import pytest

from data.ratings import sheet
from model.domain.corpus import entries, split_of

pytestmark = pytest.mark.slow


def test_a_sheet_mixes_kinds_its_key_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "sheet.tsv"
    monkeypatch.setattr(sys, "argv", ["sheet", "NL,Poland", str(file), "--seed", "7"])
    sheet.main()
    rows, key = (
        [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        for path in (file, tmp_path / "sheet.key.tsv")
    )
    assert rows == [line[:2] for line in key]
    assert key[0] == ["country", "name", "made"]
    assert len(rows) == len({tuple(row) for row in rows})
    kinds = Counter((country, made) for country, _, made in key[1:])
    assert {country for country, _ in kinds} == {"NL", "PL"}
    assert all(12 <= count <= 15 for count in kinds.values())
    order = [made for _, _, made in key[1:]]
    assert order != sorted(order)


def test_real_names_are_none_that_the_network_has_learnt_and_others_are_new() -> None:
    known = {name.name for name in entries()}
    for _, name, made in sheet.compose(["NL"], seed=1):
        assert (name in known) == (made == "real")
        assert made != "real" or split_of(name) != "train"
