from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain import corpus
from model.domain.condition import Condition, RequestedGender
from model.domain.errors import InputError
from model.domain.generation import NameKind
from model.domain.mixture import MOST_LETTERS, MixedCard, Mixture, read_mixture
from model.domain.spelling import fold
from model.domain.steps import finish
from model.inference.blocklist import Blocklist
from model.inference.name_generator import Candidates, NameGenerator
from model.origin.classifier import OriginClassifier
from model.selection.mixing import MAX_EXISTING, MAX_NEW, NameMixer
from model.selection.selector import NameSelector


@pytest.fixture(scope="module")
def mixer(generator: NameGenerator) -> NameMixer:
    return NameSelector.load(generator).mixer


def mixed(
    mixer: NameMixer,
    names: tuple[str, str],
    country: str,
    seed: int,
    gender: RequestedGender | None = None,
) -> MixedCard:
    return finish(mixer.mix(names, country, seed, gender=gender))


def all_cards(mixer: NameMixer, first: str, second: str, country: str) -> Iterator[MixedCard]:
    cards = mixed(mixer, (first, second), country, 0).cards
    return (mixed(mixer, (first, second), country, seed) for seed in range(cards))


def all_names(mixer: NameMixer, first: str, second: str, country: str) -> list[str]:
    cards = all_cards(mixer, first, second, country)
    return [mixture.name for card in cards for mixture in card.mixtures]


def test_no_card_has_a_blocked_name(mixer: NameMixer) -> None:
    """What is blocked today would have been on the card otherwise."""
    before = all_names(mixer, "Marieke", "Jeroen", "NL")
    blocking = NameGenerator.load()
    blocking.blocklist = Blocklist.from_entries(map(fold, before[::2]))
    after = all_names(NameSelector.load(blocking).mixer, "Marieke", "Jeroen", "NL")
    assert after
    assert not any(map(blocking.blocklist.blocks, after))


TYPED = st.deferred(
    lambda: st.sampled_from(sorted({entry.name for entry in corpus.entries()})[::97])
)
PAIRS = st.tuples(TYPED, TYPED).filter(lambda names: fold(names[0]) != fold(names[1]))


@pytest.mark.slow
@settings(max_examples=25)
@given(names=PAIRS, country=st.sampled_from(["NL", "PL", "FR", "IR", "TR", "KR"]))
def test_every_mixture_carries_both_names_and_exists_as_the_card_says(
    mixer: NameMixer, generator: NameGenerator, names: tuple[str, str], country: str
) -> None:
    try:
        card = mixed(mixer, names, country, 0)
    except InputError:  # nothing good can be made of some names
        return
    assert card.mixtures
    for mixture in card.mixtures:
        (one, beginning), (other, end) = card.pieces(mixture)
        parts = beginning.of(one), mixture.between, end.of(other), mixture.rest
        assert {one, other} == {*card.spelled}
        assert fold("".join(parts)) == fold(mixture.name)
        assert len(mixture.between + mixture.rest) <= 1
        assert fold(mixture.name) not in map(fold, names)
        assert not generator.blocklist.blocks(mixture.name)
        is_new = generator.existence.kind_of(mixture.name) is NameKind.NEW
        assert (mixture in card.new) is is_new
        assert not (is_new and (mixture.bearing or mixture.between or mixture.rest))


@pytest.mark.slow
@settings(max_examples=10)
@given(names=PAIRS)
def test_no_mixture_comes_again_until_all_have_come(
    mixer: NameMixer, names: tuple[str, str]
) -> None:
    try:
        cards = [*all_cards(mixer, *names, "NL")]
    except InputError:
        return
    found = [fold(mixture.name) for card in cards for mixture in card.mixtures]
    assert len(found) == len(set(found))
    assert all(len(card.mixtures) >= 3 for card in cards[1:])
    for card in cards:
        assert len(card.existing) <= MAX_EXISTING
        assert len(card.new) <= MAX_NEW
        folded = [fold(mixture.name) for mixture in card.mixtures]
        assert len({name[:3] for name in folded}) == len(folded)
        assert len({name[-4:] for name in folded}) == len(folded)
    assert [card.number for card in cards] == [*range(len(cards))]
    assert [card.is_last for card in cards] == [False] * (len(cards) - 1) + [True]
    assert mixed(mixer, names, "NL", len(cards)) == cards[0]


