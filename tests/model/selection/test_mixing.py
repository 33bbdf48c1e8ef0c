from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain import corpus
from model.domain.errors import InputError
from model.domain.generation import NameKind
from model.domain.mixture import MixedCard, Mixture
from model.domain.spelling import fold
from model.inference.blocklist import Blocklist
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.selection.mixing import MAX_BETWEEN, MAX_PER_CARD, MIN_LETTERS, NameMixer, read_mixture
from model.selection.selector import NameSelector

ANNA_AND_PETER = ("anna", "peter")


@pytest.fixture(scope="module")
def mixer(generator: NameGenerator) -> NameMixer:
    return NameSelector.load(generator).mixer


def all_cards(mixer: NameMixer, first: str, second: str, country: str) -> Iterator[MixedCard]:
    cards = mixer.mix((first, second), country, 0).cards
    return (mixer.mix((first, second), country, seed) for seed in range(cards))


def all_names(mixer: NameMixer, first: str, second: str, country: str) -> list[str]:
    cards = all_cards(mixer, first, second, country)
    return [mixture.name for card in cards for mixture in card.all_mixtures]


def test_no_card_has_a_blocked_name(mixer: NameMixer) -> None:
    """What is blocked today would have been on the card otherwise."""
    before = all_names(mixer, "Marieke", "Jeroen", "NL")
    blocking = NameGenerator.load()
    blocking.blocklist = Blocklist.from_entries(map(fold, before[::2]))
    after = all_names(NameSelector.load(blocking).mixer, "Marieke", "Jeroen", "NL")
    assert after
    assert not any(map(blocking.blocklist.blocks, after))


@pytest.mark.parametrize(
    ("name", "first_begins", "beginning", "ending", "between"),
    [
        ("annter", True, 3, 3, 0),
        ("petna", False, 3, 2, 0),
        ("annieter", True, 3, 4, 1),
        ("perlinna", False, 2, 3, 3),
    ],
)
def test_letters_are_those_of_the_one_or_of_the_other(
    name: str, *, first_begins: bool, beginning: int, ending: int, between: int
) -> None:
    read = read_mixture(name, ANNA_AND_PETER)
    expected = Mixture(name, first_begins, beginning, ending)
    assert len(expected.between) == between
    assert read == (expected if between <= MAX_BETWEEN else None)


def test_letters_may_be_those_of_both() -> None:
    mixture = read_mixture("marianeke", ("marian", "anneke"))
    assert mixture is not None
    assert (mixture.start, mixture.end) == ("marian", "neke")
    mixture = read_mixture("marianne", ("mariam", "susanne"))
    assert mixture is not None
    assert (mixture.start, mixture.end) == ("maria", "anne")
    assert mixture.between == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("anna", "one of the two"),
        ("annapeter", "both as a whole"),
        ("peteranna", "the same"),
        ("annanpeter", "the same, with a letter between"),
        ("anter-", "another's sign at the end"),
        ("aeter", "a letter of the one only"),
        ("pennina", "between are more letters than two"),
    ],
)
def test_other_names_are_no_mixtures(name: str, why: str) -> None:
    assert read_mixture(name, ANNA_AND_PETER) is None, why


def test_a_piece_of_one_name_is_no_mixture() -> None:
    assert read_mixture("anne", ("anna", "marianne")) is None


TYPED = st.deferred(
    lambda: st.sampled_from(sorted({entry.name for entry in corpus.entries()})[::97])
)
PAIRS = st.tuples(TYPED, TYPED).filter(lambda names: fold(names[0]) != fold(names[1]))


