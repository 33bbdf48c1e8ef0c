"""How far members are in their duels is in memory, for as long as others leave room."""

from bot.interactions.open_duels import MAX_DUELS, OpenDuels

GROUP, ADA, BEN = 7, 1, 2


def test_each_has_their_own_answers_in_each_group() -> None:
    duels = OpenDuels()
    duels.keep((GROUP, ADA), "first")
    duels.keep((GROUP, BEN), "other")
    duels.keep((GROUP, ADA), "second")
    assert duels.answers_of((GROUP, ADA)) == "second"
    assert duels.answers_of((GROUP, BEN)) == "other"
    assert not duels.answers_of((GROUP + 1, ADA))


def test_who_has_come_to_the_end_is_forgotten() -> None:
    duels = OpenDuels()
    duels.keep((GROUP, ADA), "first")
    duels.keep((GROUP, ADA), "")
    assert not duels.answers_of((GROUP, ADA))


def test_the_least_recent_is_forgotten_first() -> None:
    duels = OpenDuels()
    for member in range(MAX_DUELS):
        duels.keep((GROUP, member), "first")
    duels.keep((GROUP, 0), "second")
    duels.keep((GROUP, MAX_DUELS), "first")
    assert duels.answers_of((GROUP, 0)) == "second"
    assert not duels.answers_of((GROUP, 1))
    assert duels.answers_of((GROUP, 2)) == "first"


def test_a_member_is_forgotten_everywhere() -> None:
    duels = OpenDuels()
    for owner in ((GROUP, ADA), (GROUP + 1, ADA), (GROUP, BEN)):
        duels.keep(owner, "first")
    duels.forget(ADA)
    assert not duels.answers_of((GROUP, ADA))
    assert not duels.answers_of((GROUP + 1, ADA))
    assert duels.answers_of((GROUP, BEN)) == "first"
