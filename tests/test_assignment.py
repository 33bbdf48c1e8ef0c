"""Compares `docs/assignment.md` with its commands, the stored weights and the model card."""

import re
from pathlib import Path

import pytest
from matplotlib.image import imread

from docs.answers import (
    GENERATED,
    KNOWN_ORIGIN,
    PAGE,
    TABLES,
    TOP_FIVE,
    TOP_FIVE_COMMAND,
    card_rows,
    generate,
    rank_known_origins,
    sample_names,
)
from model.assignment.gradient_clip import search
from model.cli import main
from model.origin.classifier import OriginClassifier

TEXT = PAGE.read_text("utf-8")
OUTPUTS = {match["source"]: match["output"] for match in GENERATED.finditer(TEXT)}
COMMANDS = [source for source in OUTPUTS if source.startswith("$ ")]
TABLE_SOURCES = [source for source in OUTPUTS if not source.startswith("$ ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_shows_what_its_commands_print(command: str, tmp_path: Path) -> None:
    assert generate(command.replace("docs/clip.png", f"{tmp_path}/clip.png")) == OUTPUTS[command]


@pytest.mark.parametrize("source", TABLE_SOURCES)
def test_the_page_shows_the_tables_of_the_weights_and_the_card(source: str) -> None:
    assert generate(source) == OUTPUTS[source]


def test_every_command_is_run_and_every_table_is_shown() -> None:
    assert len(COMMANDS) == TEXT.count("\n$ ")
    assert [f"<!-- table: {name} -->" for name in TABLES] == TABLE_SOURCES


def test_the_plot_of_the_descents_is_what_its_command_plots(tmp_path: Path) -> None:
    (command,) = (command for command in COMMANDS if "docs/clip.png" in command)
    assert "-m model clip 312 --plot" in command
    main(["clip", "312", "--plot", str(tmp_path / "clip.png")])
    plotted, shown = imread(tmp_path / "clip.png"), imread(PAGE.with_name("clip.png"))
    assert plotted.shape == shown.shape
    # Another version of the fonts may move some pixels.
    assert abs(plotted - shown).mean() < 0.01


def test_the_thresholds_in_the_text_are_those_of_the_search() -> None:
    result = search(312, 50)
    assert set(re.findall(r"± (\d+\.\d+)", TEXT)) == {f"{result.threshold:g}"}
    assert f"threshold smaller than {result.valid_ranges[0][0]:g} does" in TEXT
    assert 49 < result.valid_ranges[-1][1] < 50


def test_our_blend_method_beats_the_simplest_as_judged() -> None:
    simplest, ours = card_rows("| method | both |", "condition", "distinct")[2:]
    simplest_share, our_share = (float(row.split(" | ")[1].rstrip("%")) for row in (simplest, ours))
    assert our_share > 2 * simplest_share


def test_the_lowest_loss_is_usually_the_right_countrys() -> None:
    answers = re.findall(r"\| (yes|no) \|$", "\n".join(rank_known_origins()), re.MULTILINE)
    assert len(answers) == 10
    assert answers.count("yes") >= 7


def test_the_names_of_known_origin_are_on_no_list() -> None:
    classifier = OriginClassifier.load()
    assert [name for name in KNOWN_ORIGIN if classifier.rank(name).known_in] == []


def test_the_top_five_are_among_the_samples_of_the_page() -> None:
    assert f"$ {TOP_FIVE_COMMAND}" in COMMANDS
    assert len(TOP_FIVE) == 5
    assert TOP_FIVE.keys() <= sample_names().keys()


def test_every_function_is_where_the_page_links_to() -> None:
    links = re.findall(r"\[`(\w+)`\]\((\S+?)\)", TEXT)
    assert len(links) > 10
    for name, path in links:
        code = (PAGE.parent / path).read_text("utf-8")
        assert re.search(rf"^ *(def|class) {name}\b", code, re.MULTILINE), (name, path)


def test_pictures_have_alternative_texts() -> None:
    pictures = re.findall(r"!\[([^]]+)\]", TEXT)
    assert pictures
    assert all(len(text) > 50 for text in pictures)


def test_quoting_what_the_card_lacks_raises() -> None:
    with pytest.raises(ValueError, match="no table"):
        card_rows("| no such header |", "shipped")
    with pytest.raises(ValueError, match="no table"):
        card_rows("| recipe |", "no such recipe")
