import pytest

from model.domain.condition import Condition


def test_the_dominant_country_is_the_heaviest_and_the_first_of_equals() -> None:
    assert Condition.blend({"NL": 1, "PL": 3}).dominant_country == "PL"
    assert Condition.blend({"NL": 1, "PL": 1}).dominant_country == "NL"


@pytest.mark.parametrize(
    ("countries", "message"),
    [
        ((), "one country or more"),
        ((("NL", 0.5), ("NL", 0.5)), "each once"),
        ((("NL", 1.0), ("PL", 0.0)), "positive"),
        ((("NL", 0.5), ("PL", 0.4)), "sum to 1"),
    ],
)
def test_weights_that_are_not_a_convex_mixture_are_refused(
    countries: tuple[tuple[str, float], ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Condition(countries)
