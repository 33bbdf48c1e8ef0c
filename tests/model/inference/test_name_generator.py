import codecs

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain.condition import Condition
from model.domain.corpus import entries
from model.domain.countries import countries
from model.domain.errors import InputError, UnknownLettersError
from model.domain.generation import MAX_NAME_LENGTH, NameRequest, Rejection, Style
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator, is_writable
from model.inference.sampler import SHARED

SEVEN = ("NL", "IR", "FR", "PL", "CN", "IT", "CL")
BAD = codecs.decode("Shpx", "rot13")
"""What no name may begin with."""


@st.composite
def wishes(draw: st.DrawFn) -> NameRequest:
    codes = draw(
        st.lists(st.sampled_from(sorted(countries())), min_size=1, max_size=3, unique=True)
    )
    weights = {code: draw(st.floats(0.1, 1)) for code in codes}
    low = draw(st.integers(2, 10))
    return NameRequest(
        Condition.blend(weights, draw(st.sampled_from(["F", "M", None]))),
        count=draw(st.integers(1, 10)),
        inverse_temperature=draw(st.sampled_from([style.inverse_temperature for style in Style])),
        starts_with=draw(st.sampled_from(["", "", "a", "Ma", "jo", "É", BAD])),
        min_length=low,
        max_length=draw(st.integers(max(low, 4), 16)),
        novel=draw(st.booleans()),
    )


@settings(max_examples=60)
@given(wish=wishes(), seed=st.integers(0, 2**32 - 1))
def test_names_obey_every_option(namer: NameGenerator, wish: NameRequest, seed: int) -> None:
    names = namer.suggest(wish, np.random.default_rng(seed))
    assert len(names) <= wish.count
    assert len({fold(one.name) for one in names}) == len(names)
    for one in names:
        assert wish.min_length <= len(one.name) <= wish.max_length
        assert one.name.lower().startswith(wish.starts_with.lower())
        assert is_writable(one.name.lower())
        assert not namer.blocklist.blocks(one.name)
        assert one.novel == (one.name not in namer.known)
        assert one.novel or not wish.novel
        assert one.nearest in namer.known
        assert (one.distance > 0) == one.novel
        assert one.nats > 0


def test_known_names_come_too_if_they_are_asked_for(namer: NameGenerator) -> None:
    wish = NameRequest(Condition.for_country("NL"), count=200, novel=False)
    names = namer.suggest(wish, np.random.default_rng(1))
    known = [one for one in names if not one.novel]
    assert 20 < len(known) < 180
    assert all(fold(one.nearest) == fold(one.name) for one in known)


@pytest.mark.parametrize("code", SEVEN)
def test_thirty_names_for_the_asking(namer: NameGenerator, code: str) -> None:
    wish = NameRequest(Condition.for_country(code), count=30)
    assert len(namer.suggest(wish, np.random.default_rng(1))) == 30


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("code", sorted(countries()))
def test_every_country_has_ten_names_in_every_style(
    namer: NameGenerator, code: str, style: Style
) -> None:
    wish = NameRequest(
        Condition.for_country(code), count=10, inverse_temperature=style.inverse_temperature
    )
    assert len(namer.suggest(wish, np.random.default_rng(2))) == 10


def test_the_same_seed_gives_the_same_names(namer: NameGenerator) -> None:
    wish = NameRequest(Condition.for_country("IT"))
    one, other = (namer.suggest(wish, np.random.default_rng(7)) for _ in range(2))
    assert one == other
    assert one != namer.suggest(wish, np.random.default_rng(8))


def test_a_names_nats_are_those_of_its_score(namer: NameGenerator) -> None:
    wish = NameRequest(Condition.for_country("FR"), inverse_temperature=2.0, starts_with="Cl")
    names = namer.suggest(wish, np.random.default_rng(3))
    scores = namer.nll([(one.name, wish.condition) for one in names])
    np.testing.assert_allclose([one.nats for one in names], scores, rtol=1e-4)


def test_names_drawn_as_they_come_are_known_and_new_ones(namer: NameGenerator) -> None:
    drawn = namer.sample(Condition.for_country("NL"), 600, np.random.default_rng(6))
    assert len(drawn) == 600
    assert 50 < sum(name in namer.known for name in drawn) < 550
    assert all(2 <= len(name) <= MAX_NAME_LENGTH for name in drawn)


def test_names_are_drawn_as_often_as_they_are_likely(namer: NameGenerator) -> None:
    condition = Condition.for_country("CN")
    listed = sorted({one.letters for one in entries() if one.country == "CN"})
    share = np.exp(-namer.nll([(name, condition) for name in listed])).sum()
    drawn = namer.sample(condition, 4000, np.random.default_rng(9))
    assert np.isin(drawn, listed).mean() == pytest.approx(share, abs=0.03)


def test_sharper_names_are_likelier(namer: NameGenerator) -> None:
    def mean_nats(style: Style) -> float:
        wish = NameRequest(
            Condition.for_country("NL"), count=200, inverse_temperature=style.inverse_temperature
        )
        return float(np.mean([one.nats for one in namer.suggest(wish, np.random.default_rng(4))]))

    assert mean_nats(Style.CLASSIC) < mean_nats(Style.PLAIN) < mean_nats(Style.BOLD)


def least_shares(namer: NameGenerator, wish: NameRequest) -> list[float]:
    """Give how likely each name's least likely letter is, as a share of the likeliest there."""
    shares = []
    for one in namer.suggest(wish, np.random.default_rng(6)):
        rows = namer.distributions(one.name, wish.condition)[:-1, 1:]
        code = wish.condition.dominant_country
        letters = [namer.alphabet.index(letter) for letter in namer.read(one.name, code)]
        shares.append(min(rows[np.arange(len(letters)), letters] / rows.max(axis=1)))
    return shares


