from model.inference.name_generator import NameGenerator
from model.selection.mixing import FEATURES
from model.selection.selector import NameSelector
from model.training.fit_mixing import MIXTURES, ReadMixture, features_of, read_mixtures


def test_mixtures_are_rated_by_the_scale() -> None:
    read = [*read_mixtures()]
    assert len(read) == len(MIXTURES.read_text("utf-8").splitlines()) - 1
    assert all(1 <= each.rating <= 5 for each in read)
    assert {each.made for each in read} == {
        *("tried", "language model", "served before", "served, new", "served, existing")
    }


def test_features_say_how_well_a_mixture_passes_and_who_has_it(generator: NameGenerator) -> None:
    mixer = NameSelector.load(generator).mixer
    names = ("Michael", "Sarah"), "US"
    micah, aelrah = (
        features_of(mixer, ReadMixture(1, *names, name, "tried", 3.0))
        for name in ("Micah", "Aelrah")
    )
    assert micah is not None
    assert aelrah is not None
    told = {title: (more, less) for title, more, less in zip(FEATURES, micah, aelrah, strict=True)}
    assert told["letters"] == (5, 6)
    assert told["begins as one of the two does"] == (1, 0)
    assert told["is common somewhere"] == (1, 0)
    existing, lists = told["countries that list it (log10 of one more)"]
    assert existing > lists == 0
    usual, unusual = told["nats a letter"]
    assert usual < unusual


def test_a_name_that_is_no_mixture_has_no_features(generator: NameGenerator) -> None:
    mixer = NameSelector.load(generator).mixer
    read = ReadMixture(1, ("Michael", "Sarah"), "US", "Peter", "language model", 3.0)
    assert features_of(mixer, read) is None
