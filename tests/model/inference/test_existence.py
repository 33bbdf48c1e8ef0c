import numpy as np
import pytest

from data.attested import readings
from model.domain import corpus
from model.domain.generation import Bearing, NameKind, RequestedKind
from model.inference.existence import Existence


@pytest.fixture(scope="module")
def existence() -> Existence:
    return Existence.load()


def test_names_nobody_has_are_new_without_exception(existence: Existence) -> None:
    rng = np.random.default_rng(1)
    drawn = ["".join(rng.choice(list("aeioubdfgklmnprst"), 14)) for _ in range(12_000)]
    assert existence.are_new(drawn).all()
    assert not existence.are_rare(drawn).any()
    assert not existence.are_common(drawn).any()


@pytest.mark.parametrize("name", ["Gerdina", "Josje", "Gertje", "Mahnoush", "Walentyn", "Mahnush"])
def test_real_names_that_the_lists_lack_are_not_new(existence: Existence, name: str) -> None:
    assert existence.kind_of(name) is not NameKind.NEW


def test_no_name_of_the_lists_is_new(existence: Existence) -> None:
    listed = [entry.name for entry in corpus.entries()][::29]
    assert not existence.are_new(listed).any()


@pytest.mark.slow
def test_no_name_that_a_reader_knew_is_new(existence: Existence) -> None:
    assert not existence.are_new(sorted(readings.known_names())).any()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Giuseppe", NameKind.KNOWN),
        ("Anna", NameKind.KNOWN),
        ("Carlien", NameKind.RARE),
        ("Mahnoosh", NameKind.RARE),
        ("Otabek", NameKind.KNOWN),  # which no register counts
        ("Litzy", NameKind.KNOWN),  # 7,000 Americans, if few in a million
        ("Zwanneliesje", NameKind.NEW),
    ],
)
def test_kinds(existence: Existence, name: str, kind: NameKind) -> None:
    assert existence.kind_of(name) is kind


def test_each_name_is_of_one_kind_and_wanted_as_that(existence: Existence) -> None:
    names = ["Giuseppe", "Carlien", "Zwanneliesje", "Mahnoosh", "Dintja"]
    kinds = [existence.kind_of(name) for name in names]
    for kind, wanted in ((NameKind.NEW, RequestedKind.NEW), (NameKind.RARE, RequestedKind.RARE)):
        expected = [each is kind for each in kinds]
        assert existence.are_wanted(names, wanted).tolist() == expected
    assert existence.are_wanted(names, RequestedKind.ANY).all()
    assert existence.are_new([]).tolist() == existence.are_rare([]).tolist() == []


def test_of_a_country_that_counts_nobody_no_other_count_is_told(existence: Existence) -> None:
    assert existence.bearing("Tygo", ["NL"]) is None
    assert existence.bearing("Tygo", ["NL", "BE"]) == existence.bearing("Tygo", ["BE"]) is not None


def test_a_country_asked_for_goes_before_one_where_more_bear_the_name(existence: Existence) -> None:
    most, danish = existence.bearing("Giuseppe", []), existence.bearing("Giuseppe", ["DK"])
    assert most is not None
    assert danish is not None
    assert danish.country == "DK"
    assert most.bearers > danish.bearers
    assert existence.bearing("Zwanneliesje", ["DK"]) is None
    assert existence.bearing("giuseppe", ["DK"]) == Bearing("DK", danish.bearers)
