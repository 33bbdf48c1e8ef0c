import numpy as np
import pytest

from model.domain.arrays import FloatArray, Numbers
from model.inference.rnn_cell import ConditionedCell, RNNCell
from model.inference.weights import Weights


@pytest.fixture(scope="module")
def cell(weights: Weights) -> RNNCell:
    return RNNCell(weights.arrays, weights.ngrams)


def genders(voices: int) -> FloatArray:
    return np.full((voices, 2), 0.5, np.float32)


def some(weights: Weights, voices: int) -> FloatArray:
    """Weights of a country each."""
    return np.eye(len(weights.countries), dtype=np.float32)[:voices]


def remembering(voices: ConditionedCell, names: int, rng: np.random.Generator) -> FloatArray:
    """Signals of names whose memories are anything."""
    signals = voices.blank(names)
    signals[..., :-1] = rng.standard_normal(signals[..., :-1].shape, np.float32)
    return signals


def beginning(cell: RNNCell, letters: Numbers) -> FloatArray:
    """What letters are read as, each as the first of a name."""
    return cell.embed(letters, np.zeros_like(letters), np.zeros(len(letters), np.int16))[0]


@pytest.mark.parametrize("names", [1, 4, 16, 61, 150])
def test_names_read_together_are_read_as_each_alone(
    cell: RNNCell, weights: Weights, names: int
) -> None:
    voices, rng = cell.voices(some(weights, 1), genders(1)), np.random.default_rng(names)
    signals = remembering(voices, names, rng)
    embedded = beginning(cell, rng.integers(90, size=names))
    each = [signals[:, [row]].copy() for row in range(names)]
    together = voices.step(embedded, signals)
    for row in range(names):
        alone = voices.step(embedded[[row]], each[row])
        np.testing.assert_allclose(together[:, [row]], alone, atol=1e-4)
        np.testing.assert_allclose(signals[:, [row]], each[row], atol=1e-5)


def test_voices_speak_together_as_each_does_alone(cell: RNNCell, weights: Weights) -> None:
    countries, embedded = some(weights, 5), beginning(cell, np.array([5, 6, 7]))
    together = cell.voices(countries, genders(5))
    # Each voice has memories of its own.
    signals = remembering(together, 3, np.random.default_rng(5))
    before = signals.copy()
    logits = together.step(embedded, signals)
    assert logits.shape == (5, 3, len(weights.alphabet))
    for row, country in enumerate(countries):
        alone, own = cell.voices(country[None], genders(1)), before[[row]]
        np.testing.assert_allclose(logits[row], alone.step(embedded, own)[0], atol=1e-4)
        np.testing.assert_allclose(signals[row], own[0], atol=1e-5)


def test_a_letter_is_read_with_the_two_before_it(cell: RNNCell, weights: Weights) -> None:
    """Its embedding is the sum of the letter's, the bigram's and the trigram's, where known."""
    letter, bigram, trigram = (
        weights.arrays[f"{kind}.weight"] for kind in ("letter", "bigram", "trigram")
    )
    twos, threes = weights.ngrams.bigrams.tolist(), weights.ngrams.trigrams.tolist()
    text = [0, *(weights.alphabet.index(one) for one in "annaqx")]
    last, before = np.zeros(1, np.intp), np.zeros(1, np.int16)
    for place, number in enumerate(text):
        expected = letter[number].copy()
        if text[place - 1 : place + 1] in twos:
            expected += bigram[1 + twos.index(text[place - 1 : place + 1])]
        if text[place - 2 : place + 1] in threes:
            expected += trigram[1 + threes.index(text[place - 2 : place + 1])]
        got, before = cell.embed(np.array([number]), last, before)
        np.testing.assert_allclose(got[0], expected, atol=1e-6)
        last = np.array([number])
