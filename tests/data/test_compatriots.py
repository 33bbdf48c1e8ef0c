from data.extraction.compatriots import Confirmed, Rule, count_ends

LISTS = {
    "EG": frozenset({"ahmed", "hassan", "mahmoud", "hossam"}),
    "IT": frozenset({"giovanni", "pietro", "luigi", "marco"}),
}
PEOPLE = (
    {f"Ahmoud {surname}": [nation] for surname, nation in (("Ali", "Egyptian"), ("Bey", "Iraqi"))}
    | {"Hossam Ali": ["Egyptian"], "Hossam Bey": ["Iraqi"]}
    | {"Luigo Amin": ["Egyptian"], "Luigo Bassi": ["Iraqi"]}
    | {"Hassoud Amin": ["Egyptian"], "Omar Hassoud": ["Egyptian"], "Ali Hassoud": ["Iraqi"]}
    | {"Hassoud Bey": ["Iraqi"], "Mahssan Bey": ["Iraqi"], "Mahssan Amin": ["Iraqi"]}
    | {f"Marco {number}": ["Italian"] for number in range(100)}
)
RULE = Rule("EG", "Egyptian", ("Iraqi",), (), own=1, family=2, lift=5, margin=0)


def names(people: dict[str, list[str]]) -> list[str]:
    return [record.name for record in Confirmed(count_ends(people), LISTS).names(RULE)]


def test_a_name_is_confirmed_by_people_of_a_related_nationality() -> None:
    # Hossam is listed, Luigo looks Italian, Hassoud is a surname, no Egyptian is called Mahssan.
    assert names(PEOPLE) == ["Ahmoud"]


def test_a_name_that_others_bear_as_often_is_not_confirmed() -> None:
    others = {f"Ahmoud {number}": ["Italian"] for number in range(100)}
    assert names(PEOPLE | others) == []


def test_parts_of_compounds_are_no_names() -> None:
    people = {f"{name} {n}": ["Egyptian"] for name in ("Al-Ahmed", "Fazlur") for n in "ab"}
    assert names(PEOPLE | people) == ["Ahmoud"]


def test_the_name_of_vietnamese_comes_last_and_loses_its_diacritics() -> None:
    ends = count_ends(
        {"Nguyễn Văn Đức": ["Vietnamese"], "Levy Tran": ["Vietnamese"], "Pelé": ["Brazilian"]}
    )
    assert ends.first["Vietnamese"]["Duc"] == 1
    assert ends.last["Vietnamese"]["Nguyen"] == 1
    assert ends.first["Vietnamese"]["Tran"] == 0
    assert not ends.first["Brazilian"]
