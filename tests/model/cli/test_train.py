from collections.abc import Sequence
from pathlib import Path

import pytest

from model.__main__ import main
from model.domain.corpus import Entry, alphabet, country_codes, entries
from model.network.weights import ASSIGNMENT_WEIGHTS, Teacher, Weights
from model.training.transformer import is_transformer
from tests.model.shell import error_message, run


@pytest.fixture
def few_names(monkeypatch: pytest.MonkeyPatch) -> Sequence[Entry]:
    """Reduce the data to every thousandth name."""
    few = entries()[::1000]
    # Alphabet and countries are cached from all names, before there are few.
    alphabet()
    country_codes()
    monkeypatch.setattr("model.training.recipes.corpus.entries", lambda: few)
    return few


@pytest.fixture
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Change to an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("few_names")
@pytest.mark.parametrize("recipe", ["assignment", "seed"])
def test_training_writes_weights(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, recipe: str
) -> None:
    out = tmp_path / "new" / "w.npz"
    printed = run(capsys, "train", "--recipe", recipe, "--passes", "1", "--out", str(out))
    assert "nats a validation name, after pass 1" in printed
    assert Weights.load(out).recipe["recipe"] == "assignment"


@pytest.mark.usefixtures("few_names")
def test_an_interrupt_ends_training_with_a_message(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("model.training.recipes.fit", interrupted)
    train = ["train", "--passes", "1", "--out", str(tmp_path / "w.npz")]
    assert main(train) == 130
    assert "w.npz is still to come" in capsys.readouterr().out
    (tmp_path / "w.npz").touch()
    assert main(train) == 130
    assert "best weights so far" in capsys.readouterr().out


def test_unwritable_weights_are_reported(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    assert "file" in error_message(capsys, "train", "--out", str(tmp_path / "file" / "w.npz"))


def test_training_without_pytorch_names_the_extra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "model.training.recipes", None)
    assert "pip install" in error_message(capsys, "train")


@pytest.mark.parametrize("passes", ["0", "-1"])
def test_passes_below_one_are_refused(capsys: pytest.CaptureFixture[str], passes: str) -> None:
    assert "--passes is 1 or more" in error_message(capsys, "train", "--passes", passes)


@pytest.mark.parametrize("recipe", ["assignment", "seed"])
def test_the_assignments_loss_is_fixed(capsys: pytest.CaptureFixture[str], recipe: str) -> None:
    options = ["--recipe", recipe, "--loss", "cross-entropy"]
    assert "leave --loss out" in error_message(capsys, "train", *options)


@pytest.mark.parametrize("other", [["--teachers"], ["--size", "tiny"]])
def test_recipes_exclude_each_other(capsys: pytest.CaptureFixture[str], other: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "--recipe", "assignment", *other])
    assert "not allowed with argument" in capsys.readouterr().err


@pytest.mark.parametrize("recipe", ["assignment", "shipped"])
def test_countries_cannot_be_left_out_of_what_is_released(
    capsys: pytest.CaptureFixture[str], recipe: str
) -> None:
    options = ["--recipe", recipe, "--countries", "NL"]
    assert "leave --countries out" in error_message(capsys, "train", *options)


def test_unknown_country_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Atlantis" in error_message(capsys, "train", "--countries", "NL,Atlantis")


def test_a_tiny_network_of_some_countries_is_trained_and_serves(
    capsys: pytest.CaptureFixture[str], empty_folder: Path
) -> None:
    options = ["--size", "tiny", "--countries", "Uruguay,IS", "--passes", "1"]
    printed = run(capsys, "train", *options)
    out = Path("build", "weights", "tiny-UY-IS.npz")
    assert f"python -m model names UY --raw --weights {out}" in printed
    trained = Weights.load(empty_folder / out)
    assert trained.learnt_countries == ("UY", "IS")
    assert trained.size < Weights.load().size / 5
    names = ["--raw", "--count", "3", "--seed", "1", "--weights", str(out)]
    assert len(run(capsys, "names", "IS", *names).splitlines()) == 3
    assert "UY, IS only" in error_message(capsys, "names", "FR", *names)


@pytest.mark.usefixtures("few_names")
def test_one_network_is_trained_without_teachers(
    capsys: pytest.CaptureFixture[str], empty_folder: Path
) -> None:
    assert "after pass 1" in run(capsys, "train", "--passes", "1")
    trained = Weights.load(empty_folder / "build" / "weights" / "single.npz")
    assert (trained.teachers, trained.learnt_countries) == ([], country_codes())
    assert trained.network == {**Weights.load().network, "dropout": 0.27, "ngram_dropout": 0.4}


