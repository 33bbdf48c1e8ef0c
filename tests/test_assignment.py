"""Holds `docs/assignment.md` to what its commands print, the stored logs and the model card."""

import re
from pathlib import Path

import pytest
from matplotlib.image import imread

from docs.answers import (
    DRAWN,
    KNOWN_ORIGIN,
    PAGE,
    PIECE,
    TABLES,
    TOP_FIVE,
    below,
    drawn,
    origins,
    rows,
    sentence,
)
from model.__main__ import main
from model.assignment.gradient_clip import search
from model.inference.weights import ASSIGNMENT_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier
from model.reports.card_file import CARD

TEXT = PAGE.read_text("utf-8")
SHOWN = {piece["source"]: piece["below"] for piece in PIECE.finditer(TEXT)}
COMMANDS = [source for source in SHOWN if source.startswith("$ ")]
MADE = [source for source in SHOWN if not source.startswith("$ ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_shows_what_its_commands_print(command: str, tmp_path: Path) -> None:
    assert below(command.replace("docs/clip.png", f"{tmp_path}/clip.png")) == SHOWN[command]


@pytest.mark.parametrize("source", MADE)
def test_the_page_shows_the_tables_as_the_weights_and_the_card_have_them(source: str) -> None:
    assert below(source) == SHOWN[source]


def test_every_console_block_is_run_and_every_table_is_shown() -> None:
    assert len(COMMANDS) == TEXT.count("\n$ ")
    assert [f"<!-- table: {name} -->" for name in TABLES] == MADE


def test_what_takes_long_is_quoted_from_the_card_line_by_line() -> None:
    card = CARD.read_text("utf-8").splitlines()
    for name in ("explosions", "recipes", "squares", "methods", "pairs", "all origins"):
        lines = SHOWN[f"<!-- table: {name} -->"].strip().splitlines()
        assert lines
        assert all(line in card for line in lines)


def test_the_seeds_passes_are_those_of_its_log() -> None:
    curve = Weights.load(ASSIGNMENT_WEIGHTS).curve
    shown = [row.split("|")[1:4] for row in TABLES["passes"]()][2:]
    assert [[float(cell) for cell in row] for row in shown] == [
        [one["number"], round(one["train"], 3), round(one["validation"], 2)] for one in curve
    ]


def test_the_picture_of_the_descents_is_what_its_command_draws(tmp_path: Path) -> None:
    (command,) = (one for one in COMMANDS if "docs/clip.png" in one)
    assert "-m model clip 312 --plot" in command
    main(["clip", "312", "--plot", str(tmp_path / "clip.png")])
    drawn_now, shown = imread(tmp_path / "clip.png"), imread(PAGE.with_name("clip.png"))
    assert drawn_now.shape == shown.shape
    # Another version of the fonts may move some dots.
    assert abs(drawn_now - shown).mean() < 0.01


def test_the_threshold_in_words_is_the_one_that_is_found() -> None:
    found = search(312, 50)
    assert set(re.findall(r"± (\d+\.\d+)", TEXT)) == {f"{found.threshold:g}"}
    assert f"smaller one than {found.working[0][0]:g} does" in TEXT
    assert 49 < found.working[-1][1] < 50


def test_squares_are_more_usual_and_less_new_as_judged() -> None:
    compared = {row.split(" | ")[0]: row.split(" | ")[-1] for row in rows("| | plain | squared |")}
    assert compared["| names hit"] == "better |"
    assert compared["| style"] == compared["| distinct"] == compared["| novel"] == "worse |"


def test_our_way_of_blending_is_better_than_the_plain_one_as_judged() -> None:
    plain, ours = rows("| method | both |", "condition", "distinct")[2:]
    plain_share, our_share = (float(row.split(" | ")[1].rstrip("%")) for row in (plain, ours))
    assert our_share > 2 * plain_share


def test_the_lowest_loss_is_the_right_countrys_as_a_rule() -> None:
    said = re.findall(r"\| (yes|no) \|$", "\n".join(origins()), re.MULTILINE)
    assert len(said) == 10
    assert said.count("yes") >= 7


def test_the_names_of_known_origin_are_on_no_list() -> None:
    origin = OriginClassifier.load()
    assert [name for name in KNOWN_ORIGIN if origin.rank(name).known_in] == []


def test_the_top_five_are_among_the_names_that_the_page_draws() -> None:
    assert f"$ {DRAWN}" in COMMANDS
    assert len(TOP_FIVE) == 5
    assert TOP_FIVE.keys() <= drawn().keys()


def test_every_function_stands_where_the_page_says() -> None:
    places = re.findall(r"\[`(\w+)`\]\((\S+?)\)", TEXT)
    assert len(places) > 10
    for name, path in places:
        code = (PAGE.parent / path).read_text("utf-8")
        assert re.search(rf"^ *(def|class) {name}\b", code, re.MULTILINE), (name, path)


def test_links_lead_somewhere_and_pictures_have_words_for_them() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", TEXT + CARD.read_text("utf-8"), re.MULTILINE)
    }
    for picture, words, target in re.findall(r"(!?)\[([^]]+)\]\((\S+?)\)", TEXT):
        path, _, anchor = target.partition("#")
        assert (PAGE.parent / path).exists(), target
        assert not anchor or anchor in headings, target
        assert not picture or len(words) > 50


def test_the_card_is_not_quoted_where_it_says_nothing() -> None:
    with pytest.raises(ValueError, match="no table"):
        rows("| no such header |")
    with pytest.raises(ValueError, match="no table"):
        rows("| recipe |", "no such recipe")
    with pytest.raises(ValueError, match="not enough values"):
        sentence("No such sentence")
