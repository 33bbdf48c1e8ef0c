import numpy as np
import pytest

from model.domain.condition import Condition
from model.domain.generation import NameRequest, RequestedKind
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.origin.parameters import OriginParameters
from model.selection.novelty import NoveltyModel
from model.selection.selector import NameSelector
from model.selection.spelling_check import SpellingCheck

MODEL = NoveltyModel(
    np.array(["NL", "PL"]), np.array([1, -1], np.float32), np.array([0, 2], np.float32)
)


def test_probability_is_that_of_a_logistic_regression() -> None:
    inputs = np.array([[1, 1], [3, 0]], np.float32)
    assert MODEL.exists(inputs, "NL") == pytest.approx([0.5, 1 / (1 + np.exp(-3))])
    assert MODEL.exists(inputs, "PL") == pytest.approx(1 / (1 + np.exp([-2, -5])))


def test_shipped_model_knows_every_country(generator: NameGenerator, lists: CountryLists) -> None:
    model = NoveltyModel.load()
    assert tuple(model.countries) == generator.countries == lists.parameters.countries


@pytest.mark.slow
def test_new_names_of_cards_are_unlikelier_to_exist_than_rare_ones(
    generator: NameGenerator, selector: NameSelector
) -> None:
    model = NoveltyModel.load()

    def likelihood(kind: RequestedKind) -> float:
        condition = Condition.for_country("NL")
        result = selector.suggest(NameRequest(condition, 10, kind=kind), 0)
        names = [lower(each.name, "NL") for each in result]
        candidates = generator.score(names, condition)
        return float(model.exists(selector.rater.countries.inputs(candidates, "NL"), "NL").mean())

    assert likelihood(RequestedKind.NEW) < likelihood(RequestedKind.RARE)


@pytest.mark.parametrize(
    ("name", "codes", "sounds"),
    [
        ("sjoerdtjeke", ["NL"], True),
        ("sjoerdtjeke", ["BE"], True),  # where Dutch is spoken, too
        ("sjoerdtjeke", ["CN"], False),
        ("sjoerdtjeke", ["CN", "NL"], True),
    ],
)
def test_names_sound_from_it_or_its_equals(name: str, codes: list[str], *, sounds: bool) -> None:
    check = SpellingCheck(OriginParameters.load())
    assert check.sound_from([name], codes).tolist() == [sounds]
