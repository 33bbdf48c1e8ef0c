"""What the ends of names say of their gender, from a few names and as it is shipped."""

import numpy as np
import pytest

from model.selection.filtered import load_gender_endings
from model.selection.gender_endings import GenderEndings

WOMEN = ("anna", "emma", "ella", "nora", "ida", "lina", "maja", "sara", "stina", "vera")
MEN = ("lars", "nils", "anders", "jens", "mats", "lukas", "elias", "tobias", "klas", "mattias")
BOTH = ("kim", "sim", "tim", "lim", "rim", "dim", "vim", "nim")


@pytest.fixture(scope="module")
def few() -> GenderEndings:
    named = [(WOMEN, 1.0), (MEN, 0.0), (BOTH, 0.5)]
    return GenderEndings.count((name, "SE", share) for names, share in named for name in names)


def test_an_end_that_only_women_have_is_a_womans(few: GenderEndings) -> None:
    woman, man, both = few.female_shares(["frida", "jonas", "gim"], "SE")
    assert woman > 0.7
    assert man < 0.3
    assert both == pytest.approx(0.5, abs=0.05)


def test_of_a_country_without_names_other_countries_tell(few: GenderEndings) -> None:
    woman, man = few.female_shares(["frida", "jonas"], "NO")
    assert woman > man


def test_an_ending_may_be_a_whole_name(few: GenderEndings) -> None:
    assert np.isfinite(few.female_shares(["k", "im", "kim"], "SE")).all()


def test_neutral_endings_are_those_of_both(few: GenderEndings) -> None:
    assert few.neutral("SE") == ["im"]
    assert few.neutral("NO") == []


@pytest.mark.parametrize(
    ("name", "country", "share"),
    [
        ("valbert", "SE", 0.0),
        ("ehrentraud", "DE", 1.0),
        ("karlina", "NL", 1.0),
        ("hildebrand", "DE", 0.0),
        ("arlowen", "GB", 0.5),
        ("shavery", "US", 0.5),
    ],
)
def test_shipped_ones_know_what_a_native_hears(name: str, country: str, share: float) -> None:
    heard = load_gender_endings().female_shares([name], country).item()
    assert heard == pytest.approx(share, abs=0.2)


def test_polish_names_always_mark_a_gender() -> None:
    assert load_gender_endings().neutral("PL") == []
    assert "in" in load_gender_endings().neutral("SE")
