import pytest

from model.inference.bearers import Bearers, Use, UseKind
from model.origin.classifier import OriginClassifier
from model.origin.sharing import find_sharing, order_equals

TOTALS = {(code, UseKind.REGISTER): 1_000_000 for code in ("FR", "GB", "IE", "NZ", "SE")} | {
    ("PL", UseKind.PEOPLE): 10_000,
    ("FR", UseKind.PEOPLE): 10_000,
}
RANKED = ("IE", "GB", "NZ", "SE", "FR", "PL")


def registered(**bearers: int) -> Bearers:
    return Bearers("Olivia", tuple(Use(c, UseKind.REGISTER, n) for c, n in bearers.items()))


def at_home(*codes: str, bearers: Bearers | None = None) -> Bearers:
    homes = (Use(code, UseKind.TRADITION, 1 if at else 2) for at, code in enumerate(codes))
    return Bearers("Olivia", (() if bearers is None else bearers.uses) + (*homes,))


def test_registers_say_who_shares_a_common_name_that_no_reader_wrote_down() -> None:
    bearers = registered(GB=6000, SE=5600, IE=3200, NZ=1900, FR=300)
    assert find_sharing(bearers, RANKED, TOTALS) == ("IE", "GB", "SE")


def test_a_rare_name_and_one_of_two_countries_are_not_shared() -> None:
    assert find_sharing(registered(GB=60, SE=56, IE=32), RANKED, TOTALS) == ()
    assert find_sharing(registered(GB=6000, IE=5600, FR=300), RANKED, TOTALS) == ()


def test_of_countries_of_a_language_that_where_most_have_the_name_is_first() -> None:
    bearers = registered(GB=6000, SE=5600, IE=3200, NZ=4400)
    assert order_equals(bearers, RANKED, TOTALS) == ("GB", "NZ", "IE", "SE", "FR", "PL")
    told = at_home("IE", bearers=bearers)
    assert order_equals(told, RANKED, TOTALS) == RANKED


def test_homes_share_a_name_that_is_borne_in_them_about_as_much_as_in_the_first() -> None:
    bearers = registered(IE=4000, GB=2000, NZ=2500, SE=1900, FR=9000)
    homes = at_home("IE", "GB", "NZ", "SE", bearers=bearers)
    assert find_sharing(homes, RANKED, TOTALS) == ("IE", "GB", "NZ")
    assert find_sharing(at_home("IE", "GB", bearers=bearers), RANKED, TOTALS) == ()


def test_a_name_is_shared_that_is_first_where_it_is_not_at_home_above_all() -> None:
    homes = at_home("FR", "GB", "IE")
    assert find_sharing(homes, RANKED, TOTALS) == ("IE", "FR", "GB")


@pytest.mark.parametrize("name", ["Olivia", "Emma", "Noah", "Sophie", "Maria", "Jack", "Peter"])
def test_names_of_many_countries_are_shared(origin: OriginClassifier, name: str) -> None:
    ranking = origin.rank(name)
    assert ranking.shared[0] == ranking.ranking[0].country


@pytest.mark.parametrize("name", ["Giulia", "Aoife", "Giuseppe", "Pierre", "Zofia", "Péter"])
def test_names_of_a_country_are_not(origin: OriginClassifier, name: str) -> None:
    assert origin.rank(name).shared == ()


@pytest.mark.parametrize(
    ("name", "language"), [("Jasmine", "en"), ("María", "es"), ("Emma", None), ("Giulia", None)]
)
def test_most_countries_that_share_a_name_may_have_one_language(
    origin: OriginClassifier, name: str, language: str | None
) -> None:
    assert origin.rank(name).language == language
