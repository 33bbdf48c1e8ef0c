from pathlib import Path

import pytest

from model.domain.corpus import alphabet, country_codes, entries
from model.evaluation.card import CARD
from model.reports.loss_ablation import (
    BLOCK,
    RESULTS,
    AblationConfig,
    AblationResult,
    load_results,
    main,
    parse_config,
    table,
)
from tests.model.reports.outdated_card import update_card


def curve(*validation: float) -> list[dict[str, float]]:
    return [
        {"number": number, "train": 1.0, "validation": nats, "seconds": 60.0}
        for number, nats in enumerate(validation, start=1)
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # These are cached: fill them from all entries, before there are few.
    alphabet()
    country_codes()
    sample = entries()[::1000]
    monkeypatch.setattr("model.domain.corpus.entries", lambda: sample)
    return tmp_path


def config(folder: Path, epochs: int) -> AblationConfig:
    return AblationConfig(folder, epochs, folder / "build")


def test_card_shows_the_stored_results() -> None:
    results = load_results(CARD.with_name(RESULTS))
    assert [result.loss for result in results] == ["cross-entropy", "binary-cross-entropy"]
    assert "\n".join(table(results)) in CARD.read_text("utf-8")


@pytest.mark.slow
def test_command_trains_by_both_losses_and_writes_the_card(folder: Path) -> None:
    text = update_card(folder, BLOCK, lambda: main(config(folder, 2)))
    results = load_results(folder / RESULTS)
    assert [(result.loss, len(result.curve)) for result in results] == [
        ("cross-entropy", 2),
        ("binary-cross-entropy", 2),
    ]
    first, second = ([epoch["train"] for epoch in result.curve] for result in results)
    assert max(second) < min(first) / 10, "a mean over the alphabet is small"
    assert "\n".join(table(results)) in text
    assert (folder / "ablation.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_complete_training_is_not_repeated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update_card(folder, BLOCK, lambda: main(config(folder, 1)))
    results = (folder / RESULTS).read_text("utf-8")

    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("model.reports.loss_ablation.fit", fail)
    main(config(folder, 1))
    assert (folder / RESULTS).read_text("utf-8") == results
    with pytest.raises(AssertionError):
        main(config(folder, 2))


def test_command_line_sets_the_epochs() -> None:
    assert parse_config([]) == AblationConfig()
    assert parse_config(["--passes", "2"]).epochs == 2


def test_less_than_one_epoch_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse_config(["--passes", "0"])
    assert "--passes is 1 or more" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("test", "verdict"), [(14.5, "costs 1.25 nats"), (13.0, "saves 0.25 nats")]
)
def test_table_shows_best_epochs_and_the_cost_of_the_assignments_loss(
    test: float, verdict: str
) -> None:
    results = [
        AblationResult("cross-entropy", 13.25, curve(15.0, 13.5)),
        AblationResult("binary-cross-entropy", test, curve(16.0, 14.0, 14.75)),
    ]
    lines = list(table(results))
    assert lines[2] == "| cross entropy | 2 | 2 | 2 | 13.50 | 13.25 |"
    assert lines[3] == f"| binary cross entropy | 3 | 2 | 3 | 14.00 | {test:.2f} |"
    assert verdict in lines[-1]
