import numpy as np

from model.origin.neighbour_classifier import KernelNeighbourClassifier

FOLDED = ["anna", "hanna", "janneke", "mieke", "wojciech", "xiaoming"]
LISTS = np.packbits(
    np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]), axis=1
)
"""The countries are 0, 1 and 2."""


def logits(name: str) -> list[float]:
    found: list[float] = KernelNeighbourClassifier(FOLDED, LISTS, 3).logits(name).tolist()
    return found


def test_a_name_spelt_like_those_of_a_country_speaks_for_it() -> None:
    assert np.argmax(logits("Annneke")) == 0
    assert np.argmax(logits("Wojciecha")) == 1
    assert np.argmax(logits("Xiaomin")) == 2


def test_the_nearer_of_two_is_heard_more() -> None:
    wojciech, mieke = logits("Mojciech"), logits("Mieken")
    assert wojciech[1] > wojciech[0]
    assert mieke[0] > mieke[1]


def test_the_name_itself_is_heard_most() -> None:
    lists = np.packbits(np.array([[1, 0], [0, 1]]), axis=1)
    mila, mira = KernelNeighbourClassifier(["mila", "mira"], lists, 2).logits("MILA")
    assert mila - mira > 2


def test_where_no_name_is_near_all_speak_alike() -> None:
    shares = np.exp(logits("Qqqqqqqq"))
    lists = np.unpackbits(LISTS, axis=1, count=3)
    expected = (lists / np.sqrt(lists.sum(axis=1, keepdims=True))).mean(axis=0)
    np.testing.assert_allclose(shares / shares.sum(), expected / expected.sum())


def test_a_name_on_many_lists_is_heard_less_for_each() -> None:
    both, one = np.exp(logits("Annal")), np.exp(logits("Jannekee"))
    assert both[0] < one[0]
