import numpy as np

from model.inference.packed_strings import pack_folded
from model.origin.neighbour_classifier import KernelNeighbourClassifier

FOLDED = pack_folded(["anna", "hanna", "janneke", "mieke", "wojciech", "xiaoming"])
LABELS = np.packbits(
    np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]), axis=1
)
"""Of countries 0, 1 and 2."""


def logits(name: str) -> list[float]:
    values: list[float] = KernelNeighbourClassifier(FOLDED, LABELS, 3).logits(name).tolist()
    return values


def test_similar_names_are_evidence_for_their_country() -> None:
    assert np.argmax(logits("Annneke")) == 0
    assert np.argmax(logits("Wojciecha")) == 1
    assert np.argmax(logits("Xiaomin")) == 2


def test_nearer_names_count_more() -> None:
    wojciech, mieke = logits("Mojciech"), logits("Mieken")
    assert wojciech[1] > wojciech[0]
    assert mieke[0] > mieke[1]


def test_the_name_itself_counts_most() -> None:
    labels = np.packbits(np.array([[1, 0], [0, 1]]), axis=1)
    mila, mira = KernelNeighbourClassifier(pack_folded(["mila", "mira"]), labels, 2).logits("MILA")
    assert mila - mira > 2


def test_without_neighbours_the_prior_remains() -> None:
    shares = np.exp(logits("Qqqqqqqq"))
    labels = np.unpackbits(LABELS, axis=1, count=3)
    expected = (labels / np.sqrt(labels.sum(axis=1, keepdims=True))).mean(axis=0)
    np.testing.assert_allclose(shares / shares.sum(), expected / expected.sum())


def test_a_name_on_many_lists_counts_less_for_each() -> None:
    on_two_lists, on_one = np.exp(logits("Annal")), np.exp(logits("Jannekee"))
    assert on_two_lists[0] < on_one[0]
