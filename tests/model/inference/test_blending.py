from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain.condition import BlendMethod, Condition, Gender
from model.domain.countries import countries
from model.domain.generation import NameRequest
from model.inference.name_generator import NameGenerator
from model.inference.sampler import UNIFORM_WEIGHT
from tests.model.distributions import letter_distributions

WORDS = st.text("aeioulmnrstkzé'-", min_size=1, max_size=12)
CODES = st.lists(st.sampled_from(sorted(countries())), min_size=2, max_size=3, unique=True)


@st.composite
def blends(draw: st.DrawFn) -> Condition:
    weights = {code: draw(st.floats(0.01, 1)) for code in draw(CODES)}
    gender: Gender | None = draw(st.sampled_from(["F", "M", None]))
    return Condition.blend(weights, gender, draw(st.sampled_from(BlendMethod)))


@settings(max_examples=40)
@given(codes=CODES, name=WORDS, method=st.sampled_from(BlendMethod))
def test_a_blend_of_almost_one_country_is_that_country(
    generator: NameGenerator, codes: list[str], name: str, method: BlendMethod
) -> None:
    first, *others = codes
    weights = {first: 1.0} | dict.fromkeys(others, 1e-12)
    blend, alone = Condition.blend(weights, method=method), Condition.for_country(first)
    np.testing.assert_allclose(
        letter_distributions(generator, name[:4], blend),
        letter_distributions(generator, name[:4], alone),
        atol=1e-3,
    )


@settings(max_examples=40)
@given(blend=blends(), name=WORDS)
def test_a_blends_nll_sums_letters(generator: NameGenerator, blend: Condition, name: str) -> None:
    ids = [generator.alphabet.index(letter) + 1 for letter in name]
    rows = letter_distributions(generator, name, blend)
    nats = -np.log(rows[np.arange(len(rows)), [*ids, 0]]).sum()
    assert generator.nll([(name, blend)])[0] == pytest.approx(nats, rel=1e-4)


@pytest.mark.parametrize("method", BlendMethod)
def test_samples_of_a_blend_have_its_nats(generator: NameGenerator, method: BlendMethod) -> None:
    blend = Condition.blend({"NL": 0.6, "PL": 0.4}, method=method)
    name_request = NameRequest(blend, starts_with="Ma")
    found = generator.sample_new(name_request, 64, np.random.default_rng(1), Counter())
    scores = generator.nll([(name, blend) for name in found.names])
    np.testing.assert_allclose(found.letter_nll.sum(axis=1), scores, rtol=1e-4)


def test_nll_keeps_the_order_of_pairs_of_other_methods_and_sizes(generator: NameGenerator) -> None:
    weights = {"NL": 0.5, "PL": 0.3, "CL": 0.2}
    conditions = [
        blend
        for method in BlendMethod
        for blend in (Condition.blend(weights, "F", method), Condition.for_country("NL"))
    ]
    pairs = [(name, condition) for condition in conditions for name in ("Maximilia", "Jo")]
    alone = [generator.nll([pair])[0] for pair in pairs]
    np.testing.assert_allclose(generator.nll(pairs), alone, rtol=1e-4)


def test_balanced_is_a_product_where_what_fits_less_counts_more(generator: NameGenerator) -> None:
    blend = Condition.blend({"NL": 0.75, "CN": 0.25}, method=BlendMethod.BALANCED)
    uniform = UNIFORM_WEIGHT / (len(generator.alphabet) + 1)  # of which they are free
    dutch, chinese, got = (
        (letter_distributions(generator, "jo", condition) - uniform) / (1 - UNIFORM_WEIGHT)
        for condition in (Condition.for_country("NL"), Condition.for_country("CN"), blend)
    )
    j, o = (generator.alphabet.index(letter) + 1 for letter in "jo")
    odds = np.array([3, 3 * (chinese[0, j] / dutch[0, j]) ** 0.5, 0])
    odds[2] = odds[1] * (chinese[1, o] / dutch[1, o]) ** 0.5
    share = (odds / (1 + odds))[:, None]
    product = dutch**share * chinese ** (1 - share)
    np.testing.assert_allclose(got, product / product.sum(axis=1, keepdims=True), atol=1e-5)


def test_distinct_favours_letters_less_likely_in_all_countries(generator: NameGenerator) -> None:
    weights = {"NL": 0.5, "PL": 0.5}
    background = Condition.blend(
        dict.fromkeys(generator.countries, 1.0), method=BlendMethod.CONDITION
    )
    balanced, distinct = (
        letter_distributions(generator, "", Condition.blend(weights, method=method))[0]
        for method in (BlendMethod.BALANCED, BlendMethod.DISTINCT)
    )
    contrast = np.log(balanced / letter_distributions(generator, "", background)[0])
    assert (distinct * contrast).sum() > (balanced * contrast).sum()
