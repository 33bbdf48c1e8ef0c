from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector
from model.training.fit_mixing import MIXTURES, read_mixtures


def test_mixtures_are_rated_by_the_scale() -> None:
    read = [*read_mixtures()]
    assert len(read) == len(MIXTURES.read_text("utf-8").splitlines()) - 1
    assert all(1 <= each.rating <= 5 for each in read)
    assert {each.made for each in read} == {"served", "served before", "tried"}


def test_features_say_how_well_a_mixture_passes_and_how_long_it_is(
    generator: NameGenerator,
) -> None:
    mixer = NameSelector.load(generator).mixer
    request = NameRequest(Condition.for_country("IT"))
    made = ["marnaldo", "mariarnaldo", "mrnaldo", "carlo"]
    mixtures, features = mixer.read(made, ("maria", "arnaldo"), request)
    assert [mixture.name for mixture in mixtures] == ["marnaldo", "mariarnaldo"]
    worth, longer = features.T
    assert worth[0] > worth[1]
    assert longer.tolist() == [1, 4]
