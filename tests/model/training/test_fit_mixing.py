import numpy as np

from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.inference.name_generator import NameGenerator
from model.selection.mixing import FEATURES
from model.selection.selector import NameSelector
from model.training.fit_mixing import MIXTURES, read_mixtures


def test_mixtures_are_rated_by_the_scale() -> None:
    read = [*read_mixtures()]
    assert len(read) == len(MIXTURES.read_text("utf-8").splitlines()) - 1
    assert all(1 <= each.rating <= 5 for each in read)
    assert {each.made for each in read} == {"served", "language model", "tried"}


def test_features_say_what_a_mixture_has_of_its_names(generator: NameGenerator) -> None:
    mixer = NameSelector.load(generator).mixer
    request = NameRequest(Condition.for_country("IT"))
    names = ("maria", "arnaldo")
    mixtures, features = mixer.read(["marnaldo", "mariaxaldo", "carlo"], names, request)
    assert [mixture.name for mixture in mixtures] == ["marnaldo", "mariaxaldo"]
    of = dict(zip(FEATURES, features.T, strict=True))
    np.testing.assert_allclose(of["share of the name that is heard less"], [3 / 5, 4 / 7])
    np.testing.assert_allclose(of["share of the other"], [1, 1])
    assert of["begins with a whole name"].tolist() == [0, 1]
    assert of["letters of both, three at most"].tolist() == [2, 0]
    assert of["letters of neither"].tolist() == [0, 1]
    assert of["syllables lost where the names meet"].tolist() == [1, 0]
