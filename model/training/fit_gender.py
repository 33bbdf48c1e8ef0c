"""Fits by what readers tell women's names from men's: `python -m model.training.fit_gender`.

It prints the constants of `model.selection.filtered`, and how well they tell the names of other
countries, which two other readers have read.
"""

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from data.records import read_table
from data.sources import HERE
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.condition import Condition
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.selection.filtered import FilteredSampler, log_odds

GENDERS = HERE / "ratings" / "genders.tsv"
FITTED, HELD_OUT = "1", "2"
"""Panels."""


class Inputs(NamedTuple):
    """Names that two readers take for the same gender.

    Attributes:
        features: by how many nats each leans to women, and its end marks one (names, 2).
        are_women: whether they take it for a woman's (names).
    """

    features: DoubleArray
    are_women: BoolArray


def main() -> None:
    """Fit and print."""
    sampler = FilteredSampler(NameGenerator.load())
    fitted, held_out = (read_inputs(sampler, panel) for panel in (FITTED, HELD_OUT))
    weights, bias = fit(fitted)
    print(f"by the network {weights[0]:.2f}, by the end {weights[1]:.2f}, any {bias:.2f}")  # noqa: T201 - a command
    for number, feature in enumerate(("the network", "the end")):
        print(f"{feature} alone: {_accuracy(held_out, held_out.features[:, number]):.3f}")  # noqa: T201 - likewise
    print(f"both: {_accuracy(held_out, held_out.features @ weights + bias):.3f}")  # noqa: T201 - likewise


def read_inputs(sampler: FilteredSampler, panel: str) -> Inputs:
    """Return the names of a panel."""
    names: dict[str, list[tuple[str, bool]]] = {}
    for country, name, number, *genders in read_table(GENDERS)[1:]:
        if number == panel and genders in (["F", "F"], ["M", "M"]):
            names.setdefault(country, []).append((lower(name, country), genders[0] == "F"))
    features, are_women = [], []
    for country, read in names.items():
        condition, spelled = Condition.for_country(country), [name for name, _ in read]
        leanings = sampler.leanings(spelled, condition)
        ends = log_odds(sampler.female_shares(spelled, condition))
        features.append(np.column_stack([leanings, ends]))
        are_women += [is_woman for _, is_woman in read]
    return Inputs(np.concatenate(features), np.array(are_women))


def fit(inputs: Inputs) -> tuple[DoubleArray, float]:
    """Return the weights of the features, and the constant, of the log odds."""
    regression = LogisticRegression().fit(inputs.features, inputs.are_women)
    return regression.coef_[0], float(regression.intercept_[0])


def _accuracy(inputs: Inputs, odds: DoubleArray) -> float:
    return float(np.mean((odds > 0) == inputs.are_women))


if __name__ == "__main__":
    main()
