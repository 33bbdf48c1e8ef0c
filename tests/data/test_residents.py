import pytest

from data.extraction.residents import RULES, Residents

LISTS = {
    "FI": frozenset({"aino", "eino", "aulikki", "annikki"}),
    "SE": frozenset({"sven", "svante"}),
    "TR": frozenset({"huseyin", "yusuf"}),
    **{code: frozenset({"kim"}) for code in ("CA", "DK", "EE", "NO")},
}


@pytest.mark.parametrize(
    ("name", "bearers", "elsewhere", "own"),
    [
        ("aino", 1, 100, True),  # its list has it
        ("ainikki", 20, 0, True),  # looks Finnish
        ("ainikki", 20, 3, True),  # so few elsewhere are disregarded
        ("ainikki", 20, 20, False),  # as common elsewhere
        ("huseyin", 20, 5, False),  # another list has it
        ("huseyyin", 20, 5, False),  # looks Turkish
        ("einonpoika", 20, 0, False),  # a patronymic
        ("svensson", 20, 0, False),
        ("svenson", 20, 0, False),
    ],
)
def test_a_name_is_a_countrys_by_its_list_or_by_its_looks_and_bearers(
    name: str, bearers: int, elsewhere: int, *, own: bool
) -> None:
    registers = {"FI": {"rest": 1000, name: bearers}, "ES": {"rest": 1000, name: elsewhere}}
    assert Residents(LISTS, registers).is_own(name, "FI") is own


BORN = Residents(
    {**LISTS, "US": frozenset({"brynlee"}), "AR": frozenset({"facundo"})},
    {
        "UY": {"rest": 1000, "facundo": 5, "yusuf": 5, "aino": 5},
        "FR": {"rest": 10_000, "yusuf": 1000, "huseyin": 999},
        "ES": {"facundo": 1000, "aino": 1000},
    },
)


def test_a_name_of_children_born_in_a_country_that_kin_list_is_the_countrys() -> None:
    assert BORN.is_own("facundo", "UY")


def test_a_name_that_only_others_list_takes_many_born_children() -> None:
    assert not BORN.is_own("aino", "UY")
    assert BORN.is_own("yusuf", "FR")
    assert not BORN.is_own("huseyin", "FR")


def test_where_candidates_were_read_those_pass_that_kin_list_or_that_look_so() -> None:
    lists = {
        "AT": frozenset({"annelore"}),
        "DE": frozenset({"heidelinde", "mehmet"}),
        "TR": frozenset({"huseyin", "mehmet"}),
    }
    read = dict.fromkeys(("heidelinde", "mehmet", "annelinde"), 4)
    registers = {"AT": {"rest": 1000, "annoyin": 100, **read}, "ES": {"rest": 1000}}
    austria = Residents(lists, registers)
    assert all(austria.is_own(name, "AT") for name in read)
    assert austria.likeness("annoyin", "AT") > 0
    assert not austria.is_own("annoyin", "AT")


@pytest.mark.parametrize(
    ("country", "own", "name", "most_likeness"),
    [("FR", {"marine", "louis"}, "aimaine", -0.7), ("US", {"jordan", "kylie"}, "jordeino", 0)],
)
def test_a_french_or_american_name_may_look_foreign_if_it_is_common_there_alone(
    country: str, own: set[str], name: str, most_likeness: float
) -> None:
    lists = {country: frozenset(own), "FI": frozenset({"aino", "eino"})}
    registers = {country: {"rest": 1000, name: 50}, "ES": {"rest": 1000}}
    common = {**registers, "ES": {"rest": 1000, name: 50}}
    assert -1.5 < Residents(lists, registers).likeness(name, country) < most_likeness
    assert Residents(lists, registers).is_own(name, country)
    assert not Residents(lists, common).is_own(name, country)


def test_spain_leaves_out_what_latin_america_lists_however_spanish_it_looks() -> None:
    elsewhere = frozenset({"eusebia", "yeison", "brayan", "jhonatan", "wilmer"})
    lists = {"ES": frozenset({"eusebio", "eusebina", "eusenia"}), "CO": elsewhere}
    registers = {"ES": {"eusebia": 90, "eusenia": 9}, "FR": {"rest": 1000}}
    spain = Residents(lists, registers)
    without = Residents({**lists, "CO": elsewhere - {"eusebia"}}, registers)
    assert without.is_own("eusebia", "ES")
    assert not spain.is_own("eusebia", "ES")
    assert spain.likeness("eusebia", "ES") > 0


@pytest.mark.parametrize("name", ["aino", "aino-huseyin", "huseyin-aino", "aino-eino-aulikki"])
def test_a_double_name_has_two_names_of_its_own_list(name: str) -> None:
    assert Residents(LISTS, {}).is_double("aino-aulikki", "FI")
    assert not Residents(LISTS, {}).is_double(name, "FI")


def test_a_double_name_in_france_has_no_name_of_another_culture() -> None:
    lists = {"FR": frozenset({"anne", "marie", "yusuf"}), "TR": frozenset({"yusuf"})}
    assert Residents(lists, {}).is_double("anne-marie", "FR")
    assert not Residents(lists, {}).is_double("anne-yusuf", "FR")


def test_a_spelling_is_usual_if_most_have_it() -> None:
    canada = Residents(LISTS, {"CA": {"katelyn": 100}})
    assert canada.is_usual_spelling("katelyn", "CA", 95)
    assert not canada.is_usual_spelling("kate-lyn", "CA", 5)


def test_no_country_is_its_own_kin() -> None:
    assert all(country not in rules.kin for country, rules in RULES.items())
