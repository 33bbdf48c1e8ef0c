from pathlib import Path

import pytest

from model.domain.countries import countries
from model.domain.spelling import fold
from model.selection.everyday_words import EverydayWords, hash_words, languages_of, save


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


def test_every_country_has_a_line_and_every_language_a_list() -> None:
    used = {language for code in countries() for language in languages_of(code)}
    assert used == EverydayWords.load().languages
    assert languages_of("BE") == ("nl", "fr", "de", "en")
    assert languages_of("IR") == languages_of("CN") == ("en",)


def test_an_unknown_country_or_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        EverydayWords.load().language_of_word("rente", "ZZ")
    with pytest.raises(KeyError):
        EverydayWords.load().hashes("et")
    with pytest.raises(KeyError):
        EverydayWords.from_hashes({}).language_of_word("rente", "NL")


def test_what_is_saved_is_loaded_when_it_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "words.npz"
    words = {"nl": hash_words(["rente", "emmer", "rente"]), "fr": hash_words([])}
    save(words, path)
    loaded = EverydayWords.load(path)
    assert loaded.languages == {"nl", "fr"}
    assert loaded.hashes("nl") is loaded.hashes("nl")
    for language, hashes in words.items():
        assert loaded.hashes(language).tolist() == hashes.tolist()
    assert loaded.language_of_word("emmer", "NL") == "nl"
