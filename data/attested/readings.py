"""Names that readers know, from `data/ratings/existence.tsv`.

`python -m data.attested.readings` prints how many of each panel's names they know, and how good
they find the new ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from data.records import read_table, to_text

_FOLDER = Path(__file__).parents[1] / "ratings"
READINGS, HELD_OUT = _FOLDER / "existence.tsv", _FOLDER / "existence_held_out.tsv"
NEW_NAMES, NEW_NAMES_HELD_OUT = _FOLDER / "new_names.tsv", _FOLDER / "new_names_held_out.tsv"
NEW_BLENDS, NEW_BLENDS_HELD_OUT = _FOLDER / "new_blends.tsv", _FOLDER / "new_blends_held_out.tsv"
IMPRESSIONS = _FOLDER / "impressions.tsv"
IMPRESSIONS_HELD_OUT = _FOLDER / "impressions_held_out.tsv"
SCALE = _FOLDER / "scale.txt"
"""What readers, 1 to 5, think of new names, and whether they know them all the same."""

PUT_FIRST = "put first by the ranker"
"""How names were made that readers judged as new ones, now."""
NOT_SPELLED = frozenset(
    {
        *("real", "five-gram", "language model", "stems and endings of the list met anew"),
        *("the same, two letters or more off", "the same, two letters or more from any known name"),
    }
)
"""How names were made that the network did not spell: learnt from, but never served, nor is any
ranker judged by its order of them."""
_REAL, _GOOD = 2, 4
_LIKED, _UNLIKED = 3, 2
"""On the scales."""


class Reading(NamedTuple):
    """What two readers said of a name: 2 borne there, 1 known elsewhere or a variant, 0 nobody's.

    Attributes:
        country: of the name's sheet.
        name: as written.
        made: where the name was from, which readers did not see.
        panel: which readers, when.
        first: the first reader's.
        second: the second reader's; None where one read alone.
    """

    country: str
    name: str
    made: str
    panel: int
    first: int
    second: int | None

    @property
    def is_known(self) -> bool:
        """Whether either knows it, or the only one knows it as real there."""
        return self.first == _REAL if self.second is None else max(self.first, self.second) > 0


class Judgement(NamedTuple):
    """What a reader said of a new name.

    Attributes:
        country: of the name's sheet.
        name: as written.
        made: where the name was from, which readers did not see.
        panel: which reader, when.
        exists: 2 borne there, 1 known elsewhere or a variant, 0 nobody's.
        rating: how good it is as a new name, 1 to 5.
    """

    country: str
    name: str
    made: str
    panel: int
    exists: int
    rating: int


class Impression(NamedTuple):
    """How a new name strikes a reader of 25 to 40.

    Attributes:
        country: of the name's sheet.
        name: as written.
        made: where the name was from, which readers did not see.
        panel: which reader, when.
        age: how old-fashioned it sounds, from 1, a child's, to 5, of somebody born before 1945.
        appeal: how the reader would like it for somebody born now, 1 to 5.
    """

    country: str
    name: str
    made: str
    panel: int
    age: int
    appeal: int


def read_impressions(path: Path = IMPRESSIONS) -> Iterator[Impression]:
    """Read all impressions of new names."""
    for country, name, made, *numbers in read_table(path)[1:]:
        yield Impression(country, name, made, *map(int, numbers))


def read_judgements(path: Path = NEW_NAMES) -> Iterator[Judgement]:
    """Read all judgements of new names."""
    for country, name, made, panel, exists, rating in read_table(path)[1:]:
        yield Judgement(country, name, made, int(panel), int(exists), int(rating))


def add_readings(path: Path, rows: Iterable[Judgement | Impression]) -> None:
    """Add what readers said to a file, in order of country and name."""
    head, *old = read_table(path)
    before = [(country, name, made, *map(int, said)) for country, name, made, *said in old]
    path.write_text(to_text([tuple(head), *sorted([*before, *rows])]), "utf-8")


def read(path: Path = READINGS) -> Iterator[Reading]:
    """Read all readings."""
    for country, name, made, panel, first, second in read_table(path)[1:]:
        yield Reading(country, name, made, int(panel), int(first), int(second) if second else None)


def known_names() -> set[str]:
    """Return the names that a reader knows, in any country."""
    known = {reading.name for reading in read() if reading.is_known}
    judgements = (*read_judgements(NEW_NAMES), *read_judgements(NEW_BLENDS))
    return known | {judged.name for judged in judgements if judged.exists}


def summarise(path: Path) -> Iterator[str]:
    """Yield the rows of a table of existence: panel, names, made, real there, known somewhere."""

    def panel_and_kind(reading: Reading) -> tuple[int, str]:
        return reading.panel, reading.made

    for (panel, made), group in groupby(sorted(read(path), key=panel_and_kind), panel_and_kind):
        said = [*group]
        real = fmean({each.first, each.second} <= {_REAL, None} for each in said)
        known = fmean(each.is_known for each in said)
        yield f"| {panel} | {len(said):,} | {made} | {real:.3f} | {known:.3f} |"


def summarise_judgements(path: Path) -> Iterator[str]:
    """Yield the rows of a table: made, readings, known, and of the others the mean and good."""
    by_kind = sorted(read_judgements(path), key=_kind)
    for made, group in groupby(by_kind, _kind):
        judged = [*group]
        ratings = [each.rating for each in judged if not each.exists]
        known = 1 - len(ratings) / len(judged)
        mean, good = fmean(ratings), fmean(rating >= _GOOD for rating in ratings)
        yield f"| {made} | {len(judged):,} | {known:.3f} | {mean:.2f} | {good:.2f} |"


def summarise_names(path: Path) -> Iterator[str]:
    """Yield the rows of a table of names by their readers' mean: panel, names, made, mean, good.

    Names that a reader knows are left out.
    """
    judgements: dict[tuple[int, str, str, str], list[Judgement]] = defaultdict(list)
    for judged in read_judgements(path):
        judgements[judged.panel, judged.made, judged.country, judged.name].append(judged)
    new = {
        name: fmean(judged.rating for judged in said)
        for name, said in judgements.items()
        if not any(judged.exists for judged in said)
    }
    for (panel, made), names in groupby(sorted(new), lambda name: name[:2]):
        means = [new[name] for name in names]
        good = fmean(mean >= _GOOD for mean in means)
        yield f"| {panel} | {len(means)} | {made} | {fmean(means):.2f} | {good:.2f} |"


def summarise_impressions(path: Path) -> Iterator[str]:
    """Yield the rows of a table of names by their readers' mean.

    They are made, names, age, appeal, and the shares of names that are liked (3 or more), and that
    are not (2 or less).
    """
    said: dict[tuple[str, str, str], list[Impression]] = defaultdict(list)
    for impression in read_impressions(path):
        said[impression.made, impression.country, impression.name].append(impression)
    for made, names in groupby(sorted(said), lambda name: name[0]):
        of_names = [said[name] for name in names]
        age = fmean(fmean(each.age for each in of_name) for of_name in of_names)
        means = [fmean(each.appeal for each in of_name) for of_name in of_names]
        liked, unliked = (
            fmean(mean >= _LIKED for mean in means),
            fmean(mean <= _UNLIKED for mean in means),
        )
        figures = f"{age:.2f} | {fmean(means):.2f} | {liked:.2f} | {unliked:.2f}"
        yield f"| {made} | {len(means):,} | {figures} |"


def _kind(judged: Judgement) -> str:
    return judged.made


def main() -> None:
    """Print the tables."""
    for path in (READINGS, HELD_OUT):
        print(f"{path.name}: panel, names, made, real there by both, known to either")  # noqa: T201 - a command
        print(*summarise(path), sep="\n")  # noqa: T201 - likewise
    for path in (NEW_NAMES, NEW_BLENDS):
        print(f"{path.name}: made, readings, known, mean of the others, 4 or more")  # noqa: T201 - likewise
        print(*summarise_judgements(path), sep="\n")  # noqa: T201 - likewise
    for path in (IMPRESSIONS, IMPRESSIONS_HELD_OUT):
        print(f"{path.name}: made, names, age, appeal, 3 or more, 2 or less")  # noqa: T201 - likewise
        print(*summarise_impressions(path), sep="\n")  # noqa: T201 - likewise
    for path in (NEW_NAMES_HELD_OUT, NEW_BLENDS_HELD_OUT):
        print(f"{path.name}: panel, new names, made, mean, 4 or more")  # noqa: T201 - likewise
        print(*summarise_names(path), sep="\n")  # noqa: T201 - likewise


if __name__ == "__main__":
    main()