@pytest.mark.usefixtures("few_names")
def test_the_assignments_weights_are_named_as_the_released_ones(
    capsys: pytest.CaptureFixture[str], empty_folder: Path
) -> None:
    run(capsys, "train", "--recipe", "assignment", "--passes", "1")
    assert (empty_folder / "build" / "weights" / ASSIGNMENT_WEIGHTS.name).exists()


def test_a_network_can_be_trained_on_reversed_names(
    capsys: pytest.CaptureFixture[str], few_names: Sequence[Entry], empty_folder: Path
) -> None:
    run(capsys, "train", "--passes", "1", "--backwards")
    trained = Weights.load(empty_folder / "build" / "weights" / "backwards.npz")
    assert trained.recipe["reverse_names"]
    last_letters = {alphabet().index(entry.letters[-1]) for entry in few_names}
    bigrams = trained.ngrams.by_length[0].tolist()
    assert {second for first, second in bigrams if not first} <= last_letters


@pytest.mark.usefixtures("few_names")
def test_one_network_can_learn_by_the_assignments_loss(
    capsys: pytest.CaptureFixture[str], empty_folder: Path
) -> None:
    run(capsys, "train", "--loss", "binary-cross-entropy", "--passes", "1")
    recipe = Weights.load(
        empty_folder / "build" / "weights" / "single-binary-cross-entropy.npz"
    ).recipe
    assert recipe["loss"] == "binary-cross-entropy"
    assert recipe["max_grad_norm"] == pytest.approx(1 / len(alphabet()))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (ASSIGNMENT_WEIGHTS, "no network of this version, as it has no 'film.weight'"),
        (Path(__file__), "holds no network for names"),
        (Path("missing.npz"), "No such file"),
    ],
)
def test_names_are_served_from_networks_of_this_version_alone(
    capsys: pytest.CaptureFixture[str], file: Path, said: str
) -> None:
    assert said in error_message(capsys, "names", "NL", "--weights", str(file))


@pytest.mark.usefixtures("few_names")
def test_a_tiny_network_can_read_backwards(
    capsys: pytest.CaptureFixture[str], empty_folder: Path
) -> None:
    run(capsys, "train", "--size", "tiny", "--backwards", "--passes", "1")
    trained = Weights.load(empty_folder / "build" / "weights" / "tiny-reversed.npz")
    assert trained.recipe["reverse_names"]
    assert trained.network["memory"] < Weights.load().network["memory"]


@pytest.mark.parametrize("recipe", ["assignment", "shipped"])
def test_other_recipes_read_forwards(capsys: pytest.CaptureFixture[str], recipe: str) -> None:
    message = error_message(capsys, "train", "--recipe", recipe, "--backwards")
    assert "leave --backwards out" in message


@pytest.mark.parametrize("recipe", ["assignment", "shipped"])
def test_other_recipes_refuse_another_loss(capsys: pytest.CaptureFixture[str], recipe: str) -> None:
    options = "--recipe", recipe, "--loss", "binary-cross-entropy"
    assert "leave --loss out" in error_message(capsys, "train", *options)


@pytest.mark.usefixtures("few_names")
def test_the_shipped_network_learns_from_teachers_that_are_trained_once(
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    empty_folder: Path,
) -> None:
    caplog.set_level("INFO")
    printed = run(capsys, "train", "--teachers", "--passes", "1")
    assert "nats a validation name, after pass 1" in printed
    folder = empty_folder / "build" / "weights"
    paths = [folder / "teachers" / f"shipped-{number}.npz" for number in range(1, 6)]
    teachers = [Weights.load(path) for path in paths]
    assert [teacher.recipe["seed"] for teacher in teachers[:3]] == [1, 2, 3]
    assert [is_transformer(teacher) for teacher in teachers] == [False, False, False, True, True]
    trained = Weights.load(folder / "shipped.npz")
    assert trained.recipe["recipe"] == "shipped"
    assert trained.teachers == [Teacher(teacher.size, teacher.curve) for teacher in teachers]
    assert "teacher 5" in caplog.text
    caplog.clear()
    run(capsys, "train", "--teachers", "--passes", "1")
    assert "teacher" not in caplog.text
