import pytest

from data.romanise import ROMANISED_COUNTRIES, romanise


@pytest.mark.parametrize(
    ("country", "name", "latin"),
    [
        *(("BG", "Щерю", "shteryu"), ("BG", "Лъчезар", "lachezar"), ("GE", "ხვიჩა", "khvicha")),
        *(("GR", "Ευάγγελος", "evangelos"), ("GR", "Μπάμπης", "bampis"), ("GR", "Ντίνος", "dinos")),
        *(("GR", "Αυγουστίνος", "avgoustinos"), ("KZ", "Айгүл", "aigul"), ("KZ", "Айым", "aiym")),
        *(("RU", "Дмитрий", "dmitry"), ("RU", "Евгения", "yevgenia"), ("RU", "Фёдор", "fyodor")),
        *(("UA", "Євгенія", "yevheniia"), ("UA", "Лук’ян", "lukian")),
        ("UA", "Згурський", "zghurskyi"),
    ],
)
def test_names_are_romanised_as_in_passports(country: str, name: str, latin: str) -> None:
    assert romanise(name, country) == latin


@pytest.mark.parametrize("country", sorted(ROMANISED_COUNTRIES))
def test_unknown_letters_are_kept(country: str) -> None:
    assert romanise("ܐ", country) == "ܐ"
