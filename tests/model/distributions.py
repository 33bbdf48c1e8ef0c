from collections.abc import Sequence

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.countries import countries as all_countries
from model.inference.blending import log_sum_exp
from model.inference.name_generator import NameGenerator
from model.inference.sampler import smooth_with_uniform


def letter_distributions(generator: NameGenerator, name: str, condition: Condition) -> DoubleArray:
    """Return the distribution of each letter of a name and of the one after (length + 1, letters).

    Letters are in the order of `alphabet`, after the stop symbol.
    """
    letters = generator.normalise_case(name, condition.dominant_country)
    decoder = generator.start_decoding([condition], 1)
    ids = [0, *(generator.alphabet.index(letter) + 1 for letter in letters)]
    logits = np.concatenate([decoder.step(np.array([letter]))[0] for letter in ids])
    probabilities = np.exp(logits - log_sum_exp(logits), dtype=np.float64)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    return smooth_with_uniform(probabilities, probabilities.shape[1])


class UniformClassifier:
    """All countries have the same probability, so that the first is predicted."""

    countries = tuple(sorted(all_countries()))

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        return np.full((len(names), len(self.countries)), 1 / len(self.countries))
