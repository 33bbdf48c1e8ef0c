import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.escaping import escape_quote
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for, translator_in
from model.domain.countries import UnknownCountryError, countries, find
from model.domain.errors import LazyText, UnknownLettersError, UserFacingError, gettext_noop
from model.domain.spelling import fold

WORDS = st.sampled_from(languages()).map(translator_in)
every_language = pytest.mark.parametrize("language", languages())


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en-US", "en"),
        ("en-GB", "en"),
        ("nl", "nl"),
        ("es-ES", "es"),
        ("es-419", "es"),
        ("de", "en"),
        ("pt-BR", "en"),
    ],
)
def test_a_locale_of_discord_has_a_language(locale: str, language: str) -> None:
    assert translator_for(locale).language == language


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1,234.5"), ("nl", "1.234,5"), ("pl", "1\xa0234,5"), ("fr", "1\u202f234,5")],
)
def test_numbers_are_written_as_the_language_writes_them(language: str, said: str) -> None:
    assert translator_in(language).number(1234.5, ",.1f") == said


@pytest.mark.parametrize(
    ("share", "english", "french"),
    [
        (0.0, "0%", "0\xa0%"),
        (0.001, "<1%", "<1\xa0%"),
        (0.42, "42%", "42\xa0%"),
        (0.999, ">99%", ">99\xa0%"),
        (1.0, "100%", "100\xa0%"),
    ],
)
def test_a_share_is_never_nothing_or_all_unless_it_is(
    share: float, english: str, french: str
) -> None:
    assert translator_in("en").percent(share) == english
    assert translator_in("fr").percent(share) == french


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 letter", "2 letters", "5 letters", "22 letters"]),
        ("nl", ["1 letter", "2 letters", "5 letters", "22 letters"]),
        ("pl", ["1 litera", "2 litery", "5 liter", "22 litery"]),
    ],
)
def test_plurals_are_those_of_the_language(language: str, said: list[str]) -> None:
    _ = translator_in(language)
    assert [_.plural("{number} letter", "{number} letters", n) for n in (1, 2, 5, 22)] == said


@pytest.mark.parametrize(
    ("language", "typed", "code"),
    [
        ("nl", "Polen", "PL"),
        ("nl", "Perzië", "IR"),
        ("pl", "Holandia", "NL"),
        ("pl", "chiny", "CN"),
        ("es", "Países Bajos", "NL"),
        ("fr", "pays-bas", "NL"),
        ("it", "Germania", "DE"),
        ("it", "Netherlands", "NL"),
        ("en", "Polen", "PL"),
    ],
)
def test_a_country_is_found_by_what_it_is_called(language: str, typed: str, code: str) -> None:
    assert translator_in(language).gazetteer.find(typed).code == code


@every_language
def test_every_country_is_found_by_its_name_in_every_language(language: str) -> None:
    gazetteer = translator_in(language).gazetteer
    for other in languages():
        found = {
            code: gazetteer.find(translator_in(other).country(code)).code for code in countries()
        }
        assert all(code == same for code, same in found.items()), other


@every_language
def test_an_empty_search_lists_the_countries_as_the_language_orders_them(language: str) -> None:
    _ = translator_in(language)
    listed = [_.country(country.code) for country in _.gazetteer.search("", 100)]
    assert listed == sorted(listed, key=fold)
    assert len(listed) == len(countries())


def test_what_is_typed_offers_countries_by_their_own_names_first() -> None:
    assert translator_in("nl").gazetteer.search("pol")[0].code == "PL"
    assert translator_in("nl").gazetteer.search("duits")[0].code == "DE"


def test_an_unknown_country_is_told_with_the_nearest_in_the_language() -> None:
    with pytest.raises(UnknownCountryError) as unknown:
        translator_in("nl").gazetteer.find("Polenn")
    said = translator_in("nl").error(unknown.value)
    assert "Polen" in said
    assert "Polenn" in said
    assert "Poland" not in said


@given(WORDS, st.text(min_size=1, max_size=50))
def test_what_was_typed_is_quoted_and_harmless_in_every_language(
    translator: Translator, typed: str
) -> None:
    said = translator.error(UnknownLettersError(typed, typed))
    assert escape_quote(typed) in said
    assert "<@" not in said.replace("\\<", "")


def test_texts_in_an_error_that_are_not_quoted_are_made_plain() -> None:
    error = UserFacingError(gettext_noop("It failed: {cause}"), cause="**x**")
    assert translator_in("en").error(error) == "It failed: \\*\\*x\\*\\*"


def test_a_phrase_in_a_field_is_translated_too() -> None:
    error = UserFacingError(gettext_noop("I am {style}."), style=LazyText("bold"))
    assert translator_in("en").error(error) == "I am bold."
    assert translator_in("nl").error(error) == f"I am {translator_in('nl')('bold')}."
    assert translator_in("nl")("bold") != "bold"


def test_an_error_speaks_english_by_itself() -> None:
    assert str(UserFacingError("I know {country}.", country=find("NL"))) == "I know Netherlands."


def test_a_text_without_fields_may_hold_braces() -> None:
    assert str(UserFacingError("{x}")) == "{x}"
    assert translator_in("en").error(UserFacingError("{x}")) == "{x}"


@every_language
def test_one_of_several_countries_is_said(language: str) -> None:
    _ = translator_in(language)
    said = _.either([find("NL"), find("PL"), find("IR")])
    assert said.startswith(f"{_.country('NL')}, {_.country('PL')} ")
    assert said.endswith(f" {_.country('IR')}")
    assert _.either([find("NL")]) == _.country("NL")
