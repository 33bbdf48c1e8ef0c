from pathlib import Path

import pytest

from model.domain.corpus import alphabet, countries, entries
from model.reports import loss_ablation
from model.reports.card_file import CARD
from model.reports.loss_ablation import Run, main, read, table


def curve(*validation: float) -> list[dict[str, float]]:
    return [
        {"number": number, "train": 1.0, "validation": one, "seconds": 60.0}
        for number, one in enumerate(validation, start=1)
    ]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # What is read once, of all names, is read before there are few.
    alphabet()
    countries()
    sample = entries()[::1000]
    monkeypatch.setattr("model.domain.corpus.entries", lambda: sample)
    monkeypatch.chdir(tmp_path)
    text = f"before{loss_ablation.BEGIN}old{loss_ablation.END}after"
    (tmp_path / "README.md").write_text(text, "utf-8")
    return tmp_path


def test_the_card_shows_the_runs_that_the_log_holds() -> None:
    runs = read(CARD.with_name(loss_ablation.LOG))
    assert [run.loss for run in runs] == ["cross-entropy", "binary-cross-entropy"]
    assert "\n".join(table(runs)) in CARD.read_text("utf-8")


def test_the_command_trains_by_both_losses_and_writes_the_card(here: Path) -> None:
    main(["--passes", "2"], here)
    runs = read(here / loss_ablation.LOG)
    assert [(run.loss, len(run.curve)) for run in runs] == [
        ("cross-entropy", 2),
        ("binary-cross-entropy", 2),
    ]
    first, second = ([one["train"] for one in run.curve] for run in runs)
    assert max(second) < min(first) / 10, "a mean over the alphabet is small"
    text = (here / "README.md").read_text("utf-8")
    assert text.startswith("before")
    assert text.endswith("after")
    assert "\n".join(table(runs)) in text
    assert "old" not in text
    assert (here / "ablation.png").read_bytes().startswith(b"\x89PNG")


def test_what_was_trained_is_not_trained_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["--passes", "1"], here)
    log = (here / loss_ablation.LOG).read_text("utf-8")

    def trained(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("model.reports.loss_ablation.fit", trained)
    main(["--passes", "1"], here)
    assert (here / loss_ablation.LOG).read_text("utf-8") == log
    with pytest.raises(AssertionError):
        main(["--passes", "2"], here)


def test_less_than_one_pass_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--passes", "0"], here)
    assert "--passes is 1 or more" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("test", "verdict"), [(14.5, "costs 1.25 nats"), (13.0, "saves 0.25 nats")]
)
def test_the_table_shows_the_best_pass_and_says_what_the_seeds_loss_costs(
    test: float, verdict: str
) -> None:
    runs = [
        Run("cross-entropy", 13.25, curve(15.0, 13.5)),
        Run("binary-cross-entropy", test, curve(16.0, 14.0, 14.75)),
    ]
    lines = list(table(runs))
    assert lines[2] == "| cross entropy | 2 | 2 | 2 | 13.50 | 13.25 |"
    assert lines[3] == f"| binary cross entropy | 3 | 2 | 3 | 14.00 | {test:.2f} |"
    assert verdict in lines[-1]
