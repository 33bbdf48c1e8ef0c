"""What a name is conditioned on: weights of countries, and a gender."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Self

Gender = Literal["F", "M"]
RequestedGender = Literal["F", "M", "N"]
"""Female, male, or neutral: what both would be named, while no gender means what either would."""


def gender_weights(gender: RequestedGender | None) -> tuple[float, float]:
    """Return the weights of female and male that the networks take; they sum to 1."""
    return {"F": (1.0, 0.0), "M": (0.0, 1.0), "N": (0.5, 0.5), None: (0.5, 0.5)}[gender]


class BlendMethod(StrEnum):
    """How to combine several countries' distributions; for one country all methods are the same.

    At each letter, with weights w and the distributions p of the countries alone:

    - `condition` runs the network once, with the countries' weights as its input.
    - `balanced` samples from the normalised Π p^w, what no country rules out, and divides each w by
      the root of the p of the letters before: the country that a name sounds less like gets more.
    - `distinct` is `balanced`, favouring letters that all countries together expect less.
    """

    CONDITION = "condition"
    BALANCED = "balanced"
    DISTINCT = "distinct"


@dataclass(frozen=True, slots=True)
class Condition:
    """A convex mixture of countries and, optionally, a gender.

    Attributes:
        countries: (ISO 3166-1 alpha-2 code, weight) pairs; the weights are positive and sum to 1.
        gender: F, M, N for names that both would have, or None for either.
        method: how several countries are combined; None is `balanced` where names are chosen, and
            `distinct` elsewhere.
    """

    countries: tuple[tuple[str, float], ...]
    gender: RequestedGender | None = None
    method: BlendMethod | None = None

    def __post_init__(self) -> None:
        """Check the weights.

        Raises:
            ValueError: there is no country, one occurs twice, a weight is not positive, or the
                weights do not sum to 1.
        """
        codes = [code for code, _ in self.countries]
        if not codes or len(set(codes)) < len(codes):
            message = f"a condition needs one country or more, each once: {codes}"
            raise ValueError(message)
        if any(weight <= 0 for _, weight in self.countries):
            message = f"every weight must be positive: {self.countries}"
            raise ValueError(message)
        if abs(sum(weight for _, weight in self.countries) - 1) > 1e-6:  # noqa: PLR2004 - rounding
            message = f"the weights must sum to 1: {self.countries}"
            raise ValueError(message)

    @classmethod
    def for_country(cls, country: str, gender: RequestedGender | None = None) -> Self:
        """One country alone, by its code."""
        return cls(((country, 1.0),), gender)

    @classmethod
    def blend(
        cls,
        weights: Mapping[str, float],
        gender: RequestedGender | None = None,
        method: BlendMethod | None = None,
    ) -> Self:
        """Several countries by code; the weights are normalised."""
        total = sum(weights.values())
        shares = tuple((code, weight / total) for code, weight in weights.items())
        return cls(shares, gender, method)

    @property
    def with_known_gender(self) -> Self:
        """The same, but for either gender where it is neutral: what networks know is no third."""
        return replace(self, gender=None) if self.gender == "N" else self

    @property
    def dominant_country(self) -> str:
        """The code of the heaviest country, the first of equals; its casing rules apply."""
        return max(self.countries, key=lambda pair: pair[1])[0]