def test_no_letter_below_the_floor_is_drawn(namer: NameGenerator) -> None:
    wish = NameRequest(Condition.for_country("FR"), count=20)
    assert min(least_shares(namer, wish)) >= wish.min_p > 0


def test_without_a_floor_unlikely_letters_are_drawn_too(namer: NameGenerator) -> None:
    floor = NameRequest(Condition.for_country("FR")).min_p
    without = least_shares(namer, NameRequest(Condition.for_country("FR"), count=100, min_p=0))
    assert sum(share < floor for share in without) > 10


def test_a_gender_is_heard_in_the_names(namer: NameGenerator) -> None:
    def ending_in_a(gender: str) -> int:
        wish = NameRequest(Condition.for_country("IT", "F" if gender == "F" else "M"), count=200)
        names = namer.suggest(wish, np.random.default_rng(5))
        return sum(one.name.endswith("a") for one in names)

    assert ending_in_a("F") > 2 * ending_in_a("M")


def test_a_real_name_is_likelier_at_home(namer: NameGenerator) -> None:
    home, away = namer.nll(
        [("Agnieszka", Condition.for_country("PL")), ("Agnieszka", Condition.for_country("CN"))]
    )
    assert home + 5 < away


def test_probabilities_sum_to_one_along_a_name(namer: NameGenerator) -> None:
    rows = namer.distributions("Marieke", Condition.for_country("NL", "F"))
    assert rows.shape == (8, len(namer.alphabet) + 1)
    np.testing.assert_allclose(rows.sum(axis=1), 1)


@settings(max_examples=30)
@given(
    name=st.text("śżğþøqxé'-", min_size=1, max_size=8), country=st.sampled_from(sorted(countries()))
)
def test_no_letter_costs_more_than_its_part_of_what_all_have(
    namer: NameGenerator, name: str, country: str
) -> None:
    rows = namer.distributions(name, Condition.for_country(country))
    assert rows.min() >= 0.99 * SHARED / (len(namer.alphabet) + 1)
    costs = namer.letter_nll(name, [Condition.for_country(country)])[0]
    assert costs.max() < 11.6


def test_scores_come_in_the_order_asked(namer: NameGenerator) -> None:
    pairs = [(name, Condition.for_country("NL")) for name in ("Maximiliaan", "Jo", "Sanne", "Jo")]
    together = namer.nll(pairs)
    alone = [namer.nll([pair])[0] for pair in pairs]
    np.testing.assert_allclose(together, alone, rtol=1e-4)


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (NameRequest(Condition.for_country("IS"), count=30, max_length=2), Rejection.LENGTH),
        (NameRequest(Condition.for_country("CN"), starts_with="xxxx"), Rejection.UNWRITABLE),
        (NameRequest(Condition.for_country("NL"), starts_with=BAD), Rejection.BLOCKED),
        (
            NameRequest(Condition.for_country("VN"), count=900, inverse_temperature=2),
            Rejection.KNOWN,
        ),
        (
            NameRequest(
                Condition.for_country("NL"), count=300, inverse_temperature=10, novel=False
            ),
            Rejection.REPEATED,
        ),
    ],
)
def test_fewer_names_than_asked_for_come_with_the_reason(
    namer: NameGenerator, wish: NameRequest, why: Rejection
) -> None:
    answer = namer.suggest(wish, np.random.default_rng(1))
    assert len(answer) < wish.count
    assert answer.reason is why
    assert answer.rejected[why] > 1000


@pytest.mark.parametrize("codes", [["NL"], ["NL", "PL"], ["NL", "PL", "CL"]])
def test_where_several_countries_share_a_name_fewer_are_drawn_before_giving_up(
    namer: NameGenerator, codes: list[str]
) -> None:
    hopeless = NameRequest(Condition.blend(dict.fromkeys(codes, 1)), count=10, starts_with="aaa")
    answer = namer.suggest(hopeless, np.random.default_rng(1))
    drawn = sum(answer.rejected.values())
    read = drawn * (len(codes) + (len(codes) > 1))  # all countries together are a voice too
    assert not answer
    assert 4000 < read <= 4096


def test_an_answer_is_its_names_in_their_order(namer: NameGenerator) -> None:
    answer = namer.suggest(NameRequest(Condition.for_country("NL")), np.random.default_rng(1))
    assert list(answer) == [answer[place] for place in range(5)]
    assert list(answer[1:3]) == [answer[1], answer[2]]


@pytest.mark.parametrize("text", ["J0hn", "李", "a*b", "Анна", "🙂", "a b"])
def test_letters_that_no_name_has_are_named(namer: NameGenerator, text: str) -> None:
    with pytest.raises(UnknownLettersError, match="I cannot read"):
        namer.nll([(text, Condition.for_country("NL"))])


def test_an_empty_name_has_no_score(namer: NameGenerator) -> None:
    with pytest.raises(InputError, match="at least one letter"):
        namer.nll([("", Condition.for_country("NL"))])


@pytest.mark.parametrize("name", ["jean-luc", "o'neil", "brynn", "ma'mun", "aaron", "ng-an"])
def test_names_that_people_write(name: str) -> None:
    assert is_writable(name)


@pytest.mark.parametrize(
    "name", ["annna", "àaáron", "brt", "-anna", "anna-", "a-nna", "an--na", "'anna", "an-na-li"]
)
def test_names_that_nobody_writes(name: str) -> None:
    assert not is_writable(name)
