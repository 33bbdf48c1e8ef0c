import numpy as np
import pytest

from model.inference.name_generator import NameGenerator
from model.selection import filtered
from model.selection.filtered import FilteredSampler
from model.training.fit_gender import FITTED, HELD_OUT, fit, read_inputs

BY_NETWORK, BY_END, ANY = filtered._BY_NETWORK, filtered._BY_END, filtered._ANY  # noqa: SLF001 - set by hand


def test_shipped_constants_are_those_of_the_fit(generator: NameGenerator) -> None:
    weights, bias = fit(read_inputs(FilteredSampler(generator), FITTED))
    assert [*weights, bias] == pytest.approx((BY_NETWORK, BY_END, ANY), abs=0.02)


def test_they_tell_genders_of_other_countries(generator: NameGenerator) -> None:
    inputs = read_inputs(FilteredSampler(generator), HELD_OUT)
    guessed = inputs.features @ [BY_NETWORK, BY_END] + ANY > 0
    assert np.mean(guessed == inputs.are_women) >= 0.95
