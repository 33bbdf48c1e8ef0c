from bot.interactions.left_names import MAX_REQUESTS, LeftNames
from model.domain.condition import Condition
from model.domain.generation import NameRequest

ADA, REQUEST = (0, 1), NameRequest(Condition.for_country("NL"))
NAMES = [("marle", 3.5), ("łucja", 3.25)]


def test_what_is_left_is_taken_once() -> None:
    left = LeftNames()
    left.keep(ADA, REQUEST, NAMES)
    assert left.take(ADA, REQUEST) == NAMES
    assert left.take(ADA, REQUEST) is None


def test_nothing_left_is_known_to_be_nothing() -> None:
    left = LeftNames()
    left.keep(ADA, REQUEST, [])
    assert left.take(ADA, REQUEST) == []


def test_the_least_recent_are_forgotten() -> None:
    left = LeftNames()
    for member in range(MAX_REQUESTS + 1):
        left.keep((0, member), REQUEST, NAMES)
    assert left.take((0, 0), REQUEST) is None
    assert left.take((0, 1), REQUEST) == NAMES
