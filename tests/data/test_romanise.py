import pytest

from data.romanise import ROMANISED, romanise


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
def test_a_name_is_romanised_much_as_in_a_passport(country: str, name: str, latin: str) -> None:
    assert romanise(name, country) == latin


@pytest.mark.parametrize("country", sorted(ROMANISED))
def test_a_letter_that_the_alphabet_has_not_is_seen_later_on(country: str) -> None:
    assert romanise("ܐ", country) == "ܐ"
