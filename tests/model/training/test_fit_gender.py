import numpy as np
import pytest

from model.inference.name_generator import NameGenerator
from model.selection import filtered
from model.selection.filtered import FilteredSampler
from model.training.fit_gender import FITTED, HELD_OUT, fit, read_inputs


@pytest.fixture(scope="module")
def sampler() -> FilteredSampler:
    return FilteredSampler(NameGenerator.load())


@pytest.mark.slow
def test_shipped_constants_are_those_of_the_fit(sampler: FilteredSampler) -> None:
    weights, bias = fit(read_inputs(sampler, FITTED))
    shipped = (filtered._BY_NETWORK, filtered._BY_END, filtered._ANY)  # noqa: SLF001 - set by hand
    assert [*weights, bias] == pytest.approx(shipped, abs=0.02)


@pytest.mark.slow
def test_genders_of_other_countries_are_told(sampler: FilteredSampler) -> None:
    inputs = read_inputs(sampler, HELD_OUT)
    weights, bias = fit(read_inputs(sampler, FITTED))
    guessed = inputs.features @ weights + bias > 0
    assert np.mean(guessed == inputs.are_women) >= 0.95
