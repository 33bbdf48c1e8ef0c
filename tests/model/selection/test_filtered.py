from dataclasses import replace

import numpy as np
import pytest

from model.domain.condition import Condition, Gender
from model.domain.errors import InputError, UnknownLettersError
from model.domain.filters import Filters, Initials
from model.domain.generation import NameRequest, RequestedKind
from model.domain.spelling import fold
from model.inference.name_generator import Candidates, NameGenerator
from model.selection.filtered import MAX_GENDER_DIFFERENCE, FilteredSampler
from model.selection.gender_endings import GenderEndings
from model.selection.likeness import likenesses
from model.selection.selector import NameSelector

DUTCH = NameRequest(Condition.for_country("NL"))
BLEND = NameRequest(Condition.blend({"NL": 1, "PL": 1}))


def names(selector: NameSelector, request: NameRequest, seed: int = 64) -> list[str]:
    return [suggestion.name for suggestion in selector.suggest(request, seed)]


@pytest.mark.parametrize("request_", [DUTCH, BLEND], ids=["country", "blend"])
@pytest.mark.parametrize(
    ("starts_with", "filters"),
    [
        ("", Filters(ends_with="lle")),
        ("", Filters(contains="or")),
        ("", Filters(contains="ñ")),  # in no Dutch name
        ("", Filters(without="aei")),
        ("", Filters(without="a, i")),
        ("Ma", Filters(contains="ar")),
        ("Ma", Filters(contains="ri", ends_with="n")),
        ("", Filters(contains="zz", without="o")),
    ],
)
def test_every_name_of_a_full_card_passes(
    selector: NameSelector, request_: NameRequest, starts_with: str, filters: Filters
) -> None:
    found = names(selector, replace(request_, starts_with=starts_with, filters=filters))
    assert len(found) == 5
    for name in map(str.lower, found):
        assert name.startswith(starts_with.lower())
        assert filters.contains in name
        assert name.endswith(filters.ends_with)
        assert not set(filters.without) & set(fold(name))


def test_drawn_names_are_as_likely_as_those_found_by_chance(generator: NameGenerator) -> None:
    """Steering draws from the same distribution as waiting would, to half a nat."""
    request = replace(DUTCH, filters=Filters(contains="an"), kind=RequestedKind.ANY, min_p=0)
    rng = np.random.default_rng(1)
    sampled = generator.sample(DUTCH.condition, 6000, rng)
    waited = [name for name in sampled if "an" in name and len(name) <= DUTCH.max_length]
    (template,) = request.templates()
    drawn = generator.sample_from_template(request, template, 1000, rng)

    def mean_nats(found: list[str]) -> float:
        return float(generator.nll([(name, DUTCH.condition) for name in found]).mean())

    assert mean_nats(drawn) == pytest.approx(mean_nats(waited), abs=0.5)
    drawn_length, waited_length = (np.mean([*map(len, found)]) for found in (drawn, waited))
    assert drawn_length == pytest.approx(waited_length, abs=0.5)


@pytest.mark.parametrize(
    ("filters", "typed"),
    [
        (Filters(ends_with="a12"), "a12"),
        (Filters(contains="ж"), "ж"),
        (Filters(without="жa"), "жa"),
        (Filters(like="Jan3"), "Jan3"),
    ],
)
def test_letters_that_no_name_has_are_refused_and_quoted_as_typed(
    selector: NameSelector, filters: Filters, typed: str
) -> None:
    with pytest.raises(UnknownLettersError) as caught:
        names(selector, replace(DUTCH, filters=filters))
    assert caught.value.typed == typed


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
    return NameRequest(condition, starts_with=start, filters=Filters(ends_with=end))


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


def test_of_a_blend_one_country_is_enough_for_letters(generator: NameGenerator) -> None:
    sampler = FilteredSampler(generator)
    sampler.require_likely(replace(BLEND, starts_with="Szcz"))
    with pytest.raises(InputError, match="Try 'B'"):
        sampler.require_likely(replace(BLEND, starts_with="Bx"))


@pytest.mark.parametrize("seed", [0, 64, 96])
def test_siblings_may_have_different_initials(selector: NameSelector, seed: int) -> None:
    request = replace(DUTCH, count=10, filters=Filters(initials=Initials.DIFFERENT))
    assert len({name[0] for name in names(selector, request, seed)}) == 10


@pytest.mark.parametrize("code", ["AR", "IR", "PL"])
def test_every_card_of_siblings_is_full_of_one_initial(selector: NameSelector, code: str) -> None:
    """But for a name of the last, which has what is left."""
    condition = Condition.for_country(code)
    request = NameRequest(condition, count=10, filters=Filters(initials=Initials.SAME))
    cards = [names(selector, request, seed) for seed in range(request.cards_per_deck)]
    assert {len(card) for card in cards[:-1]} == {10}
    assert len(cards[-1]) >= 9
    assert {len({fold(name)[0] for name in card}) for card in cards} == {1}
    assert len({name for card in cards for name in card}) == sum(map(len, cards))
    assert len({card[0][0] for card in cards}) > 2


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


@pytest.mark.parametrize("model", ["Jorien", "Sander", "Zoë"])
def test_names_like_another_are_nearer_to_it(selector: NameSelector, model: str) -> None:
    like = names(selector, replace(DUTCH, count=10, filters=Filters(like=model)))
    plain = names(selector, replace(DUTCH, count=10))

    def mean_likeness(found: list[str]) -> float:
        return float(likenesses([fold(name) for name in found], fold(model)).mean())

    assert mean_likeness(like) > mean_likeness(plain) + 0.25
    assert fold(model) not in map(fold, like)


def test_a_name_like_another_may_have_letters_that_are_excluded(selector: NameSelector) -> None:
    filters = Filters(like="Jorien", without="j")
    found = names(selector, replace(DUTCH, filters=filters))
    assert len(found) == 5
    assert not any("j" in name.lower() for name in found)
