from dataclasses import replace

import numpy as np
import numpy.typing as npt

from model.inference.known_names import KnownNames
from model.origin.country_lists import CountryLists
from model.origin.neighbour_classifier import KernelNeighbourClassifier
from model.origin.parameters import OriginParameters

NAMES = ["anna", "hanna", "janneke", "mieke", "wojciech", "xiaoming"]
LABELS = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
"""Of countries A, B and C."""


def classifier(
    names: list[str], labels: npt.NDArray[np.int_], untrained: str = ""
) -> KernelNeighbourClassifier:
    parameters = replace(
        OriginParameters.load(),
        countries=tuple("ABC"[: labels.shape[1]]),
        packed_labels=np.packbits(labels, axis=1),
        in_training=np.array([name != untrained for name in names]),
    )
    return KernelNeighbourClassifier(CountryLists(KnownNames.from_names(names), parameters))


def logits(name: str) -> list[float]:
    values: list[float] = classifier(NAMES, LABELS).logits(name).tolist()
    return values


def test_similar_names_are_evidence_for_their_country() -> None:
    assert np.argmax(logits("Annneke")) == 0
    assert np.argmax(logits("Wojciecha")) == 1
    assert np.argmax(logits("Xiaomin")) == 2


def test_the_name_itself_counts_most() -> None:
    mila, mira = classifier(["mila", "mira"], np.eye(2, dtype=int)).logits("MILA")
    assert mila - mira > 2


def test_without_neighbours_the_prior_remains() -> None:
    shares = np.exp(logits("Qqqqqqqq"))
    expected = (LABELS / np.sqrt(LABELS.sum(axis=1, keepdims=True))).mean(axis=0)
    np.testing.assert_allclose(shares / shares.sum(), expected / expected.sum())


def test_names_outside_the_training_split_are_no_neighbours() -> None:
    without_mieke = classifier(NAMES, LABELS, untrained="mieke")
    np.testing.assert_allclose(without_mieke.logits("Mieken"), without_mieke.logits("Qqqqqqqq"))
    assert without_mieke.logits("Annas").argmax() < 2
