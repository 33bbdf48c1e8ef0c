import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain.arrays import DoubleArray
from model.domain.condition import BlendMethod, Condition, Gender
from model.domain.countries import countries
from model.domain.generation import NameRequest
from model.inference.name_generator import NameGenerator
from model.inference.sampler import SHARED
from model.origin.classifier import OriginClassifier

WORDS = st.text("aeioulmnrstkzé'-", min_size=1, max_size=12)
CODES = st.lists(st.sampled_from(sorted(countries())), min_size=2, max_size=3, unique=True)
EVERY_METHOD = pytest.mark.parametrize("method", BlendMethod)


@st.composite
def blends(draw: st.DrawFn) -> Condition:
    weights = {code: draw(st.floats(0.01, 1)) for code in draw(CODES)}
    gender: Gender | None = draw(st.sampled_from(["F", "M", None]))
    return Condition.blend(weights, gender, draw(st.sampled_from(BlendMethod)))


@settings(max_examples=80)
@given(blend=blends(), name=WORDS)
def test_a_blends_probabilities_sum_to_one_along_any_name(
    namer: NameGenerator, blend: Condition, name: str
) -> None:
    rows = namer.distributions(name, blend)
    assert rows.shape == (len(name) + 1, len(namer.alphabet) + 1)
    assert (rows >= 0).all()
    np.testing.assert_allclose(rows.sum(axis=1), 1)


@settings(max_examples=40)
@given(codes=CODES, name=WORDS, method=st.sampled_from(BlendMethod))
def test_a_country_with_all_but_all_the_weight_speaks_alone(
    namer: NameGenerator, codes: list[str], name: str, method: BlendMethod
) -> None:
    first, *others = codes
    weights = {first: 1.0} | dict.fromkeys(others, 1e-12)
    blend, alone = Condition.blend(weights, method=method), Condition.for_country(first)
    np.testing.assert_allclose(
        namer.distributions(name[:4], blend), namer.distributions(name[:4], alone), atol=1e-3
    )


@settings(max_examples=40)
@given(blend=blends(), name=WORDS)
def test_a_blended_names_nats_are_those_of_its_letters(
    namer: NameGenerator, blend: Condition, name: str
) -> None:
    numbers = [namer.alphabet.index(letter) + 1 for letter in name]
    rows = namer.distributions(name, blend)
    nats = -np.log(rows[np.arange(len(rows)), [*numbers, 0]]).sum()
    assert namer.nll([(name, blend)])[0] == pytest.approx(nats, rel=1e-4)


@EVERY_METHOD
def test_blended_names_carry_the_nats_of_their_method(
    namer: NameGenerator, method: BlendMethod
) -> None:
    blend = Condition.blend({"NL": 0.6, "PL": 0.4}, method=method)
    names = namer.suggest(NameRequest(blend, count=20, starts_with="Ma"), np.random.default_rng(1))
    scores = namer.nll([(one.name, blend) for one in names])
    np.testing.assert_allclose([one.nats for one in names], scores, rtol=1e-4)


@EVERY_METHOD
def test_the_same_seed_gives_the_same_blended_names(
    namer: NameGenerator, method: BlendMethod
) -> None:
    wish = NameRequest(Condition.blend({"FR": 1, "JP": 1, "CL": 1}, method=method), count=10)
    one, other = (namer.suggest(wish, np.random.default_rng(7)) for _ in range(2))
    assert len(one) == 10
    assert one == other


def test_names_of_all_methods_and_sizes_are_scored_in_the_order_asked(namer: NameGenerator) -> None:
    weights = {"NL": 0.5, "PL": 0.3, "CL": 0.2}
    conditions = [
        blend
        for method in BlendMethod
        for blend in (Condition.blend(weights, "F", method), Condition.for_country("NL"))
    ]
    pairs = [(name, one) for one in conditions for name in ("Maximilia", "Jo")]
    alone = [namer.nll([pair])[0] for pair in pairs]
    np.testing.assert_allclose(namer.nll(pairs), alone, rtol=1e-4)


