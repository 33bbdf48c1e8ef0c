from model.domain.areas import areas, equals
from model.domain.countries import countries
from model.domain.languages import language_names
from model.domain.ranking import CountryScore, Ranking, Verdict


def test_areas_are_of_countries_and_languages_that_have_names() -> None:
    for language, codes in areas().items():
        assert language in language_names()
        assert len(codes) > 1
        assert set(codes) <= set(countries())


def test_a_country_is_its_own_equal() -> None:
    assert all(code in equals(code) for code in countries())
    assert equals("IS") == {"IS"}


def test_countries_with_a_language_in_common_are_equals() -> None:
    assert "MX" in equals("CL")
    assert {"FR", "DE", "IT"} <= equals("CH")
    assert "BR" not in equals("CL")


def ranking(**probabilities: float) -> Ranking:
    scores = tuple(CountryScore(code, 1.0, share) for code, share in probabilities.items())
    return Ranking("Ana", (), Verdict.UNSURE, scores, ())


def test_an_area_is_told_if_it_is_likelier_than_its_first_country() -> None:
    assert ranking(CL=0.3, MX=0.25, US=0.2).area == ("es", 0.55)
    assert ranking(CL=0.6, US=0.2, MX=0.05).area is None
    assert ranking(IS=0.6, NO=0.2).area is None
