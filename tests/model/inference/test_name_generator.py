import codecs
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain.condition import Condition
from model.domain.corpus import entries
from model.domain.countries import countries
from model.domain.generation import (
    DEFAULT_MAX_LENGTH,
    MAX_SEED,
    MIN_NAME_LENGTH,
    NameRequest,
    Rejection,
    RequestedKind,
    Style,
)
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator, is_writable
from model.inference.sampler import UNIFORM_WEIGHT
from tests.model.distributions import letter_distributions

BAD = codecs.decode("Shpx", "rot13")
"""A blocked word."""


@st.composite
def requests(draw: st.DrawFn) -> NameRequest:
    codes = draw(
        st.lists(st.sampled_from(sorted(countries())), min_size=1, max_size=3, unique=True)
    )
    weights = {code: draw(st.floats(0.1, 1)) for code in codes}
    return NameRequest(
        Condition.blend(weights, draw(st.sampled_from(["F", "M", None]))),
        count=draw(st.integers(1, 10)),
        inverse_temperature=draw(st.sampled_from([style.inverse_temperature for style in Style])),
        starts_with=draw(st.sampled_from(["", "", "a", "Ma", "jo", "É", BAD])),
        max_length=draw(st.integers(4, DEFAULT_MAX_LENGTH)),
        kind=draw(st.sampled_from(RequestedKind)),
    )


@settings(max_examples=25)
@given(name_request=requests(), seed=st.integers(0, MAX_SEED))
def test_suggestions_satisfy_every_option(
    generator: NameGenerator, name_request: NameRequest, seed: int
) -> None:
    names = generator.suggest(name_request, np.random.default_rng(seed))
    assert len(names) <= name_request.count
    assert len({fold(suggestion.name) for suggestion in names}) == len(names)
    for suggestion in names:
        assert MIN_NAME_LENGTH <= len(suggestion.name) <= name_request.max_length
        assert suggestion.name.lower().startswith(name_request.starts_with.lower())
        assert is_writable(suggestion.name.lower(), fold(suggestion.name.lower()))
        assert not generator.blocklist.blocks(suggestion.name)
        assert suggestion.kind is generator.existence.kind_of(suggestion.name)
        assert name_request.kind in {suggestion.kind.value, RequestedKind.ANY}
        assert suggestion.nearest in generator.known
        assert suggestion.distance > 0 or not suggestion.is_new
        assert suggestion.bearing is None or not suggestion.is_new


def test_the_same_seed_suggests_the_same_names(generator: NameGenerator) -> None:
    name_request = NameRequest(Condition.for_country("IT"))
    first, second = (generator.suggest(name_request, np.random.default_rng(7)) for _ in range(2))
    assert first == second
    assert first != generator.suggest(name_request, np.random.default_rng(8))


def test_sample_frequencies_match_probabilities(generator: NameGenerator) -> None:
    condition = Condition.for_country("CN")
    listed = sorted({entry.letters for entry in entries() if entry.country == "CN"})
    share = np.exp(-generator.nll([(name, condition) for name in listed])).sum()
    samples = generator.sample(condition, 4000, np.random.default_rng(9))
    assert np.isin(samples, listed).mean() == pytest.approx(share, abs=0.03)


def test_no_letter_below_min_p_is_sampled(generator: NameGenerator) -> None:
    condition = Condition.for_country("FR")
    name_request = NameRequest(condition, count=20)
    for suggestion in generator.suggest(name_request, np.random.default_rng(6)):
        rows = letter_distributions(generator, suggestion.name, condition)[:-1, 1:]
        letters = generator.normalise_case(suggestion.name, "FR")
        ids = [generator.alphabet.index(letter) for letter in letters]
        shares = rows[np.arange(len(ids)), ids] / rows.max(axis=1)
        assert shares.min() >= name_request.min_p > 0


@settings(max_examples=30)
@given(
    name=st.text("śżğþøqxé'-", min_size=1, max_size=8), country=st.sampled_from(sorted(countries()))
)
def test_no_letter_is_less_likely_than_the_uniform_part(
    generator: NameGenerator, name: str, country: str
) -> None:
    rows = letter_distributions(generator, name, Condition.for_country(country))
    assert rows.min() >= 0.99 * UNIFORM_WEIGHT / (len(generator.alphabet) + 1)
    nats = generator.letter_nll(name, [Condition.for_country(country)])[0]
    assert nats.max() < 11.6


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"count": 30, "max_length": 2}, Rejection.LENGTH),
        ({"starts_with": "xxxx"}, Rejection.UNWRITABLE),
        ({"starts_with": BAD, "kind": RequestedKind.ANY}, Rejection.BLOCKED),
        ({"count": 900, "inverse_temperature": 2.0}, Rejection.KNOWN),
        (
            {"count": 300, "inverse_temperature": 10.0, "kind": RequestedKind.ANY},
            Rejection.REPEATED,
        ),
    ],
)
def test_fewer_names_than_requested_come_with_a_reason(
    generator: NameGenerator, options: dict[str, Any], reason: Rejection
) -> None:
    name_request = NameRequest(Condition.for_country("VN"), **options)
    result = generator.suggest(name_request, np.random.default_rng(1))
    assert len(result) < name_request.count
    assert result.reason is reason
    assert result.rejected[reason] > 1000


@pytest.mark.parametrize("codes", [["NL"], ["NL", "PL"], ["NL", "PL", "CL"]])
def test_samples_are_divided_by_the_components(generator: NameGenerator, codes: list[str]) -> None:
    impossible = NameRequest(Condition.blend(dict.fromkeys(codes, 1)), count=10, starts_with="aaa")
    result = generator.suggest(impossible, np.random.default_rng(1))
    components = len(codes) + (len(codes) > 1)  # all countries together are one too
    assert not result
    assert 4000 < sum(result.rejected.values()) * components <= 4096


@pytest.mark.parametrize(
    ("names", "writable"),
    [
        ("jean-luc o'neil brynn mimi ma'mun aaron ng-an", True),
        ("annna àaáron arekekeke brt -anna anna- a-nna an--na 'anna an-na-li", False),
    ],
)
def test_writable_names(names: str, *, writable: bool) -> None:
    assert {is_writable(name, fold(name)) for name in names.split()} == {writable}
