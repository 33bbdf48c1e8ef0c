"""`make retrain` in a small copy of the tree, where each step takes seconds.

It takes minutes, so it runs where the code of training has changed, and in a soak. Then
NOMEN_WRITE_SNAPSHOTS=1 renews the stamp, `retrained.txt`.
"""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from model.training.train import code_fingerprint
from tests.support.processes import ROOT
from tests.tools.test_retrain import call, outdated
from tools.retrain.steps import STEPS

STAMP = Path(__file__).with_name("retrained.txt")
FOLDERS = ("model/network", "model/training", "model/reports", "bench/peers", "tools/retrain")
CODE = [file for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.py"))]
FINGERPRINT = code_fingerprint(CODE)
SOAK, WRITE_STAMP = (bool(os.environ.get(name)) for name in ("NOMEN_SOAK", "NOMEN_WRITE_SNAPSHOTS"))


def steps_run(output: str) -> set[str]:
    return {line.removeprefix(".  ") for line in output.splitlines() if line.startswith(".  ")}


def contents(tree: Path) -> dict[str, str]:
    """Return digests of what steps write that need no network."""
    outputs = [path for step in STEPS if not step.downloads for path in step.outputs]
    return {path: sha256((tree / path).read_bytes()).hexdigest() for path in outputs}


@pytest.mark.skipif(
    STAMP.read_text("ascii") == FINGERPRINT and not (SOAK or WRITE_STAMP),
    reason="all was learnt anew since the code of training last changed",
)
def test_all_is_learnt_anew_and_then_only_what_has_changed(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    code, output = call("-m", "tools.retrain.small", tree)
    assert code == 0, output
    assert steps_run(output) == {step.name for step in STEPS if not step.downloads}
    before, after = contents(ROOT), contents(tree)
    assert [path for path, digest in after.items() if before[path] == digest] == []

    ratings = tree / "data" / "ratings" / "names.tsv"
    head, *rows = ratings.read_text("utf-8").splitlines(keepends=True)
    ratings.write_text("".join([head, *rows[1:]]), "utf-8")
    (tree / "data" / "finalNames.txt").touch()
    code, output = call("-m", "tools.retrain.small", tree, "ranker")
    assert code == 0, output
    assert steps_run(output) == {"ranker"}
    _, output = call("-m", "tools.retrain.small", tree, "list", "--status", "--quiet")
    following = {"blend-ranker", "reader-ratings", "novelty", "good-names"}
    pages = {"ablation", "held-out", "assignment-page"}
    assert outdated(output) == following | {"checksums"} | pages
    if WRITE_STAMP:
        STAMP.write_text(FINGERPRINT, "ascii")
