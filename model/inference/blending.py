"""Blending countries: their distributions of the next letter, combined into one.

A blend is a distribution over names like any other, so its names have probabilities too.
"""

from collections.abc import Sequence
from copy import copy

import numpy as np

from model.domain.arrays import AnyFloatArray, DoubleArray, FloatArray, IntArray
from model.domain.condition import BlendMethod, Condition, RequestedGender
from model.network.numpy_rnn import ConditionedCell

_LIKELIHOOD_EXPONENT = -0.5
"""Of a component's likelihood of the prefix in its mixture weight."""
_MAX_CONTRAST = 2.0
"""Bound in nats of the contrast between the blend and all countries together."""


def mixture_components(
    condition: Condition, all_countries: Sequence[str]
) -> Sequence[tuple[Condition, float]]:
    """Split a condition into those that the network is run under, with their mixture weights.

    Args:
        condition: of one country or several.
        all_countries: codes. If the method contrasts the blend with them, the last component is all
            of them together, with a weight of 0.
    """
    neutral = condition.gender == "N"
    if condition.method is BlendMethod.CONDITION or (len(condition.countries) == 1 and not neutral):
        return [(condition, 1.0)]
    genders: Sequence[RequestedGender | None] = ("F", "M") if neutral else (condition.gender,)
    components = [
        (Condition.for_country(code, gender), share / len(genders))
        for code, share in condition.countries
        for gender in genders
    ]
    if mixing_method(condition) is BlendMethod.DISTINCT:
        equal = dict.fromkeys(all_countries, 1.0)
        everyone = None if neutral else condition.gender
        components.append((Condition.blend(equal, everyone, BlendMethod.CONDITION), 0.0))
    return components


def mixing_method(condition: Condition) -> BlendMethod:
    """Return how a condition's components are combined.

    One country's two genders are not contrasted with all countries: its names should be its own.
    """
    method = condition.method or BlendMethod.DISTINCT
    if method is BlendMethod.DISTINCT and len(condition.countries) == 1:
        return BlendMethod.BALANCED
    return method


class DecoderState:
    """The state of a batch of names, each read under several conditions."""

    def __init__(
        self,
        cell: ConditionedCell,
        weights: DoubleArray,
        method: BlendMethod,
        batch_size: int,
    ) -> None:
        """Start with empty names.

        Args:
            cell: for the components of the first condition, then of the second, ...
            weights: of the components (conditions, components); each row sums to 1.
            method: how to combine components.
            batch_size: how many names.
        """
        self._cell, self._state = cell, cell.start(batch_size)
        self._shape = weights.shape
        single = weights.shape[1] == 1
        self._mixture = None if single else _MixtureState(weights, method, batch_size)

    def step(self, letters: IntArray) -> FloatArray:
        """Read the next letter of each name (names) and return logits of the letter after it.

        The first letter is the stop symbol.

        Returns:
            Unnormalised log probabilities (conditions, names, letters).
        """
        if self._mixture is not None:
            self._mixture.update(letters)
        logits = self._cell.step(letters, self._state)
        if self._mixture is None:
            return logits
        return self._mixture.combine(logits.reshape(*self._shape, *logits.shape[1:]))

    def fork(self, rows: IntArray) -> "DecoderState":
        """Return a state of some of the names, by index, that goes on independently."""
        forked = copy(self)
        forked._mixture = copy(self._mixture)  # noqa: SLF001 - of the same class
        forked.select(rows)
        return forked

    def select(self, rows: IntArray) -> None:
        """Keep some names only, by index; an index given twice duplicates its name."""
        self._state = self._state.select(rows)
        if self._mixture is not None:
            self._mixture.select(rows)


class _MixtureState:
    """The mixture weights of a batch of names, which depend on the letters before."""

    def __init__(self, weights: DoubleArray, method: BlendMethod, batch_size: int) -> None:
        self._is_contrasted = method is BlendMethod.DISTINCT
        own = weights[:, :-1] if self._is_contrasted else weights
        # Axes: conditions, components, names.
        self._log_weights = np.log(own)[..., None].repeat(batch_size, axis=2)
        self._log_probs: DoubleArray | None = None
        # From 1 for equal weights down to 0 for a single country, which is not to be contrasted.
        evenness = (1 - (own**2).sum(axis=1)) / (1 - 1 / own.shape[1])
        self._contrast_weight = evenness[:, None, None]

    def update(self, letters: IntArray) -> None:
        """Update the weights by each component's likelihood of the next letters (names)."""
        if self._log_probs is not None:
            log_likelihoods = self._log_probs[:, :, np.arange(len(letters)), letters]
            self._log_weights += _LIKELIHOOD_EXPONENT * log_likelihoods

    def select(self, rows: IntArray) -> None:
        """Keep some names only, by index."""
        self._log_weights = self._log_weights[:, :, rows]
        if self._log_probs is not None:
            self._log_probs = self._log_probs[:, :, rows]

    def combine(self, logits: FloatArray) -> FloatArray:
        """Combine logits (conditions, components, names, letters): (conditions, names, letters)."""
        log_probs = log_softmax(logits.astype(np.float64))
        own = log_probs[:, :-1] if self._is_contrasted else log_probs
        self._log_probs = own
        weights = np.exp(log_softmax(self._log_weights, axis=1))
        combined = np.einsum("cvnl,cvn->cnl", own, weights)
        if self._is_contrasted:
            contrast = np.clip(combined - log_probs[:, -1], -_MAX_CONTRAST, _MAX_CONTRAST)
            combined += self._contrast_weight * contrast
        result: FloatArray = combined.astype(np.float32)
        return result


def log_softmax(logits: AnyFloatArray, axis: int = -1) -> AnyFloatArray:
    """Normalise logits along an axis."""
    return logits - log_sum_exp(logits, axis)


def log_sum_exp(logits: AnyFloatArray, axis: int = -1) -> AnyFloatArray:
    """Return log Σ exp along an axis, which is kept with length 1."""
    highest = logits.max(axis=axis, keepdims=True)
    total: AnyFloatArray = highest + np.log(np.exp(logits - highest).sum(axis=axis, keepdims=True))
    return total
