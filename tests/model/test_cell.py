import numpy as np
import pytest

from model.cell import Cell
from model.weights import FloatArray, Weights


def told(cell: Cell, weights: Weights, batch: int) -> FloatArray:
    """Tell a country each, gender unknown."""
    countries = np.eye(len(weights.countries), dtype=np.float32)
    vectors = np.resize(countries, (batch, len(countries)))
    return cell.condition(np.append(vectors, np.full((batch, 2), 0.5, np.float32), axis=1))


@pytest.mark.parametrize("batch", [1, 4, 7, 16, 61, 62, 150])
def test_names_read_together_are_read_as_each_alone(weights: Weights, batch: int) -> None:
    cell, rng = Cell(weights.arrays), np.random.default_rng(batch)
    letters = rng.integers(cell.letters, size=batch)
    condition = told(cell, weights, batch)
    memories = tuple(rng.standard_normal(one.shape, np.float32) for one in cell.blank(batch))
    together = cell.step(letters, condition, np.arange(batch), memories)
    for row in {0, batch // 2, batch - 1}:
        alone = cell.step(
            letters[[row]], condition[[row]], np.array([0]), tuple(one[[row]] for one in memories)
        )
        np.testing.assert_allclose(together.logits[[row]], alone.logits, atol=1e-4)
        for one, other in zip(together.memories, alone.memories, strict=True):
            np.testing.assert_allclose(one[[row]], other, atol=1e-5)


def test_an_input_is_worked_out_once_for_all_that_read_it(weights: Weights) -> None:
    cell, rng = Cell(weights.arrays), np.random.default_rng(1)
    letters, read = np.array([3, 5]), np.array([1, 0, 1, 1])
    condition = told(cell, weights, 2)
    memories = tuple(rng.standard_normal(one.shape, np.float32) for one in cell.blank(4))
    shared = cell.step(letters, condition, read, memories)
    each = cell.step(letters[read], condition[read], np.arange(4), memories)
    np.testing.assert_allclose(shared.logits, each.logits, atol=1e-4)
