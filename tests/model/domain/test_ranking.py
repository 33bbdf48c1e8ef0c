import pytest

from model.domain.ranking import (
    CountryScore,
    Ranking,
    Verdict,
    homes_of_both,
)


def ranking(name: str, known_in: str, **probabilities: float) -> Ranking:
    scores = tuple(CountryScore(code, 1.0, share) for code, share in probabilities.items())
    return Ranking(name, tuple(known_in.split()), Verdict.SURE, scores, ())


def test_a_country_that_lists_both_goes_first() -> None:
    first = ranking("A", "NL BE", NL=0.1, BE=0.1, FR=0.8)
    second = ranking("B", "BE FR", NL=0.1, BE=0.1, FR=0.8)
    assert homes_of_both(first, second)[0] == "BE"


def test_then_the_one_that_neither_is_strange_in() -> None:
    first = ranking("A", "", SK=0.04, DE=0.05, IT=0.91)
    second = ranking("B", "", SK=0.9, DE=0.09, IT=0.01)
    assert homes_of_both(first, second)[0] == "DE"


@pytest.mark.parametrize("swapped", [False, True])
def test_where_one_is_strange_everywhere_both_count(*, swapped: bool) -> None:
    first = ranking("A", "", DK=0.35, CZ=1e-9, EE=1e-6)
    second = ranking("B", "", DK=1e-8, CZ=0.7, EE=1e-7)
    pair = (second, first) if swapped else (first, second)
    assert homes_of_both(*pair)[0] == "DK"


def test_two_at_home_in_no_one_country_may_be_spelled_for_the_first_of_each() -> None:
    indian = ranking("A", "IN AT", IN=0.99, AT=1e-5, DE=1e-6)
    austrian = ranking("B", "AT DE", AT=0.6, DE=0.4, IN=1e-9)
    german = ranking("C", "DE", DE=0.7, AT=0.3, IN=1e-9)
    assert homes_of_both(indian, austrian) == ("AT", "IN")
    assert homes_of_both(german, indian) == ("AT", "DE", "IN")
    assert homes_of_both(austrian, german) == ("DE", "AT")


def test_an_area_is_told_if_it_is_likelier_than_its_first_country() -> None:
    assert ranking("A", "", CL=0.3, MX=0.25, US=0.2).area == ("es", 0.55)
    assert ranking("A", "", CL=0.6, US=0.2, MX=0.05).area is None
    assert ranking("A", "", IS=0.6, NO=0.2).area is None
