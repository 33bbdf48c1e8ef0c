import pytest

from data.extraction.common import gender_of
from data.extraction.registers import Row, Slips, own_rows, read_register, with_diacritics
from data.extraction.residents import Residents
from model.domain.spelling import fold
from tests.data.archives import packed
from tests.data.test_residents import LISTS


@pytest.mark.parametrize(
    ("bearers", "with_any_spelling", "names"),
    [(19, 19, []), (20, 20, ["sven-svante"]), (20, 41, [])],
)
def test_a_double_name_takes_many_bearers_and_most_of_those_of_one_word(
    bearers: int, with_any_spelling: int, names: list[str]
) -> None:
    rows = [Row("sven-svante", "DK", bearers, 0), Row("sven", "DK", 3, 0)]
    lists = {"DK": frozenset({"sven", "svante"}), "TR": frozenset({"huseyin"})}
    elsewhere = {"ES": {"svensvante": 1000}}
    residents = Residents(lists, {"DK": {"svensvante": with_any_spelling, "sven": 3}, **elsewhere})
    assert [row.name for row in own_rows(rows, "DK", residents)] == names


@pytest.mark.parametrize("name", ["anonyme", "unknown"])
def test_a_placeholder_is_no_name(name: str) -> None:
    lists = {"FI": frozenset({name, "aino"})}
    residents = Residents(lists, {"FI": {name: 500, "aino": 500}})
    rows = [Row(name, "FI", 500, 0), Row("aino", "FI", 500, 0)]
    assert [row.name for row in own_rows(rows, "FI", residents)] == ["aino"]


def test_spanish_names_are_spelled_as_the_list_does() -> None:
    rows = [Row("jose", "ES", 0, 9), Row("txema", "ES", 0, 9), Row("zoe", "US", 9, 0)]
    spellings = {("ES", "jose"): "josé", ("US", "zoe"): "zoë"}
    assert [row.name for row in with_diacritics(rows, spellings)] == ["josé", "txema", "zoe"]


@pytest.mark.parametrize(
    ("name", "listed", "spelled"),
    [("iñigo", "íñigo", "íñigo"), ("begoña", "begona", "begoña"), ("ça", "ca", "ça")],
)
def test_a_letter_that_a_register_has_is_kept(name: str, listed: str, spelled: str) -> None:
    (row,) = with_diacritics([Row(name, "ES", 9, 0)], {("ES", fold(name)): listed})
    assert row.name == spelled


@pytest.mark.parametrize(
    ("country", "rare", "common", "taken"),
    [
        ("FI", "käte", "kate", ["kate"]),
        ("FI", "élise", "elise", ["elise"]),
        ("FR", "diégo", "diego", ["diego"]),
        ("FR", "élise", "elise", ["élise", "elise"]),
        ("UY", "josé", "jose", ["josé", "jose"]),
    ],
)
def test_a_rare_spelling_counts_where_registers_omit_accents(
    country: str, rare: str, common: str, taken: list[str]
) -> None:
    rows = [Row(rare, country, 16, 0), Row(common, country, 184, 0)]
    registers = {country: {common: 200}, "NO": {"rest": 9}}
    residents = Residents({country: frozenset({common})}, registers)
    assert [row.name for row in own_rows(rows, country, residents)] == taken


def test_spanish_capitals_get_the_accent_that_their_ending_tells() -> None:
    women = "ENCARNACION,90\nENCARNACIO,9\nMARIA CARMEN,900\nBEGOÑA,50\n"
    men = "IGNACIO,70\nANTONIO,60\n"
    files = {"esfemales.csv": women.encode(), "esmales.csv": men.encode()}
    with packed("es", files) as opened:
        rows = {row.name: (row.women, row.men) for row in read_register(opened, "ES")}
    assert rows == {
        "antonio": (0, 60),
        "begoña": (50, 0),
        "encarnación": (90, 0),
        "encarnació": (9, 0),
        "ignacio": (0, 70),
    }


@pytest.mark.parametrize("slip", ["barndon", "brandn", "bradnon"])
def test_a_rare_name_with_the_letters_of_a_common_one_is_a_slip(slip: str) -> None:
    slips = Slips({"brandon": 2000, slip: 2}, 500)
    assert (slip, 2) in slips
    assert (slip, 5) not in slips


@pytest.mark.parametrize(("slip", "common"), [("amdrew", "andrew"), ("rayn", "ray")])
def test_a_slip_of_another_kind_takes_a_commoner_name(slip: str, common: str) -> None:
    assert ((slip, 1) in Slips({common: 6000}, 500)) is (slip == "amdrew")
    assert (slip, 1) not in Slips({common: 5999}, 500)


@pytest.mark.parametrize("name", ["brandon", "brandi", "rbandon", "randon", "brandonn", "braxton"])
def test_other_names_are_no_slips(name: str) -> None:
    assert (name, 1) not in Slips({"brandon": 2000}, 500)


@pytest.mark.parametrize(("name", "bearers"), [("brynlee", 3), ("bryn-lee", 5)])
def test_more_must_bear_a_name_with_a_hyphen(name: str, bearers: int) -> None:
    for number, taken in ((bearers - 1, []), (bearers, [name])):
        registers = {"GB": {"brynlee": number}, "ES": {"rest": 1000}}
        residents = Residents(LISTS | {"GB": frozenset({"brynlee"})}, registers)
        rows = own_rows([Row(name, "GB", number, 0)], "GB", residents)
        assert [row.name for row in rows] == taken


@pytest.mark.parametrize(
    ("women", "men", "gender"), [(99, 1, "F"), (1, 99, "M"), (95, 5, "F"), (94, 6, "U")]
)
def test_a_name_is_of_the_sex_of_nearly_all_who_bear_it(women: int, men: int, gender: str) -> None:
    assert gender_of(women, men) == gender
