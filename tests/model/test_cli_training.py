"""The commands that train and evaluate networks."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from model.cli import main
from model.domain.corpus import Entry, alphabet, country_codes, entries
from model.network.weights import ASSIGNMENT_WEIGHTS, Teacher, Weights
from model.training.recipes import train_teachers
from model.training.reference_classifier import ReferenceClassifier
from model.training.transformer import is_transformer
from tests.model.shell import Shell


@pytest.fixture
def few_names(monkeypatch: pytest.MonkeyPatch) -> Sequence[Entry]:
    """Reduce the data to a hundred names."""
    few = entries()[::2000]
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
def test_an_interrupt_ends_training_with_a_message(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("model.training.recipes.fit", interrupted)
    out = tmp_path / "w.npz"
    for said in ("w.npz is still to come", "best weights so far"):
        assert main(["train", "--passes", "1", "--out", str(out)]) == 130
        assert said in shell.capsys.readouterr().out
        out.touch()


def test_without_pytorch_the_extra_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "model.training.recipes", None)
    assert "pip install" in shell.error("train")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--passes", "0"], "--passes is 1 or more"),
        (["--countries", "NL,Atlantis"], "Atlantis"),
        (["--out", f"{__file__}/w.npz"], Path(__file__).name),
        *(
            (["--recipe", recipe, option, *value], f"leave {option} out")
            for recipe in ("assignment", "shipped")
            for option, *value in (
                ("--loss", "binary-cross-entropy"),
                ("--countries", "NL"),
                ("--backwards",),
            )
        ),
    ],
)
def test_recipes_refuse_others_options(shell: Shell, options: list[str], message: str) -> None:
    assert message in shell.error("train", *options)


def test_a_tiny_network_of_some_countries_serves(shell: Shell, empty_folder: Path) -> None:
    options = ["--size", "tiny", "--countries", "Uruguay,IS", "--passes", "1"]
    printed = shell.run("train", *options)
    out = Path("build", "weights", "tiny-UY-IS.npz")
    assert f"python -m model names UY --raw --weights {out}" in printed
    trained = Weights.load(empty_folder / out)
    assert trained.learnt_countries == ("UY", "IS")
    assert trained.size < Weights.load().size / 5
    names = ["--raw", "--count", "3", "--seed", "1", "--weights", str(out)]
    assert len(shell.run("names", "IS", *names).splitlines()) == 3
    assert "UY, IS only" in shell.error("names", "FR", *names)


@pytest.mark.usefixtures("few_names")
def test_one_network_is_trained_without_teachers(shell: Shell, empty_folder: Path) -> None:
    assert "after pass 1" in shell.run("train", "--passes", "1")
    trained = Weights.load(empty_folder / "build" / "weights" / "single.npz")
    assert (trained.teachers, trained.learnt_countries) == ([], country_codes())
    assert trained.network == {**Weights.load().network, "dropout": 0.27, "ngram_dropout": 0.4}


@pytest.mark.usefixtures("few_names")
@pytest.mark.parametrize(
    ("options", "file", "recipe"),
    [
        (["--recipe", "assignment"], ASSIGNMENT_WEIGHTS.name, {"recipe": "assignment"}),
        (
            ["--loss", "binary-cross-entropy"],
            "single-binary-cross-entropy.npz",
            {"loss": "binary-cross-entropy", "max_grad_norm": 1 / len(alphabet())},
        ),
    ],
)
def test_weights_are_named_after_what_is_trained(
    shell: Shell, empty_folder: Path, options: list[str], file: str, recipe: dict[str, object]
) -> None:
    shell.run("train", "--passes", "1", *options)
    trained = Weights.load(empty_folder / "build" / "weights" / file)
    assert trained.recipe.items() >= recipe.items()


def test_a_network_can_be_trained_on_reversed_names(
    shell: Shell, few_names: Sequence[Entry], empty_folder: Path
) -> None:
    shell.run("train", "--passes", "1", "--backwards")
    trained = Weights.load(empty_folder / "build" / "weights" / "backwards.npz")
    assert trained.recipe["reverse_names"]
    last_letters = {alphabet().index(entry.letters[-1]) for entry in few_names}
    bigrams = trained.ngrams.by_length[0].tolist()
    assert {second for first, second in bigrams if not first} <= last_letters


@pytest.mark.usefixtures("few_names")
def test_the_shipped_network_learns_from_teachers_that_are_trained_once(
    shell: Shell, caplog: pytest.LogCaptureFixture, empty_folder: Path
) -> None:
    caplog.set_level("INFO")
    printed = shell.run("train", "--recipe", "shipped", "--passes", "1")
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
    assert len([*train_teachers(folder / "shipped.npz", epochs=1)]) == len(teachers)
    assert "teacher" not in caplog.text


@pytest.fixture
def quick_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train the reference classifier on few of the names, in a fraction of the time."""

    class QuickClassifier(ReferenceClassifier):
        def __init__(self, entries: Sequence[Entry], countries: tuple[str, ...]) -> None:
            super().__init__(entries[::40], countries)

    monkeypatch.setattr("model.training.reference_classifier.ReferenceClassifier", QuickClassifier)


@pytest.mark.usefixtures("quick_reference")
def test_json_output_has_every_metric_overall_and_by_country(shell: Shell) -> None:
    options = ["--countries", "Vietnam,PH", "--names", "20", "--seed", "3"]
    answer = shell.json("evaluate", *options)
    metrics = ["nats_per_name", "nats_per_letter", "perplexity", "origin_top1", "origin_top3"]
    metrics += ["calibration_error", "novel_share", "distinct_share", "held_out_hits"]
    metrics += ["style_agreement", "names_tested"]
    assert list(answer["countries"]) == ["VN", "PH"]
    for report in (answer, *answer["countries"].values()):
        assert set(metrics) <= set(report)
    assert (answer["seed"], answer["names"], answer["names_tested"]) == (3, 20, 36)
    assert answer["names_drawn"] == 20


@pytest.mark.usefixtures("quick_reference")
def test_output_for_people_is_a_line_per_country_and_one_for_all(shell: Shell) -> None:
    printed = shell.run("evaluate", "--countries", "PH", "--names", "20")
    assert [line.split()[0] for line in printed.splitlines()] == ["tested", "all", "PH"]


def test_evaluating_needs_the_repository_and_scikit_learn(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "model.training.reference_classifier", None)
    assert "pip install" in shell.error("evaluate")
    monkeypatch.setattr("model.domain.corpus.NAMES_FILE", tmp_path / "none.txt")
    assert "not in the wheel" in shell.error("evaluate")
