import pytest

from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.nearest import NearestName, NearestNames


@pytest.fixture
def nearest(lists: CountryLists) -> NearestNames:
    return NearestNames(lists)


def test_a_name_of_the_country_goes_before_a_nearer_one_from_abroad(
    nearest: NearestNames, generator: NameGenerator
) -> None:
    assert generator.known.nearest(["Laurencino"])[0][1] == 1
    assert nearest.find(["Laurencino"], ["CL"]) == [NearestName("Florencio", 4)]


def test_where_no_name_of_the_country_resembles_it_one_from_abroad_does(
    nearest: NearestNames, lists: CountryLists
) -> None:
    (found,) = nearest.find(["Sjoerdtje"], ["CN"])
    assert found.abroad in lists.listing(found.name)
    assert "CN" not in lists.listing(found.name)


def test_every_country_of_a_blend_is_home(nearest: NearestNames) -> None:
    for codes in (["NL", "CN"], ["CN", "NL"]):
        (found,) = nearest.find(["Sjoerdtje"], codes)
        assert found.abroad is None


def test_a_known_name_is_nearest_to_itself_wherever_it_is_from(nearest: NearestNames) -> None:
    (found,) = nearest.find(["Sjoukje"], ["CN"])
    assert (found.name, found.distance, found.abroad) == ("Sjoukje", 0, "NL")


def test_the_lists_of_a_name_are_its_countries_by_length(lists: CountryLists) -> None:
    listing = lists.listing("Maria")
    sizes = [len(lists.known_in([code]).folded) for code in listing]
    assert {"IT", "PL"} <= set(listing)
    assert sizes == sorted(sizes)
    assert lists.listing("Qwxyz") == []


def test_the_names_of_countries_are_those_that_any_of_them_lists(lists: CountryLists) -> None:
    dutch, polish = (set(lists.known_in([code]).folded) for code in ("NL", "PL"))
    both = lists.known_in(["NL", "PL"])
    assert set(both.folded) == dutch | polish
    assert [fold(name.decode()) for name in both.written] == [*map(bytes.decode, both.folded)]
