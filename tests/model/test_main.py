import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from model.__main__ import main
from model.corpus import PARTS, Entry, alphabet, countries, entries
from model.judge import Judge
from model.weights import Weights


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


@pytest.fixture
def few_to_judge_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the judge of an evaluation see a tenth of the names, which takes a tenth of the time."""

    class Hasty(Judge):
        def __init__(self, entries: Sequence[Entry], countries: tuple[str, ...]) -> None:
            super().__init__(entries[::10], countries)

    monkeypatch.setattr("model.judge.Judge", Hasty)


@pytest.fixture
def few_names(monkeypatch: pytest.MonkeyPatch) -> Sequence[Entry]:
    """Train on every thousandth name only."""
    few = entries()[::1000]
    # What is read once, of all names, is read before there are few.
    alphabet()
    countries()
    monkeypatch.setattr("model.recipes.corpus.entries", lambda: few)
    return few


@pytest.fixture
def in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Work in a folder that has nothing in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_names_are_printed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "names", "Holland", "--seed", "1").count("\n") == 30


def test_names_as_json_hold_what_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    names = json.loads(run(capsys, "names", "NL", "--count", "4", "--json"))
    assert len(names) == 4
    for one in names:
        assert list(one) == ["name", "country", "nats", "novel", "nearest", "distance"]
        assert one["country"] == "NL"
        assert one["novel"] is True


def test_names_obey_their_options(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--gender", "F", "--style", "classic", "--starts-with", "Ma"]
    options += ["--min-length", "5", "--max-length", "7", "--count", "5", "--json"]
    names = [one["name"] for one in json.loads(run(capsys, "names", "Poland", *options))]
    assert names
    assert all(name.startswith("Ma") and 5 <= len(name) <= 7 for name in names)


def test_the_same_seed_prints_the_same_names(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (run(capsys, "names", "IT", "--seed", "42") for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["CN", "--starts-with", "xxxx"], "No more than 0 new names were found: most came out as"),
        (["IS", "--max-length", "2", "--known-too"], r"\d+ names were found: .* longer or shorter"),
    ],
)
def test_fewer_names_than_asked_say_so_and_why(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["names", *arguments]) == 0
    err = capsys.readouterr().err
    assert re.search(told, err)
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["names", "NL"], ["blend", "NL", "BE"]])
def test_known_names_are_printed_as_such_if_they_are_asked_for(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    options = [*command, "--count", "30", "--seed", "1"]
    assert "a known name" not in run(capsys, *options)
    assert "a known name" in run(capsys, *options, "--known-too")
    listed = json.loads(run(capsys, *options, "--known-too", "--json"))
    known = [one for one in listed if not one["novel"]]
    assert known
    assert all(one["distance"] == 0 for one in known)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["names", "Netherlandz"], "Did you mean Netherlands"),
        (["names", ""], "Did you mean"),
        (["names", "NL", "--starts-with", "李"], "I cannot read 李"),
        (["names", "NL", "--min-length", "9", "--max-length", "4"], "cannot be longer"),
        (["names", "NL", "--max-length", "99"], "2 to 24 letters"),
        (["names", "NL", "--count", "0"], "1 to 1000"),
        (["names", "NL", "--seed", "-1"], "0 or more"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert why in refused(capsys, *arguments)


def test_scores_come_a_line_each_in_the_order_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Sanne\tNL\nJean-Luc\tFrance\nSanne\tCN\n"))
    rows = [json.loads(line) for line in run(capsys, "score", "--json").splitlines()]
    assert [(row["name"], row["country"]) for row in rows] == [
        ("Sanne", "NL"),
        ("Jean-Luc", "FR"),
        ("Sanne", "CN"),
    ]
    assert 0 < rows[0]["nats"] < rows[2]["nats"]


def test_scores_are_printed_behind_name_and_country(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Sanne\tHolland\n"))
    name, country, nats = run(capsys, "score").split("\t")
    assert (name, country) == ("Sanne", "NL")
    assert float(nats) > 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Sanne", "a name, a tab and a country"),
        ("Sanne\tNarnia", "no country 'Narnia'"),
        ("\tNL", "at least one letter"),
        ("S4nne\tNL", "I cannot read 4"),
    ],
)
def test_a_line_that_cannot_be_scored_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str, why: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))
    assert why in refused(capsys, "score")


def test_the_parts_of_the_split_are_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for part in PARTS for line in run(capsys, "split", part).splitlines()]
    assert sorted(lines) == sorted(f"{one.name}\t{one.country}\t{one.gender}" for one in entries())


def test_the_split_needs_the_repository(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("model.corpus.entries", lambda: entries(tmp_path / "none.txt"))
    assert "not in the wheel" in refused(capsys, "split", "test")


def test_countries_are_listed_with_what_else_they_are_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "Holland" in run(capsys, "countries")
    listed = json.loads(run(capsys, "countries", "--json"))
    assert {"NL", "IR", "FR", "PL", "CN", "IT", "CL"} <= {one["code"] for one in listed}


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

    monkeypatch.setattr("model.recipes.fit", interrupted)
    printed = run(capsys, "train", "--passes", "1", "--out", str(tmp_path / "w.npz"))
    assert "no pass was done" in printed
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
    monkeypatch.setitem(__import__("sys").modules, "model.recipes", None)
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
    assert {second for first, second in trained.grams.bigrams.tolist() if not first} <= ends


@pytest.mark.usefixtures("few_names")
def test_the_shipped_recipe_can_be_trained_by_the_seeds_loss(
    capsys: pytest.CaptureFixture[str], in_an_empty_folder: Path
) -> None:
    run(capsys, "train", "--loss", "binary-cross-entropy", "--passes", "1")
    out = in_an_empty_folder / "build" / "weights" / "shipped-binary-cross-entropy.npz"
    recipe = Weights.load(out).recipe
    assert recipe["loss"] == "binary-cross-entropy"
    assert recipe["clip"] == pytest.approx(1 / len(alphabet()))


def test_a_reader_that_has_seen_enough_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Head(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Head())
    assert main(["countries"]) == 0


def test_clipping_as_json_holds_both_descents(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(run(capsys, "clip", "312", "--json"))
    assert list(answer) == [
        "number",
        "root",
        "threshold",
        "working",
        "epochs",
        "error",
        "clipped",
        "unclipped",
    ]
    assert (answer["threshold"], answer["epochs"]) == (40.15, 50)
    assert answer["error"] < 0.25
    assert answer["unclipped"][5] == {"epoch": 5, "gradient": "-inf", "value": "inf"}
    assert answer["unclipped"][6]["value"] == "nan"
    assert len(answer["clipped"]) == 50


def test_a_threshold_given_is_the_one_used(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--threshold", "10", "--epochs", "20"]
    answer = json.loads(run(capsys, "clip", "16", *options, "--json"))
    assert (answer["threshold"], answer["epochs"]) == (10, 20)
    assert "clipped at ± 10" in run(capsys, "clip", "16", *options)


@pytest.mark.parametrize("number", ["312", "16", "0", "1", "1000000"])
def test_clipping_can_be_drawn(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, number: str
) -> None:
    run(capsys, "clip", number, "--plot", str(tmp_path / "clip.png"))
    assert (tmp_path / "clip.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["clip", "1e9"], "from 0 to 1,000,000"),
        (["clip", "--", "-5"], "from 0 to 1,000,000"),
        (["clip", "-5"], "from 0 to 1,000,000"),
        (["clip", "nan"], "from 0 to 1,000,000"),
        (["clip", "16", "--threshold", "0"], "above 0"),
        (["clip", "16", "--plot", "/nowhere/clip.png"], "No plot could be drawn"),
        (["clip", "16", "--plot", "clip.xyz"], "No plot could be drawn"),
    ],
)
def test_a_descent_that_cannot_be_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert why in refused(capsys, *arguments)


@pytest.mark.parametrize("text", ["", "many", "3,5"])
def test_what_is_no_number_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["clip", text])
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.usefixtures("few_to_judge_by")
def test_an_evaluation_holds_every_figure_together_and_by_country(
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = ["--countries", "Vietnam,PH", "--names", "20", "--seed", "3"]
    answer = json.loads(run(capsys, "evaluate", *options, "--json"))
    figures = ["nats_per_name", "nats_per_letter", "perplexity", "origin_top1", "origin_top3"]
    figures += ["calibration_error", "novel_share", "distinct_share", "held_out_hits"]
    figures += ["style_agreement", "names_tested"]
    assert list(answer["countries"]) == ["VN", "PH"]
    for one in (answer, *answer["countries"].values()):
        assert set(figures) <= set(one)
    assert (answer["seed"], answer["names"], answer["names_tested"]) == (3, 20, 23)
    assert answer["names_drawn"] == 20


@pytest.mark.usefixtures("few_to_judge_by")
def test_an_evaluation_is_a_line_a_country_and_one_for_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = run(capsys, "evaluate", "--countries", "PH", "--names", "20")
    assert [line.split()[0] for line in printed.splitlines()] == ["tested", "all", "PH"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--countries", "NL,Narnia"], "no country 'Narnia'"),
        (["--names", "0"], "--names is 1 to 100,000"),
        (["--seed", "-1"], "0 or more"),
    ],
)
def test_an_evaluation_that_cannot_be_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert why in refused(capsys, "evaluate", *arguments)


def test_evaluating_needs_the_repository_and_scikit_learn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "model.judge", None)
    assert "pip install" in refused(capsys, "evaluate")
    monkeypatch.setattr("model.corpus.NAMES", tmp_path / "none.txt")
    assert "not in the wheel" in refused(capsys, "evaluate")
