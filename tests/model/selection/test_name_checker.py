import pytest

from model.domain.generation import NameKind
from model.domain.name_check import NameCheck
from model.inference.name_generator import NameGenerator
from model.selection.name_checker import NameChecker


def check_of(checker: NameChecker, name: str) -> NameCheck:
    (check,) = checker.check([name])
    return check


@pytest.fixture(scope="module")
def checker(generator: NameGenerator) -> NameChecker:
    return NameChecker.load(generator)


def test_a_known_name_says_who_has_it_and_where_it_is_at_home(checker: NameChecker) -> None:
    check = check_of(checker, "Saoirse")
    assert check.kind is NameKind.KNOWN
    assert check.homes == ("IE",)
    assert check.counts[0].country == "IE"
    assert check.counts[0].share_of_women > 0.95
    assert check.syllables == 2
    assert not check.is_blocked
    assert check.fit is None


def test_syllables_are_those_of_the_spelling_that_was_typed(checker: NameChecker) -> None:
    assert [check_of(checker, name).syllables for name in ("Chloé", "Noel", "Raphaël")] == [2, 2, 3]


def test_a_new_name_has_nothing_but_what_it_looks_like(checker: NameChecker) -> None:
    check = check_of(checker, "Zwanneliesje")
    assert (check.kind, check.counts, check.people, check.homes) == (NameKind.NEW, (), 0, ())


def test_a_names_country_comes_first_or_is_said_to_count_nobody(checker: NameChecker) -> None:
    """Sweden counts most who are called Milou, of the countries that count anybody."""
    check = check_of(checker, "Milou")
    assert check.origin.ranking[0].country == check.uncounted == "NL"
    assert check.counts[0].country == "SE"
    assert check_of(checker, "Saoirse").uncounted == ""
    assert check_of(checker, "Zwanneliesje").uncounted == ""


def test_a_name_is_not_rare_because_others_count_few(checker: NameChecker) -> None:
    assert check_of(checker, "Tygo").kind is NameKind.KNOWN
    assert check_of(checker, "Berenike").kind is NameKind.RARE


def test_spellings_and_lookalikes_are_other_names(checker: NameChecker) -> None:
    check = check_of(checker, "Mahnoosh")
    assert "Mahnoush" in check.spellings
    assert "Mahnoosh" not in check.spellings
    check = check_of(checker, "Rente")
    assert {"Bente", "Jente"} <= set(check.lookalikes)
    assert not check_of(checker, "Bo").lookalikes  # too short: all are alike


@pytest.mark.parametrize("name", ["Olivia", "Tygo", "Luca"])
def test_after_a_names_country_the_commonest_come_first(checker: NameChecker, name: str) -> None:
    check = check_of(checker, name)
    first = check.origin.ranking[0].country
    others = [count.per_million for count in check.counts if count.country != first]
    assert first not in [count.country for count in check.counts][1:]
    assert others == sorted(others, reverse=True)


def test_another_spelling_is_no_lookalike_too(checker: NameChecker) -> None:
    check = check_of(checker, "Luca")
    assert "Luka" in check.spellings
    assert not {*check.spellings} & {*check.lookalikes}


def test_an_everyday_word_says_in_which_languages(checker: NameChecker) -> None:
    assert {"nl", "de"} <= set(check_of(checker, "Rente").words)
    assert check_of(checker, "Saoirse").words == ()


def test_letters_outside_the_alphabet_are_folded_and_that_is_said(checker: NameChecker) -> None:
    check = check_of(checker, " Ryō ")
    assert (check.name, check.origin.read_as) == ("Ryō", "Ryo")
    assert check.homes == ("JP",)


def test_no_blocked_name_is_shown(generator: NameGenerator, checker: NameChecker) -> None:
    shown = [
        name
        for check in checker.check(["Nazia", "Israel", "Darci", "Conrad", "Mike"])
        for name in (*check.spellings, *check.lookalikes)
    ]
    assert shown
    assert not any(map(generator.blocklist.blocks, shown))
