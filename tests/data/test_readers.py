"""Each format of a source, read from an excerpt."""

import pickle

import pytest

from data import japanese, people, pesel, readers
from data.records import Bearers, Gender, Record
from data.sources import File


def file(text: str | bytes, country: str = "", gender: Gender = "U") -> File:
    return File(text if isinstance(text, bytes) else text.encode(), country, gender)


NAM_DICT = """\
# comment                                                                             $
M  Ådne                      +                 1                                      $
F  Aaltje                               31                                            $
M  Aaron                      226 4   2   211                                 6       $
?F Aaf                                  1                                             $
=  Abe Abraham                  1                                                     $
M  Abdal+Salam                                                               2        $
?  Jang+Hee                                                                       2   $
1F Chun+Hua                                                                    1      $
M  Jewgenij                                                            2              $
M  Goshgar                                                                 2          $
"""


def test_nam_dict_reads_country_columns_and_skips_duplicates_pairs_and_regions() -> None:
    found = set(readers.read_nam_dict([file(NAM_DICT)]))
    assert {record for record in found if record.name == "Aaltje"} == {
        Record("Aaltje", "NL", "F")  # its other column is East Frisia, which is no country
    }
    assert {record.country for record in found if record.name == "Aaron"} == set(
        "GB IE US MT BE DE AT CH IL".split()  # noqa: SIM905 - as the columns stand
    )
    assert Record("Aaf", "NL", "F") in found
    assert Record("Jang-Hee", "KR", "U") in found
    assert Record("ChunHua", "CN", "F") in found
    assert {r.name for r in found}.isdisjoint(
        {"Ådne", "Abe Abraham", "Abdal Salam", "Jewgenij", "Goshgar"}
    )


FAKER = """
from collections import OrderedDict
from .. import Provider as PersonProvider

raise SystemExit("this is never run")

class Provider(PersonProvider):
    formats = ("{{first_name}}",)
    first_names_male = ("Adam", "Jan")
    first_names_female: tuple = OrderedDict((("María", 0.09), ("Ana", 1.0 / 3)))
    first_names_unisex = ["Noor"]
    first_names = first_names_male + first_names_female
    last_names = ("Jansen",)
"""


def test_faker_reads_literals_without_running_the_provider() -> None:
    assert list(readers.read_python_lists([file(FAKER, "CO")])) == [
        Record("Adam", "CO", "M"),
        Record("Jan", "CO", "M"),
        Record("María", "CO", "F"),
        Record("Ana", "CO", "F"),
        Record("Noor", "CO", "U"),
    ]


def test_morphex_reads_reviewed_first_names_that_are_not_from_wikipedia() -> None:
    rows = (
        "# comment",
        "name\ttradition\ttype\tprovenance\tstatus\treviewer",
        "ADAEZE\tigbo\tfirst\tgenerator-pool\treviewed\tA",
        "ACHEBE\tigbo\tsurname\tgenerator-pool\treviewed\tA",
        "SARAKI\tyoruba\tfirst\twikipedia\treviewed\tA",
        "MIDE\tyoruba\tfirst\tcommon-usage\trejected\tA",
    )
    lexicon = file("\n".join(rows), "NG")
    assert list(readers.read_lexicon([lexicon])) == [Record("ADAEZE", "NG", "U")]


def test_extracts_have_names_and_bearers_or_bearers_alone() -> None:
    extract = file("aino\tFI\tF\t100\nDavid\tIL\t-\t9002\nHossam\tEG\tU\n")
    assert list(readers.read_extract([extract])) == [
        Record("aino", "FI", "F"),
        Record("Hossam", "EG", "U"),
    ]
    assert list(readers.read_bearers([extract])) == [
        Bearers("aino", "FI", 100),
        Bearers("David", "IL", 9002),
    ]


# Words by rank, as in the trie. Marta's own rank is 20, and so is that of every form of Adam.
PESEL = {
    1: "anna piotr",
    2: "annach annami annie anno annom anny anną annę",
    5: "agnieszka paweł pawel",
    10: "adam agnieszkach agnieszkami agnieszko agnieszką pawla pawle pawła pawłem pawłowi pawłów",
    20: "marta adama adamach adamami adamem adamie adamom adamow adamowi adamowie adamów",
    40: "marto martą martę marcie martach martom",
    52: "marian",
    104: "marianach marianami marianem marianie marianom marianow marianowi marianowie marianów",
    129: "kuba julita",
    236: "mariana",
    251: "zoja",
    258: "kubach kubami kube kubie kubo kubom kubow kubowie kuby kubów kubą kubę",
    163: "olivia",
    326: "oliviach oliviami olivie olivii olivij olivio oliviom olivią olivię",
    475: "vera",
    74: "oleksandr",
}


