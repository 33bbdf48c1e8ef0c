from collections.abc import Sequence
from pathlib import Path

import pytest

from model.domain.corpus import Entry, alphabet, countries, entries
from model.inference.weights import Teacher, Weights
from model.training.transformer import is_transformer
from tests.model.shell import refused, run


@pytest.fixture
def few_names(monkeypatch: pytest.MonkeyPatch) -> Sequence[Entry]:
    """Train on every thousandth name only."""
    few = entries()[::1000]
    # What is read once, of all names, is read before there are few.
    alphabet()
    countries()
    monkeypatch.setattr("model.training.recipes.corpus.entries", lambda: few)
    return few


@pytest.fixture
def in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Work in a folder that has nothing in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("few_names")
@pytest.mark.parametrize("recipe", ["seed", "shipped"])
def test_training_writes_weights(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, recipe: str
) -> None:
    out = tmp_path / "new" / "w.npz"
    printed = run(capsys, "train", "--recipe", recipe, "--passes", "1", "--out", str(out))
    assert "nats a validation name, after pass 1" in printed
    assert Weights.load(out).recipe["recipe"] == recipe


def test_ctrl_c_ends_training_with_a_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("model.training.recipes.fit", interrupted)
    printed = run(capsys, "train", "--passes", "1", "--out", str(tmp_path / "w.npz"))
    assert "w.npz is still to come" in printed
    (tmp_path / "w.npz").touch()
    printed = run(capsys, "train", "--passes", "1", "--out", str(tmp_path / "w.npz"))
    assert "best weights so far" in printed


def test_weights_that_cannot_be_written_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    assert "file" in refused(capsys, "train", "--out", str(tmp_path / "file" / "w.npz"))


def test_training_without_pytorch_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "model.training.recipes", None)
    assert "pip install" in refused(capsys, "train")


@pytest.mark.parametrize("passes", ["0", "-1"])
def test_impossible_passes_are_refused(capsys: pytest.CaptureFixture[str], passes: str) -> None:
    assert "--passes is 1 or more" in refused(capsys, "train", "--passes", passes)


def test_the_seeds_loss_cannot_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--recipe", "seed", "--loss", "cross-entropy"]
    assert "leave --loss out" in refused(capsys, "train", *asked)


def test_the_seeds_network_does_not_read_backwards(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--recipe", "seed", "--backwards"]
    assert "leave --backwards out" in refused(capsys, "train", *asked)


def test_a_network_can_be_trained_to_read_names_from_behind(
    capsys: pytest.CaptureFixture[str], few_names: Sequence[Entry], in_an_empty_folder: Path
) -> None:
    run(capsys, "train", "--passes", "1", "--backwards")
    trained = Weights.load(in_an_empty_folder / "build" / "weights" / "backwards.npz")
    assert trained.recipe["backwards"]
    ends = {alphabet().index(entry.letters[-1]) for entry in few_names}
    assert {second for first, second in trained.ngrams.bigrams.tolist() if not first} <= ends


@pytest.mark.usefixtures("few_names")
def test_the_shipped_recipe_can_be_trained_by_the_seeds_loss(
    capsys: pytest.CaptureFixture[str], in_an_empty_folder: Path
) -> None:
    run(capsys, "train", "--loss", "binary-cross-entropy", "--passes", "1")
    out = in_an_empty_folder / "build" / "weights" / "shipped-binary-cross-entropy.npz"
    assert Weights.load(out).recipe["loss"] == "binary-cross-entropy"
    teacher = Weights.load(out.parent / "teachers" / f"{out.stem}-1.npz").recipe
    assert teacher["loss"] == "binary-cross-entropy"
    assert teacher["clip"] == pytest.approx(1 / len(alphabet()))


@pytest.mark.usefixtures("few_names")
def test_the_shipped_network_learns_from_teachers_which_are_trained_once(
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    in_an_empty_folder: Path,
) -> None:
    caplog.set_level("INFO")
    run(capsys, "train", "--passes", "1")
    folder = in_an_empty_folder / "build" / "weights"
    paths = [folder / "teachers" / f"shipped-{number}.npz" for number in range(1, 6)]
    teachers = [Weights.load(path) for path in paths]
    assert [one.recipe["seed"] for one in teachers[:3]] == [1, 2, 3]
    assert [is_transformer(one) for one in teachers] == [False, False, False, True, True]
    assert Weights.load(folder / "shipped.npz").teachers == [
        Teacher(one.size, one.curve) for one in teachers
    ]
    assert "teacher 5 of 5" in caplog.text
    caplog.clear()
    run(capsys, "train", "--passes", "1")
    assert "teacher" not in caplog.text
