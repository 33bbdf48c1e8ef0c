import numpy as np
import pytest

from model.domain.arrays import FloatArray, IntArray
from model.network.numpy_rnn import ConditionedCell, RNNCell
from model.network.weights import Weights


@pytest.fixture(scope="module")
def cell(weights: Weights) -> RNNCell:
    return RNNCell(weights.arrays, weights.ngrams)


def condition_on(cell: RNNCell, weights: Weights, countries: slice) -> ConditionedCell:
    """Return the cell under a condition for each of some countries, of unknown gender."""
    one_hot = np.eye(len(weights.countries), dtype=np.float32)[countries]
    return cell.condition_on(one_hot, np.full((len(one_hot), 2), 0.5, np.float32))


def random_inputs(cell: ConditionedCell, names: int, rng: np.random.Generator) -> FloatArray:
    inputs = cell.initial_inputs(names)
    inputs[..., :-1] = rng.standard_normal(inputs[..., :-1].shape, np.float32)
    return inputs


def embed_first(cell: RNNCell, letters: IntArray) -> FloatArray:
    """Embed letters, each as the first of a name."""
    return cell.embed(letters, np.zeros_like(letters), np.zeros(len(letters), np.int16))[0]


@pytest.mark.parametrize("names", [1, 4, 16, 61, 150])
def test_a_batch_of_names_equals_each_name_alone(
    cell: RNNCell, weights: Weights, names: int
) -> None:
    conditioned, rng = condition_on(cell, weights, slice(1)), np.random.default_rng(names)
    inputs = random_inputs(conditioned, names, rng)
    embedded = embed_first(cell, rng.integers(90, size=names))
    separate = [inputs[:, [row]].copy() for row in range(names)]
    together = conditioned.step(embedded, inputs)
    for row in range(names):
        alone = conditioned.step(embedded[[row]], separate[row])
        np.testing.assert_allclose(together[:, [row]], alone, atol=1e-4)
        np.testing.assert_allclose(inputs[:, [row]], separate[row], atol=1e-5)


def test_a_batch_of_conditions_equals_each_condition_alone(cell: RNNCell, weights: Weights) -> None:
    conditioned, embedded = (
        condition_on(cell, weights, slice(5)),
        embed_first(cell, np.array([5, 6, 7])),
    )
    # Each condition has memories of its own.
    inputs = random_inputs(conditioned, 3, np.random.default_rng(5))
    before = inputs.copy()
    logits = conditioned.step(embedded, inputs)
    assert logits.shape == (5, 3, len(weights.alphabet))
    for row in range(5):
        alone, own = condition_on(cell, weights, slice(row, row + 1)), before[[row]]
        np.testing.assert_allclose(logits[row], alone.step(embedded, own)[0], atol=1e-4)
        np.testing.assert_allclose(inputs[row], own[0], atol=1e-5)


def test_an_embedding_is_the_sum_of_those_of_letter_bigram_and_trigram(
    cell: RNNCell, weights: Weights
) -> None:
    letter, bigram, trigram = (
        weights.arrays[f"{kind}.weight"] for kind in ("letter", "bigram", "trigram")
    )
    bigrams, trigrams = weights.ngrams.bigrams.tolist(), weights.ngrams.trigrams.tolist()
    text = [0, *(weights.alphabet.index(letter) for letter in "annaqx")]
    last, last_bigrams = np.zeros(1, np.intp), np.zeros(1, np.int16)
    for position, letter_id in enumerate(text):
        expected = letter[letter_id].copy()
        if text[position - 1 : position + 1] in bigrams:
            expected += bigram[1 + bigrams.index(text[position - 1 : position + 1])]
        if text[position - 2 : position + 1] in trigrams:
            expected += trigram[1 + trigrams.index(text[position - 2 : position + 1])]
        got, last_bigrams = cell.embed(np.array([letter_id]), last, last_bigrams)
        np.testing.assert_allclose(got[0], expected, atol=1e-6)
        last = np.array([letter_id])
