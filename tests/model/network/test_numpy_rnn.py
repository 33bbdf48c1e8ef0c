import numpy as np
import pytest

from model.network.numpy_rnn import ConditionedCell, Embeddings, RNNCell, RNNState
from model.network.weights import Weights


@pytest.fixture(scope="module")
def cell(weights: Weights) -> RNNCell:
    return RNNCell(weights.arrays, weights.ngrams)


def condition_on(cell: RNNCell, weights: Weights, countries: slice) -> ConditionedCell:
    """Return the cell under a condition for each of some countries, of unknown gender."""
    one_hot = np.eye(len(weights.countries), dtype=np.float32)[countries]
    return cell.condition_on(one_hot, np.full((len(one_hot), 2), 0.5, np.float32))


def random_state(cell: ConditionedCell, names: int, rng: np.random.Generator) -> RNNState:
    state = cell.start(names)
    state.inputs[..., :-1] = rng.standard_normal(state.inputs[..., :-1].shape, np.float32)
    return state


@pytest.mark.parametrize("names", [1, 4, 16, 61, 150])
def test_a_batch_of_names_equals_each_name_alone(
    cell: RNNCell, weights: Weights, names: int
) -> None:
    conditioned, rng = condition_on(cell, weights, slice(1)), np.random.default_rng(names)
    state, letters = random_state(conditioned, names, rng), rng.integers(90, size=names)
    separate = [state.select(np.array([row])) for row in range(names)]
    together = conditioned.step(letters, state)
    for row in range(names):
        alone = conditioned.step(letters[[row]], separate[row])
        np.testing.assert_allclose(together[:, [row]], alone, atol=1e-4)
        np.testing.assert_allclose(state.inputs[:, [row]], separate[row].inputs, atol=1e-5)


def test_a_batch_of_conditions_equals_each_condition_alone(cell: RNNCell, weights: Weights) -> None:
    conditioned, letters = condition_on(cell, weights, slice(5)), np.array([5, 6, 7])
    # Each condition has memories of its own.
    state = random_state(conditioned, 3, np.random.default_rng(5))
    before = state.inputs.copy()
    logits = conditioned.step(letters, state)
    assert logits.shape == (5, 3, len(weights.alphabet))
    for row in range(5):
        own = condition_on(cell, weights, slice(row, row + 1))
        alone = own.start(3)
        alone.inputs = before[[row]]
        np.testing.assert_allclose(logits[row], own.step(letters, alone)[0], atol=1e-4)
        np.testing.assert_allclose(state.inputs[row], alone.inputs[0], atol=1e-5)


def test_an_embedding_is_the_sum_of_those_of_the_letter_and_of_the_ngrams_that_it_ends(
    weights: Weights,
) -> None:
    embeddings = Embeddings(weights.arrays, weights.ngrams)
    listed = [ngrams.tolist() for ngrams in weights.ngrams.by_length]
    text = [0, *(weights.alphabet.index(letter) for letter in "annaqx")]
    context = embeddings.context(1)
    for end, letter in enumerate(text, start=1):
        expected = weights.arrays["letter.weight"][letter].copy()
        for index, ngrams in enumerate(listed):
            ngram = text[max(0, end - 2 - index) : end]
            if ngram in ngrams:
                expected += weights.arrays[f"ngrams.{index}.weight"][1 + ngrams.index(ngram)]
        got, context = embeddings.embed(np.array([letter]), context)
        np.testing.assert_allclose(got[0], expected, atol=1e-6)
