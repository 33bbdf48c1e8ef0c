from model.domain.areas import areas, equals
from model.domain.countries import countries
from model.domain.languages import language_names


def test_areas_are_of_countries_and_languages_that_have_names() -> None:
    for language, codes in areas().items():
        assert language in language_names()
        assert len(codes) > 1
        assert set(codes) <= set(countries())


def test_countries_with_a_language_in_common_are_equals() -> None:
    assert {"MX", "CL"} <= equals("CL")
    assert {"FR", "DE", "IT"} <= equals("CH")
    assert "BR" not in equals("CL")
    assert equals("IS") == {"IS"}