def test_arithmetic_is_the_mean_of_the_countries_letters(namer: NameGenerator) -> None:
    blend = Condition.blend({"NL": 0.75, "CN": 0.25}, method=BlendMethod.ARITHMETIC)
    dutch, chinese = (
        namer.distributions("jo", Condition.for_country(code)) for code in ("NL", "CN")
    )
    expected = 0.75 * dutch + 0.25 * chinese
    np.testing.assert_allclose(namer.distributions("jo", blend), expected, rtol=1e-3)


def unshared(likely: DoubleArray) -> DoubleArray:
    """Probabilities (..., letters) without what all letters have in equal parts."""
    own: DoubleArray = (likely - SHARED / likely.shape[-1]) / (1 - SHARED)
    return own


def test_geometric_is_the_product_of_the_countries_letters(namer: NameGenerator) -> None:
    blend = Condition.blend({"NL": 0.75, "CN": 0.25}, method=BlendMethod.GEOMETRIC)
    dutch, chinese, got = (
        unshared(namer.distributions("jo", one))
        for one in (Condition.for_country("NL"), Condition.for_country("CN"), blend)
    )
    product = dutch**0.75 * chinese**0.25
    np.testing.assert_allclose(got, product / product.sum(axis=1, keepdims=True), atol=1e-6)


def test_bayesian_is_the_mean_of_the_countries_names(namer: NameGenerator) -> None:
    weights = {"NL": 0.5, "PL": 0.3, "CN": 0.2}
    blend = Condition.blend(weights, method=BlendMethod.BAYESIAN)
    alone = namer.nll([("Marieke", Condition.for_country(code)) for code in weights])
    expected = -np.log(np.exp(-alone) @ list(weights.values()))
    assert namer.nll([("Marieke", blend)])[0] == pytest.approx(expected, rel=1e-4)


@pytest.fixture(scope="module")
def origin(namer: NameGenerator) -> OriginClassifier:
    return OriginClassifier.load(namer)


@pytest.mark.parametrize("pair", [("NL", "PL"), ("NL", "CL"), ("IT", "CN"), ("IS", "TR")])
def test_the_heavier_a_country_the_more_names_sound_like_it(
    namer: NameGenerator, origin: OriginClassifier, pair: tuple[str, str]
) -> None:
    def share(weight: float) -> float:
        blend = Condition.blend(dict(zip(pair, (weight, 1 - weight), strict=True)))
        names = namer.suggest(NameRequest(blend, count=500), np.random.default_rng(11))
        return float(origin.probabilities([one.name for one in names], pair)[:, 0].mean())

    assert share(0.25) + 0.05 < share(0.5) < share(0.75) - 0.05


def test_a_balanced_name_sounds_more_evenly_like_both(
    namer: NameGenerator, origin: OriginClassifier
) -> None:
    def lesser(method: BlendMethod) -> float:
        blend = Condition.blend({"IT": 1, "CN": 1}, method=method)
        names = namer.suggest(NameRequest(blend, count=200), np.random.default_rng(12))
        shares = origin.probabilities([one.name for one in names], ["IT", "CN"])
        return float(shares.min(axis=1).mean())

    assert (
        lesser(BlendMethod.BAYESIAN) < lesser(BlendMethod.GEOMETRIC) < lesser(BlendMethod.BALANCED)
    )


def test_distinct_favours_what_all_countries_together_expect_less(namer: NameGenerator) -> None:
    weights = {"NL": 0.5, "PL": 0.5}
    everyone = Condition.blend(dict.fromkeys(namer.countries, 1.0), method=BlendMethod.CONDITION)
    balanced, distinct = (
        namer.distributions("", Condition.blend(weights, method=method))[0]
        for method in (BlendMethod.BALANCED, BlendMethod.DISTINCT)
    )
    own = np.log(balanced / namer.distributions("", everyone)[0])
    assert (distinct * own).sum() > (balanced * own).sum()
