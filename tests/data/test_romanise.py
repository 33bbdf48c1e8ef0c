import pytest

from data.romanise import ROMANISED_COUNTRIES, romanise


@pytest.mark.parametrize(
    ("country", "name", "latin"),
    [
        ("BG", "Щерю", "shteryu"),
        ("BG", "Мария-Магдалена", "maria-magdalena"),
        ("BG", "Лъчезар", "lachezar"),
        ("GE", "ხვიჩა", "khvicha"),
        ("GE", "თამარი", "tamari"),
        ("GR", "Ευάγγελος", "evangelos"),
        ("GR", "Ελευθερία", "eleftheria"),
        ("GR", "Γιώργος", "giorgos"),
        ("GR", "Μπάμπης", "bampis"),
        ("GR", "Ντίνος", "dinos"),
        ("GR", "Αυγουστίνος", "avgoustinos"),
        ("KZ", "Айгүл", "aigul"),
        ("KZ", "Абай", "abay"),
        ("KZ", "Айым", "aiym"),
        ("RU", "Дмитрий", "dmitry"),
        ("RU", "Евгения", "yevgenia"),
        ("RU", "Татьяна", "tatyana"),
        ("RU", "Матвей", "matvey"),
        ("RU", "Фёдор", "fyodor"),
        ("UA", "Андрій", "andrii"),
        ("UA", "Євгенія", "yevheniia"),
        ("UA", "Лук’ян", "lukian"),
        ("UA", "Згурський", "zghurskyi"),
    ],
)
def test_names_are_romanised_as_in_passports(country: str, name: str, latin: str) -> None:
    assert romanise(name, country) == latin


@pytest.mark.parametrize("country", sorted(ROMANISED_COUNTRIES))
def test_unknown_letters_are_kept(country: str) -> None:
    assert romanise("ܐ", country) == "ܐ"
