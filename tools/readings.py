"""Has new names read: `python -m tools.readings prepare FOLDER NL,PL,NL+PL`, then `take`, `refit`.

`prepare` writes sheets of names that the ranker puts first and nobody has read, and of good ones
that few have, beside the scale. Whoever reads `01.txt` writes `01.out`. `take` adds what they said
to `data/ratings/`, and `refit` fits all that learns from it.
"""

import argparse
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle, groupby, islice
from pathlib import Path

import numpy as np

from data.attested.readings import (
    IMPRESSIONS,
    NEW_BLENDS,
    NEW_NAMES,
    PUT_FIRST,
    SCALE,
    Impression,
    Judgement,
    add_readings,
    read_impressions,
    read_judgements,
)
from model.domain.condition import Condition, Gender
from model.domain.generation import NameRequest
from model.domain.spelling import capitalise, fold
from model.inference.name_generator import NameGenerator
from model.selection.deck import Deck
from model.selection.selector import NameSelector
from tools.retrain.steps import STEPS
from tools.retrain.tasks import run

ROUNDS = 24
UNREAD, AGAIN = 300, 60
"""Names of a country, or pair, that nobody has read, and good ones that few have."""
_ENOUGH = 3
"""Readings of a good name."""
_PER_SHEET = 1400
_MAX_ALIKE = 12
"""Unread names of a sheet with the same last `_ENDING` letters."""
_ENDING = 4
REFITTED = ["ranker", "blend-ranker", "reader-ratings", "novelty", "good-names", "checksums"]
"""Steps of `tools.retrain`."""
_DIGITS = re.compile("[012][1-5]{3}")

Digits = tuple[int, int, int, int]
"""Whether a name exists, how good it is as a new one, its age, and its appeal."""
Readings = Mapping[tuple[str, str], int]
"""How often names were read, by their countries' codes and folded."""


def prepare(folder: Path, groups: Sequence[str], seed: int) -> None:
    """Write sheets; a group is a country's code, or two with a plus.

    Raises:
        FileExistsError: the folder exists, and may have sheets that somebody is reading.
    """
    folder.mkdir(parents=True)
    shutil.copy(SCALE, folder / "scale.txt")
    selector = NameSelector.load(NameGenerator.load())
    readings = count_readings()
    rng = np.random.default_rng(seed)
    number, size = 0, _PER_SHEET
    for group in groups:
        names = [*islice(unread(selector, group, readings, rng), UNREAD)]
        names += islice(good_again(selector, group, readings), AGAIN)
        if size >= _PER_SHEET:
            number, size = number + 1, 0
        with (folder / f"{number:02}.txt").open("a", encoding="utf-8") as sheet:
            sheet.write(f"# {group}\n")
            for name in rng.permutation(sorted({*names})).tolist():
                size += 1
                sheet.write(f"{size}\t{name}\n")


def count_readings() -> Readings:
    """Count how often each name was read for its appeal: 0 for those that were only judged."""
    judgements = (*read_judgements(NEW_NAMES), *read_judgements(NEW_BLENDS))
    judged = {(each.country, fold(each.name)): 0 for each in judgements}
    return {**judged, **Counter((each.country, fold(each.name)) for each in read_impressions())}


def unread(
    selector: NameSelector, group: str, readings: Readings, rng: np.random.Generator
) -> Iterator[str]:
    """Yield names that the ranker puts first among many samples, the best first."""
    found: dict[str, tuple[float, str]] = {}
    genders: tuple[Gender | None, ...] = (None, "F", "M")
    for gender in islice(cycle(genders), ROUNDS):
        request, deck = NameRequest(_condition(group, gender)), Deck(rng)
        part = selector.rounds.sample(request, deck)
        for name, score in selector.rounds.best_of(part, deck, most=None):
            if (group, fold(name)) not in readings:
                found[fold(name)] = score, capitalise(name, request.condition.dominant_country)
    endings = Counter[str]()
    for folded, (_, name) in sorted(found.items(), key=lambda item: item[1], reverse=True):
        endings[folded[-_ENDING:]] += 1
        if endings[folded[-_ENDING:]] <= _MAX_ALIKE:
            yield name


