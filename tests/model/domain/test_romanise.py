import pytest

from model.domain.romanise import romanise
from model.inference.name_generator import NameGenerator


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        *(("Анна", "Anna"), ("ИРИНА", "Irina"), ("Μαρία", "Maria"), ("李", "Li")),
        *(("王芳", "Wangfang"), ("さくら", "Sakura"), ("अनिता", "Anita")),
        *(("Straße", "Strasse"), ("Anna\u200f", "Anna")),
    ],
)
def test_other_scripts_are_romanised(generator: NameGenerator, text: str, latin: str) -> None:
    assert romanise(text, generator.alphabet) == latin


WITHOUT_VOWELS = ("", "مریم", "יעל", "สมชาย")
OUTSIDE_THE_ALPHABET = ("J0hn", "🙂", "Anna Maria", "a\nb", "a\udcffb0")


@pytest.mark.parametrize("text", [*WITHOUT_VOWELS, *OUTSIDE_THE_ALPHABET])
def test_what_cannot_be_read_is_not_romanised(generator: NameGenerator, text: str) -> None:
    assert romanise(text, generator.alphabet) is None
