from dataclasses import replace

import numpy as np
import pytest

from model.domain.condition import Condition, Gender
from model.domain.errors import InputError, UnknownLettersError
from model.domain.generation import NameRequest, RequestedKind
from model.domain.spelling import fold
from model.inference.name_generator import Candidates, NameGenerator
from model.origin.reversed_scorer import load_reversed_network
from model.selection.filtered import MAX_GENDER_DIFFERENCE, FilteredSampler
from model.selection.gender_endings import GenderEndings
from model.selection.selector import NameSelector

DUTCH = NameRequest(Condition.for_country("NL"))
BLEND = NameRequest(Condition.blend({"NL": 1, "PL": 1}))


def names(selector: NameSelector, request: NameRequest, seed: int = 64) -> list[str]:
    return [suggestion.name for suggestion in selector.suggest(request, seed)]


@pytest.mark.parametrize("request_", [DUTCH, BLEND], ids=["country", "blend"])
@pytest.mark.parametrize(("starts_with", "ends_with"), [("", "lle"), ("Ma", "n"), ("Jori", "a")])
def test_every_name_of_a_full_card_has_the_letters_asked_for(
    selector: NameSelector, request_: NameRequest, starts_with: str, ends_with: str
) -> None:
    found = names(selector, replace(request_, starts_with=starts_with, ends_with=ends_with))
    assert len(found) == 5
    for name in found:
        assert name.startswith(starts_with)
        assert name.endswith(ends_with)


def test_drawn_names_are_as_likely_as_those_found_by_chance(generator: NameGenerator) -> None:
    """Sampling forwards to an end draws from the distribution that waiting would, to half a nat."""
    request = replace(DUTCH, ends_with="an", kind=RequestedKind.ANY, min_p=0)
    rng = np.random.default_rng(1)
    sampled = generator.sample(DUTCH.condition, 12000, rng)
    waited = [name for name in sampled if name.endswith("an") and len(name) <= DUTCH.max_length]
    drawn = generator.sample_from_template(request, request.template(), 1000, rng)

    def mean_nats(found: list[str]) -> float:
        return float(generator.nll([(name, DUTCH.condition) for name in found]).mean())

    assert len(waited) > 50
    # No name is drawn twice, so common ones are rarer.
    assert mean_nats(drawn) == pytest.approx(mean_nats([*dict.fromkeys(waited)]), abs=1.5)


@pytest.mark.parametrize("letters", ["a12", "ж"])
def test_letters_that_no_name_has_are_refused_and_quoted_as_typed(
    selector: NameSelector, letters: str
) -> None:
    with pytest.raises(UnknownLettersError) as caught:
        names(selector, replace(DUTCH, ends_with=letters))
    assert caught.value.typed == letters


@pytest.mark.parametrize(
    ("country", "start", "end", "message"),
    [
        ("NL", "Zq", "wx", "'Zq' at the start and 'wx' at the end, {}. Try 'Z' and 'x'."),
        ("US", "Zqu", "", "'Zqu' at the start, {}. Try 'Z'."),
        ("NL", "Ma", "wx", "'wx' at the end, {}. Try 'x'."),
    ],
)
def test_letters_that_make_no_name_are_refused_and_the_nearest_are_offered(
    generator: NameGenerator, country: str, start: str, end: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        FilteredSampler(generator).require_likely(between(country, start, end))
    assert str(caught.value) == f"With {message.format('it wouldn’t sound like a name')}"


def between(country: str, start: str, end: str) -> NameRequest:
    """Ask for names between letters."""
    condition = Condition.for_country(country)
    return NameRequest(condition, starts_with=start, ends_with=end)


@pytest.mark.parametrize(
    ("country", "start", "end"),
    [
        *(("NL", "Sj", "tje"), ("NL", "X", "x"), ("PL", "Szcz", "ław"), ("KE", "Ng'", "")),
        *(("DE", "Pf", "dt"), ("TR", "Ğ", "ş"), ("FR", "", "eaux"), ("IT", "Xy", "ck")),
    ],
)
def test_letters_of_names_that_there_could_be_are_not_refused(
    generator: NameGenerator, country: str, start: str, end: str
) -> None:
    FilteredSampler(generator).require_likely(between(country, start, end))


def test_the_reversed_network_is_loaded_for_last_letters_alone(generator: NameGenerator) -> None:
    load_reversed_network.cache_clear()
    FilteredSampler(generator).require_likely(replace(BLEND, starts_with="Ma"))
    assert load_reversed_network.cache_info().currsize == 0
    FilteredSampler(generator).require_likely(replace(BLEND, ends_with="a"))
    assert load_reversed_network.cache_info().currsize == 1


def test_of_a_blend_one_country_is_enough_for_letters(generator: NameGenerator) -> None:
    sampler = FilteredSampler(generator)
    sampler.require_likely(replace(BLEND, starts_with="Szcz"))
    with pytest.raises(InputError, match="Try 'B'"):
        sampler.require_likely(replace(BLEND, starts_with="Bx"))


@pytest.mark.parametrize("code", ["NL", "FR", "TR", "PL", "RU", "GR"])
def test_neutral_names_are_as_likely_for_either_gender(
    generator: NameGenerator, selector: NameSelector, code: str
) -> None:
    found = names(selector, NameRequest(Condition.for_country(code, "N")))
    assert len(found) == 5
    female, male = (
        generator.nll([(name, Condition.for_country(code, gender)) for name in found])
        for gender in ("F", "M")
    )
    assert np.abs(female - male).max() <= MAX_GENDER_DIFFERENCE + 1e-3


@pytest.mark.parametrize("code", ["SE", "NL", "US", "FR", "DE", "GB", "IT"])
def test_no_first_neutral_name_ends_as_one_gender_does(selector: NameSelector, code: str) -> None:
    found = names(selector, NameRequest(Condition.for_country(code, "N")), seed=0)
    women = GenderEndings.load().female_shares([*map(fold, found)], code)
    assert len(found) == 5
    assert 0.1 < women.min() < women.max() < 0.9


@pytest.mark.parametrize(
    ("gender", "suits", "other"), [("F", "annelina", "gerbert"), ("M", "gerbert", "annelina")]
)
def test_a_name_that_is_not_clearly_of_the_gender_asked_for_loses_points(
    generator: NameGenerator, gender: Gender, suits: str, other: str
) -> None:
    names, request = [suits, other], NameRequest(Condition.for_country("NL", gender))
    candidates = Candidates(names, names, np.zeros((2, 10), np.float32))
    points = FilteredSampler(generator).score(candidates, request)
    assert points[0] == 0
    assert points[1] < -0.5
