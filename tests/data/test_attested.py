"""What is known of names that exist: the rows of the sources, and the tables of readers."""

import pytest

from data.attested import readings
from data.attested.rarity import common_names
from data.attested.rows import NOWHERE, Attested, Row
from data.attested.traditions import TEST_LISTS, TRADITIONS, read_archetypes, traditions
from model.domain.corpus import Entry
from model.domain.countries import countries
from model.domain.spelling import fold
from model.inference.bearers import ABOVE_ALL, THERE_TOO, Bearers, Use, UseKind


def attested_by(*rows: Row) -> Attested:
    attested = Attested()
    attested.add(rows)
    return attested


def uses_of(attested: Attested) -> dict[str, list[Use]]:
    return {bearers.name: [*bearers.uses] for bearers in attested.bearers()}


def test_the_first_word_of_a_name_counts_and_the_others_exist() -> None:
    attested = attested_by(Row("MARÍA DEL CARMEN", "AR", UseKind.REGISTER, 3))
    assert uses_of(attested) == {"María": [Use("AR", UseKind.REGISTER, 3)]}
    assert attested.existing == {"maria", "del", "carmen"}


def test_spellings_of_a_name_are_one_and_the_commonest_is_written() -> None:
    attested = attested_by(
        Row("Jose", "ES", UseKind.REGISTER, 0, 5),
        Row("José", "ES", UseKind.REGISTER, 1, 9),
        Row("JOSÉ", "FR", UseKind.REGISTER, 0, 2, {195: 2}),
    )
    spanish = Use("ES", UseKind.REGISTER, 1, 14)
    french = Use("FR", UseKind.REGISTER, 0, 2, ((195, 2),))
    assert uses_of(attested) == {"José": [spanish, french]}


def test_a_name_is_spelled_as_a_list_has_it() -> None:
    attested = attested_by(Row("ANGEL", "ES", UseKind.REGISTER, 0, 99))
    attested.prefer([Entry("Ángel", "ES", "M")])
    assert [*uses_of(attested)] == ["Ángel"]


def test_ways_to_write_a_name_are_counted_where_sources_have_diacritics() -> None:
    attested = attested_by(
        Row("Tomáš", "CZ", UseKind.PEOPLE, 9),
        Row("TOMÁS", "CL", UseKind.REGISTER, 0, 90),
        Row("TOMAS", "ES", UseKind.REGISTER, 0, 900),
        Row("Tomas", "LT", UseKind.CLASS, 7),
        Row("Jan", "CZ", UseKind.PEOPLE, 5),
    )
    attested.prefer([Entry("Tomás", "ES", "M")])
    tomas, jan = attested.bearers()
    assert tomas.spellings == {"Tomáš": {"CZ": 9}, "Tomás": {"CL": 90, "ES": 5}}
    assert not jan.spellings


def test_levels_are_no_numbers_to_add() -> None:
    rows = [Row("Robin", "NL", UseKind.CLASS, 5), Row("Robin", "NL", UseKind.CLASS, 3)]
    assert uses_of(attested_by(*rows))["Robin"] == [Use("NL", UseKind.CLASS, 5)]


def test_names_that_only_exist_have_no_uses() -> None:
    attested = attested_by(Row("Urs", NOWHERE, UseKind.REGISTER))
    assert (uses_of(attested), attested.existing) == ({}, {"urs"})


@pytest.mark.parametrize(
    ("use", "is_common"),
    [
        (Use("NL", UseKind.REGISTER, 20), False),
        (Use("NL", UseKind.REGISTER, 2_001), True),
        (Use("NL", UseKind.REGISTER, 21), True),
        (Use("NL", UseKind.PEOPLE, 10), False),
        (Use("NL", UseKind.PEOPLE, 11), True),
        (Use("NL", UseKind.CLASS, 2), False),
        (Use("NL", UseKind.CLASS, 3), True),
        (Use("NL", UseKind.TRADITION, 1), True),
    ],
)
def test_a_name_is_rare_if_few_bear_it_wherever_one_counts(use: Use, *, is_common: bool) -> None:
    others = Bearers("Other", (Use("NL", UseKind.REGISTER, 1_000_000 - use.women),))
    assert ("Name" in common_names([Bearers("Name", (use,)), others])) is is_common


def test_readings_are_of_two_readers_by_the_scale() -> None:
    read = [*readings.read()]
    for reading in read:
        assert reading.country in countries()
        assert {reading.first, reading.second} <= {0, 1, 2, None}
        assert reading.first is not None
        assert reading.made
    assert len({(each.panel, each.country, each.name) for each in read}) == len(read)


def test_traditions_are_at_home_in_countries_of_nomen() -> None:
    lines = [line.split("\t") for line in TRADITIONS.read_text("utf-8").splitlines()]
    homes = [codes.removeprefix("=").split(",") for _, codes in lines]
    assert all(set(each) <= set(countries()) for each in homes)
    assert all(len(each) == len(set(each)) for each in homes)
    folded = [fold(name) for name, _ in lines]
    assert len(folded) == len(set(folded))


def test_a_name_is_at_home_in_its_first_country_above_all_unless_it_is_shared() -> None:
    levels: dict[str, list[tuple[str, int]]] = {}
    for row in traditions():
        levels.setdefault(row.name, []).append((row.country, row.women))
    assert levels["Aafke"] == [("NL", ABOVE_ALL)]
    assert levels["Laura"][0] == ("ES", THERE_TOO)
    assert {level for _, level in levels["Laura"]} == {THERE_TOO}


def test_the_home_of_a_spelling_is_above_all_that_of_the_name_if_people_write_it_so() -> None:
    rows = [Row("Märta", "SE", UseKind.TRADITION, ABOVE_ALL)]
    assert uses_of(attested_by(*rows)) == {"Märta": [Use("SE", UseKind.TRADITION, ABOVE_ALL)]}
    rows.append(Row("Marta", "ES", UseKind.REGISTER, 20))
    uses = [Use("ES", UseKind.REGISTER, 20), Use("SE", UseKind.TRADITION, THERE_TOO)]
    assert uses_of(attested_by(*rows)) == {"Marta": uses}


def test_homes_keep_the_order_of_the_readers() -> None:
    rows = [Row("Peter", code, UseKind.TRADITION, THERE_TOO) for code in ("GB", "DE", "DK")]
    assert [use.country for use in uses_of(attested_by(*rows))["Peter"]] == ["GB", "DE", "DK"]


def test_archetypes_have_their_best_country_among_the_right_ones() -> None:
    for archetype in read_archetypes():
        assert archetype.best in archetype.right <= set(countries())


def test_the_last_lists_are_kept_for_tests() -> None:
    kept = [each for each in read_archetypes() if each.list in TEST_LISTS]
    assert len(kept) > 1_100
    own = [line.split("\t")[0] for line in TRADITIONS.read_text("utf-8").splitlines()]
    others = {fold(each.name) for each in read_archetypes() if each.list not in TEST_LISTS}
    told = {fold(row.name) for row in traditions()}
    assert told == {fold(name) for name in own} | others
