from data.bearers import commonness
from data.records import Bearers


def test_a_class_is_the_binary_logarithm_of_the_bearers_in_a_million() -> None:
    counts = [Bearers("Anna", "FI", 1_000), Bearers("Aino", "FI", 999_000)]
    assert commonness(counts) == {("FI", "anna"): 9, ("FI", "aino"): 19}


def test_spellings_of_a_name_are_counted_together_and_countries_apart() -> None:
    counts = [
        Bearers("Jose", "MX", 1),
        Bearers("José", "MX", 1),
        Bearers("Juan", "MX", 2),
        Bearers("Anna", "FI", 8),
    ]
    assert commonness(counts)["MX", "jose"] == commonness(counts)["MX", "juan"]
    assert commonness(counts)["FI", "anna"] == 19