def test_pesel_separates_polish_names_from_forms_and_foreign_names() -> None:
    ranks = {word: rank for rank, words in PESEL.items() for word in words.split()}
    assert {(record.name, record.gender) for record in pesel.extract_names(ranks)} == {
        ("adam", "M"),
        ("agnieszka", "F"),
        ("anna", "F"),
        ("kuba", "M"),
        ("marian", "M"),
        ("marta", "F"),
        ("paweł", "M"),
        ("zoja", "F"),  # hand-picked: it occurs without forms
    }


PEOPLE = (
    {f"Kaveh {surname}": ["Iranian"] for surname in ("Golestan", "Rezaei", "Irani")}
    | {f"John {surname}": ["American"] for surname in ("Adams", "Smith", "Doe", "Fitch")}
    | {"John Karimi": ["Iranian"], "John Amini": ["Iranian"], "Googoosh": ["Iranian"]}
    | {f"Shah {name}": ["Iranian"] for name in ("Abbas", "Jahan", "Rukh")}
    | {f"DJ {name}": ["Iranian"] for name in ("Ali", "Aligator", "Maryam")}
    | {"Lapo Elkann": ["Italian"], "Lapo Gianni": ["Italian", "American"]}
    | {"Guittone d'Arezzo": ["Italian"], "Hank Bassi": ["Italian"]}
)


def test_wikipedia_takes_first_words_typical_of_a_nationality() -> None:
    rules = {"Iranian": people.Rule("IR", 2, 1.5)}
    assert list(people.extract_names(PEOPLE, rules)) == [Record("Kaveh", "IR", "U")]


def test_wikipedia_reads_the_wheel() -> None:
    iranians = {f"Kaveh {surname}": ["Iranian"] for surname in ("Golestan", "Rezaei")}
    others = {f"Tom {n}": ["American"] for n in range(100)}
    content = pickle.dumps(iranians | others)
    assert list(people.read([file(content)])) == [Record("Kaveh", "IR", "U")]


def test_wikipedia_rejects_a_pickle_with_code() -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"builtins\.eval"):
        list(people.read([file(b"cbuiltins\neval\n(S'1'\ntR.")]))


def test_japanese_readings_of_two_spellings_are_read() -> None:
    excerpt = "はなこ,hanako,花子,華子\nひとり,hitori,一人\n"
    assert list(japanese.read([file(excerpt, "JP", "F")])) == [Record("hanako", "JP", "F")]


@pytest.mark.parametrize(
    ("line", "is_read"),
    [
        ("りくへい,rikuhei,陸平", True),
        ("りくへい,rikuhe,陸平", False),
        ("りぐへい,riguhei,陸平", False),
        ("りくべい,rikubei,陸平", False),
        ("りくへい,rikuhei,陸", False),
    ],
)
def test_a_reading_of_one_spelling_is_read_if_many_read_its_parts_so(
    line: str, *, is_read: bool
) -> None:
    others = ("あ,a", "い,i", "う,u", "え,e", "お,o", "か,ka")
    starts = "".join(f"りく{k},riku{r},陸亜\n" for k, r in (o.split(",") for o in others))
    rests = "".join(f"{k}へい,{r}hei,亜平\n" for k, r in (o.split(",") for o in others))
    files = [file(f"{line}\n{starts}", "JP", "F"), file(rests, "JP", "M")]
    reading = line.split(",")[1]
    assert (reading in {record.name for record in japanese.read(files)}) is is_read


@pytest.mark.parametrize(
    ("reading", "written"),
    [
        ("tarou", "taro"),
        ("yuuko", "yuko"),
        ("koume", "koume"),
        ("hiroo", "hiroo"),
        ("kazuumi", "kazuumi"),
        ("jumpei", "junpei"),
    ],
)
def test_long_vowels_are_written_short_within_a_part_of_a_name(reading: str, written: str) -> None:
    assert japanese.shorten(reading) == written
