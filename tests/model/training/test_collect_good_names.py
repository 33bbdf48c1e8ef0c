import numpy as np
import pytest

from data.attested.readings import NEW_NAMES, NOT_SPELLED, read_judgements
from model.domain.spelling import fold, lower
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector
from model.training.collect_good_names import GOOD, Chooser

DUTCH = ("NL",)
PRAISE, BLAME = np.full(3, 3.0), np.full(3, -3.0)


@pytest.fixture(scope="module")
def chooser(generator: NameGenerator) -> Chooser:
    return Chooser(NameSelector.load(generator), generator)


def test_the_best_come_first_and_the_unliked_never(chooser: Chooser) -> None:
    names = [lower(judged.name, "NL") for judged in read_judgements() if judged.country == "NL"]
    nobodys = [each.name for each in chooser.choose(DUTCH, dict.fromkeys(names, PRAISE))]
    said = {name: PRAISE if row % 2 else BLAME for row, name in enumerate(nobodys)}
    chosen = chooser.choose(DUTCH, said)
    assert {each.name for each in chosen} == {*nobodys[1::2]}
    worth = [each.worth for each in chosen]
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] >= GOOD


def test_a_name_that_a_reader_knew_anywhere_is_left_out(chooser: Chooser) -> None:
    known = [judged for judged in read_judgements(NEW_NAMES) if judged.exists]
    names = {lower(judged.name, "NL") for judged in known if judged.country == "NL"}
    chosen = chooser.choose(DUTCH, dict.fromkeys(sorted(names), PRAISE))
    assert not {fold(each.name) for each in chosen} & {fold(judged.name) for judged in known}


def test_a_name_that_the_network_did_not_spell_is_left_out_however_good_it_is(
    chooser: Chooser,
) -> None:
    """A language model wrote Fennelore."""
    read = [judged for judged in read_judgements() if judged.country == "NL"]
    of_others = {fold(judged.name) for judged in read if judged.made in NOT_SPELLED}
    of_network = {fold(judged.name) for judged in read if judged.made not in NOT_SPELLED}
    said = dict.fromkeys([lower(judged.name, "NL") for judged in read], PRAISE)
    chosen = {fold(each.name) for each in chooser.choose(DUTCH, said)}
    assert "fennelore" in of_others - of_network
    assert chosen
    assert chosen <= of_network