def good_again(selector: NameSelector, group: str, readings: Readings) -> Iterator[str]:
    """Yield the good names that few have read, the best first."""
    condition = _condition(group)
    for name in selector.rater.good.of(group.split("+")).names:
        if readings.get((group, fold(name)), 0) < _ENOUGH:
            yield capitalise(name, condition.dominant_country)


def take(folder: Path) -> None:
    """Add what readers said of the sheets of a folder, each sheet as a panel of its own.

    Raises:
        ValueError: a sheet was not read, or not all of it.
    """
    read = [part for sheet in sorted(folder.glob("[0-9]*.txt")) for part in _read_sheet(sheet)]
    for path, said in read:
        panel = _next_panel(read_judgements(path))
        of_impressions = _next_panel(read_impressions(IMPRESSIONS))
        judgements, impressions = [], []
        for group, name, (exists, quality, age, appeal) in said:
            read_name = group, name, PUT_FIRST
            judgements.append(Judgement(*read_name, panel, exists, quality))
            impressions.append(Impression(*read_name, of_impressions, age, appeal))
        add_readings(path, judgements)
        add_readings(IMPRESSIONS, impressions)
        print(f"{len(judgements):,} readings for {path.name}")  # noqa: T201 - this is a command


def _next_panel(read: Iterable[Judgement | Impression]) -> int:
    return 1 + max((reading.panel for reading in read), default=0)


def _read_sheet(sheet: Path) -> Iterator[tuple[Path, Sequence[tuple[str, str, Digits]]]]:
    """Yield what was said of the names of a sheet: for each file group, name and digits."""
    answers = _read_answers(sheet.with_suffix(".out"))
    for path, lines in groupby(_names_of(sheet), _file_of):
        said = []
        for group, number, name in lines:
            if number not in answers:
                message = f"{sheet.name}: nobody has read {number}, {name}."
                raise ValueError(message)
            said.append((group, name, answers[number]))
        yield path, said


def _file_of(line: tuple[str, str, str]) -> Path:
    return NEW_BLENDS if "+" in line[0] else NEW_NAMES


def _names_of(sheet: Path) -> Iterator[tuple[str, str, str]]:
    """Yield group, number and name of each line of a sheet."""
    group = ""
    for line in sheet.read_text("utf-8").splitlines():
        if line.startswith("# "):
            group = line.removeprefix("# ")
        else:
            number, name = line.split("\t")
            yield group, number, name


def _read_answers(answers: Path) -> Mapping[str, Digits]:
    """Return what was said of a name, by the number of its line."""
    found = {}
    for line in answers.read_text("utf-8").splitlines():
        number, _, digits = line.strip().partition(" ")
        if _DIGITS.fullmatch(digits) is None:
            message = f"{answers.name}: {line!r} is not on the scale."
            raise ValueError(message)
        exists, quality, age, appeal = map(int, digits)
        found[number] = exists, quality, age, appeal
    return found


def _condition(group: str, gender: Gender | None = None) -> Condition:
    return Condition.blend(dict.fromkeys(group.split("+"), 1.0), gender)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    preparing = commands.add_parser("prepare", help="write sheets")
    taking = commands.add_parser("take", help="add what readers said")
    for command in (preparing, taking):
        command.add_argument("folder", type=Path)
    preparing.add_argument("groups", help="countries, or pairs as in NL+PL, with commas between")
    preparing.add_argument("--seed", type=int, default=0, help="another one, other names")
    commands.add_parser("refit", help="fit all that learns from it")
    options = parser.parse_args(arguments)
    if options.command == "prepare":
        prepare(options.folder, options.groups.split(","), options.seed)
    elif options.command == "take":
        take(options.folder)
    else:
        return run(STEPS, REFITTED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