@pytest.mark.slow
@settings(max_examples=25)
@given(names=PAIRS, country=st.sampled_from(["NL", "PL", "FR", "IR", "TR", "KR"]))
def test_every_mixture_carries_both_names_and_is_new_or_known_as_the_card_says(
    mixer: NameMixer, generator: NameGenerator, names: tuple[str, str], country: str
) -> None:
    try:
        card = mixer.mix(names, country, 0)
    except InputError:  # nothing good can be made of some names
        return
    folded = [fold(name) for name in names]
    assert card.all_mixtures
    for mixture in card.all_mixtures:
        one, other = folded if mixture.first_begins else folded[::-1]
        assert min(mixture.beginning, mixture.ending) >= MIN_LETTERS
        assert len(mixture.between) <= MAX_BETWEEN
        assert one.startswith(fold(mixture.start))
        assert other.endswith(fold(mixture.end))
        ended = len(mixture.start + mixture.between) + mixture.ending - len(mixture.name)
        marked = mixture.start + mixture.between + mixture.end[ended:]
        assert marked == mixture.name
        assert fold(mixture.name) not in folded
        kind = NameKind.NEW if mixture in card.mixtures else NameKind.KNOWN
        assert generator.existence.kind_of(mixture.name) is kind
        assert (mixture.bearing is None) is (kind is NameKind.NEW)
        assert not generator.blocklist.blocks(mixture.name)


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
    assert all(3 <= len(card.mixtures) <= MAX_PER_CARD for card in cards[1:])
    for card in cards:
        folded = [fold(mixture.name) for mixture in card.mixtures]
        for start, end in ((3, 2), (2, 3)):
            assert len({(name[:start], name[-end:]) for name in folded}) == len(folded)
    assert [card.number for card in cards] == [*range(len(cards))]
    assert [card.is_last for card in cards] == [False] * (len(cards) - 1) + [True]
    assert mixer.mix(names, "NL", len(cards)) == cards[0]


def test_of_two_homes_it_is_that_of_the_most_mixtures(
    mixer: NameMixer, generator: NameGenerator
) -> None:
    classifier = OriginClassifier.load(generator)
    card = mixer.mix_at_home(classifier.rank("Priya"), classifier.rank("Lukas"), 0)
    assert (card.country, card.suits_both) == ("IN", True)
    assert len(card.mixtures) > len(mixer.mix(("Priya", "Lukas"), "AT", 0).mixtures)
    another = mixer.mix_at_home(classifier.rank("Priya"), classifier.rank("Lukas"), 1)
    assert another.country == card.country


def test_cards_have_both_orders_and_few_similar_names(mixer: NameMixer) -> None:
    card = mixer.mix(("Marian", "Anneke"), "NL", 0)
    orders = [mixture.first_begins for mixture in card.mixtures]
    assert 1 <= sum(orders) <= 4
    parts = [(mixture.start.lower(), mixture.end) for mixture in card.mixtures]
    assert len(set(parts)) >= 4


def test_diacritics_that_a_country_does_not_use_are_left_out(mixer: NameMixer) -> None:
    australian, french = (mixer.mix(("Élodie", "Marie"), country, 0) for country in ("AU", "FR"))
    assert not any("é" in mixture.name.lower() for mixture in australian.mixtures)
    assert any(mixture.name.startswith("É") for mixture in french.mixtures)


@pytest.mark.parametrize(
    ("names", "country", "accidents"),
    [
        (("Anna", "Peter"), "DE", {"Annaeter", "Annageter", "Annareter", "Annabeter"}),
        (("Camille", "Thomas"), "FR", {"Camillehomas", "Camillthomas", "Thomaamille"}),
        (("Marieke", "Jeroen"), "NL", {"Mariekeeroen", "Mariekjeroen"}),
        (("María", "José"), "ES", {"Mariaosé", "Maríaosé", "Joséaria"}),
    ],
)
def test_cards_end_where_mixtures_would_pass_as_names_no_more(
    mixer: NameMixer, names: tuple[str, str], country: str, accidents: set[str]
) -> None:
    found = {*all_names(mixer, *names, country)}
    assert len(found) >= 3
    assert not found & accidents


def test_names_are_written_as_the_country_does(mixer: NameMixer) -> None:
    assert any(name.startswith("İ") for name in all_names(mixer, "İrem", "Murat", "TR"))


@pytest.mark.parametrize(
    ("names", "pile", "is_possible"),
    [
        (("Anna", "Peter"), "tnn", False),
        (("Anna", "Peter"), "nnp", False),
        (("Lotte", "Bram"), "ttb", False),
        (("Matthias", "Anna"), "tth", True),
    ],
)
def test_consonants_pile_up_only_as_in_one_of_the_names(
    mixer: NameMixer, names: tuple[str, str], pile: str, *, is_possible: bool
) -> None:
    found = all_names(mixer, *names, "DE")
    assert found
    assert any(pile in name for name in found) is is_possible


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("Anna", "anna"), "the same name to me"),
        (("Anna", "Änna"), "the same name to me"),
        (("Jean-Luc", "Jeanluc"), "the same name to me"),
        (("Xx", "Qq"), "from 'Xx' and 'Qq' \\(Italy\\)"),
    ],
)
def test_what_cannot_be_mixed_is_explained(
    mixer: NameMixer, names: tuple[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        mixer.mix(names, "IT", 0)
