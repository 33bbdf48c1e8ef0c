import pytest

from model.domain.countries import countries
from model.domain.spelling import fold
from model.selection.everyday_words import EverydayWords, languages_of


@pytest.mark.parametrize(
    ("words", "country", "language"),
    [
        *(("Doet Rente", "NL", "nl"), ("Sida Semana", "ES", "es"), ("Kanser Ayak", "TR", "tr")),
        *(("Evil Lung Find", "GB", "en"), ("Costo Matto", "IT", "it"), ("Konstanz", "DE", "de")),
        *(("Rente", "BE", "nl"), ("Semaine", "BE", "fr"), ("Woche", "BE", "de")),
        *(("Semana", "US", "es"), ("Florida Thing", "AL", "en"), ("Francja Lista", "PL", "pl")),
    ],
)
def test_everyday_words_are_found_in_a_language_of_the_country(
    words: str, country: str, language: str
) -> None:
    for word in words.split():
        assert EverydayWords.load().language_of_word(fold(word), country) == language


@pytest.mark.parametrize(
    ("word", "country"), [("rente", "GB"), ("semana", "PL"), ("costo", "JP"), ("", "NL")]
)
def test_words_of_other_languages_and_no_words_are_not_found(word: str, country: str) -> None:
    assert EverydayWords.load().language_of_word(word, country) is None


def test_every_country_has_a_line_and_every_language_words() -> None:
    used = {language for code in countries() for language in languages_of(code)}
    assert used == {language for _, language in EverydayWords.load()}
    assert languages_of("BE") == ("nl", "fr", "de", "en")
    assert languages_of("IR") == languages_of("CN") == ("en",)


def test_all_languages_of_a_word_are_told() -> None:
    words = EverydayWords.of({"nl": ["rente", "emmer"], "fr": ["rente"], "de": ["renten"]})
    assert words.languages_with("rente") == ["fr", "nl"]
    assert words.languages_with("emme") == []


def test_the_words_of_an_unknown_country_are_an_error() -> None:
    with pytest.raises(KeyError):
        EverydayWords.load().language_of_word("rente", "ZZ")
