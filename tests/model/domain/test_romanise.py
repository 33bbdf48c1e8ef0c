import pytest

from model.domain.ranking import ASSIGNMENT_COUNTRIES
from model.domain.romanise import romanise
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Анна", "Anna"),
        ("ИРИНА", "Irina"),
        ("Μαρία", "Maria"),
        ("李", "Li"),
        ("王芳", "Wangfang"),
        ("さくら", "Sakura"),
        ("अनिता", "Anita"),
        ("Straße", "Strasse"),
        ("Anna\u200f", "Anna"),
    ],
)
def test_other_scripts_are_romanised_to_names_that_can_be_ranked(
    generator: NameGenerator, text: str, latin: str
) -> None:
    assert romanise(text, generator.alphabet) == latin
    assert len(OriginClassifier.load(generator).rank(latin, ASSIGNMENT_COUNTRIES).ranking) == 6


@pytest.mark.parametrize("text", ["", "مریم", "יעל", "สมชาย"])
def test_scripts_without_vowels_are_not_romanised(generator: NameGenerator, text: str) -> None:
    assert romanise(text, generator.alphabet) is None


@pytest.mark.parametrize("text", ["J0hn", "🙂", "Anna Maria", "a\nb", "a\udcffb0"])
def test_texts_outside_the_alphabet_are_not_romanised(generator: NameGenerator, text: str) -> None:
    assert romanise(text, generator.alphabet) is None
