"""Conditions whose weights custom ids hold exactly."""

from itertools import pairwise

from hypothesis import strategies as st

from bot.interactions.custom_ids import MAX_COUNTRIES
from model.domain.condition import Condition, Gender
from model.domain.countries import countries

GENDERS: list[Gender | None] = ["F", "M", None]


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """Draw countries, each with some thousandths of the whole, and a gender or none."""
    code = st.sampled_from(sorted(countries()))
    codes = draw(st.lists(code, min_size=1, max_size=MAX_COUNTRIES, unique=True))
    others = len(codes) - 1
    cuts = draw(st.lists(st.integers(1, 999), min_size=others, max_size=others, unique=True))
    weights = [end - start for start, end in pairwise([0, *sorted(cuts), 1000])]
    return Condition.blend(dict(zip(codes, weights, strict=True)), draw(st.sampled_from(GENDERS)))