def test_names_that_exist_say_who_bears_them(mixer: NameMixer) -> None:
    card = mixed(mixer, ("Luis", "Ana"), "ES", 0)
    (luna,) = (mixture for mixture in card.existing if mixture.name == "Luna")
    assert luna.bearing is not None
    assert luna.bearing.bearers > 1000


def test_names_are_of_the_gender_asked_for(mixer: NameMixer) -> None:
    women, men, both = (
        {
            mixture.name
            for mixture in mixed(mixer, ("Sarah", "Michael"), "US", 0, gender=gender).mixtures
        }
        for gender in ("F", "M", "N")
    )
    assert {"Elisa", "Rachael", "Chasara"} <= women
    assert {"Micah", "Sami", "Sarahael"} <= men
    assert "Sacha" in men & both
    assert not women & men


def test_of_two_homes_it_is_that_of_the_most_mixtures(
    mixer: NameMixer, generator: NameGenerator
) -> None:
    classifier = OriginClassifier.load(generator)
    rankings = classifier.rank("Priya"), classifier.rank("Lukas")
    card = finish(mixer.mix_at_home(*rankings, 0))
    assert (card.country, card.suits_both) == ("IN", True)
    indian, austrian = (all_names(mixer, "Priya", "Lukas", country) for country in ("IN", "AT"))
    assert len(indian) > len(austrian)
    another = finish(mixer.mix_at_home(*rankings, 1))
    assert another.country == card.country


def test_diacritics_that_a_country_does_not_use_are_left_out(mixer: NameMixer) -> None:
    australian, french = (
        "".join(all_names(mixer, "Élodie", "Noël", country)).casefold() for country in ("AU", "FR")
    )
    assert australian.isascii()
    assert {"é", "ë"} & {*french}


def test_names_are_written_as_the_country_does(mixer: NameMixer) -> None:
    assert "Işılay" in all_names(mixer, "Işıl", "Ayhan", "TR")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("Anna", "anna"), "the same name to me"),
        (("Anna", "Änna"), "the same name to me"),
        (("Jean-Luc", "Jeanluc"), "the same name to me"),
        (("Xx", "Qq"), "from 'Xx' and 'Qq' \\(Italy\\)"),
        (("Anna", "a" * 17), "is too long to mix: I take names of up to 16 letters, and it has 17"),
    ],
)
def test_what_cannot_be_mixed_is_explained(
    mixer: NameMixer, names: tuple[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        mixed(mixer, names, "IT", 0)


LONGEST = "Konstantinarosea", "Bartholomeusiami"


def test_two_of_the_longest_names_are_mixed_in_small_steps_and_few_of_their_pieces_are_tried(
    mixer: NameMixer, generator: NameGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else's names are chosen during a step."""
    assert [*map(len, LONGEST)] == [MOST_LETTERS] * 2
    done = Counter[str]()
    score = generator.score

    def read_one(name: str, names: tuple[str, str]) -> Mixture | None:
        done["read"] += 1
        return read_mixture(name, names)

    def score_all(names: Sequence[str], condition: Condition) -> Candidates:
        done["scored"] += len(names)
        return score(names, condition)

    monkeypatch.setattr("model.selection.mixing.read_mixture", read_one)
    monkeypatch.setattr(generator, "score", score_all)
    before, most = Counter[str](), Counter[str]()
    for _ in mixer.mix(LONGEST, "NL", 0):
        most |= done - before
        before = done.copy()
    assert 0 < most["read"] <= 100
    assert 0 < most["scored"] <= 100
    assert 500 < done["scored"] < done["read"] <= 1_500
