from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator
from model.selection.rater import NameRater
from model.selection.selector import NameSelector

BLENDS = st.dictionaries(
    st.sampled_from(["NL", "PL", "CN", "IT", "TR", "CL"]),
    st.integers(1, 4).map(float),
    min_size=2,
    max_size=3,
)
NAMES = st.lists(st.text("aeiklmnorstz", min_size=2, max_size=9), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def rater(generator: NameGenerator) -> NameRater:
    return NameSelector.load(generator).rater


@settings(max_examples=25)
@given(blend=BLENDS, names=NAMES, data=st.data())
def test_no_score_of_a_blend_depends_on_the_order_of_its_countries(
    generator: NameGenerator,
    rater: NameRater,
    blend: Mapping[str, float],
    names: list[str],
    data: st.DataObject,
) -> None:
    order = data.draw(st.permutations([*blend]))

    def scores(*codes: str) -> list[np.ndarray]:
        condition = Condition.blend({code: blend[code] for code in codes})
        candidates = generator.score(names, condition)
        return [
            rater.rate(candidates, condition, only_new=True, age_points=0.5),
            rater.rate(candidates, condition),
            *rater.judge(candidates, condition).T,
            *([shares[code] for shares in rater.shares(names, condition)] for code in blend),
        ]

    for one, other in zip(scores(*blend), scores(*order), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-3)
