import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.attested import readings
from model.domain import corpus
from model.domain.generation import Bearing, NameKind, RequestedKind
from model.inference.attested_names import AttestedNames
from model.inference.existence import Existence

NAMES = st.lists(st.text("abcdeijkmnorstuz", min_size=2, max_size=9), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def existence() -> Existence:
    return Existence.load()


@given(existing=NAMES, borne=NAMES, common=NAMES)
def test_each_added_name_is_found(existing: list[str], borne: list[str], common: list[str]) -> None:
    names = AttestedNames.from_names(existing, borne, common)
    assert names.exist(existing).all()
    assert names.are_borne(borne).all()
    assert names.are_common(common).all()


def test_of_names_that_were_not_added_one_in_a_hundred_is_found_at_most() -> None:
    rng = np.random.default_rng(1)
    drawn = ["".join(rng.choice(list("aeioubdfgklmnprst"), 14)) for _ in range(12_000)]
    names = AttestedNames.from_names(drawn[:2000], drawn[:2000], drawn[:2000])
    for found in (names.exist, names.are_borne, names.are_common):
        assert found(drawn[2000:]).mean() <= 0.01


def test_what_stays_in_memory_is_small() -> None:
    names = AttestedNames.load()
    sizes = [names.spellings.nbytes, names.borne.nbytes, names.common.nbytes]
    assert sum(sizes) < 2_000_000


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
