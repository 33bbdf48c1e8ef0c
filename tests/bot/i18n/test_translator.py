import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.escaping import escape_quote
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for_language, translator_for_locale
from model.domain.countries import UnknownCountryError, countries, find_country
from model.domain.errors import LazyText, UnknownLettersError, UserFacingError, gettext_noop
from model.domain.spelling import fold

TRANSLATORS = st.sampled_from(languages()).map(translator_for_language)
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
def test_discord_locales_map_to_languages(locale: str, language: str) -> None:
    assert translator_for_locale(locale).language == language


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "up to 1 letter",
                "up to 2 letters",
                "up to 5 letters",
                "up to 22 letters",
                "up to 40,000 letters",
            ],
        ),
        (
            "nl",
            [
                "hoogstens 1 letter",
                "hoogstens 2 letters",
                "hoogstens 5 letters",
                "hoogstens 22 letters",
                "hoogstens 40.000 letters",
            ],
        ),
        ("pl", ["do 1 litery", "do 2 liter", "do 5 liter", "do 22 liter", "do 40\xa0000 liter"]),
    ],
)
def test_plurals_and_the_thousands_in_them_follow_the_language(
    language: str, expected: list[str]
) -> None:
    _ = translator_for_language(language)
    counts = (1, 2, 5, 22, 40_000)
    assert [
        _.plural("up to {number} letter", "up to {number} letters", n) for n in counts
    ] == expected


@pytest.mark.parametrize(
    ("language", "typed", "code"),
    [
        ("nl", "Perzië", "IR"),
        ("pl", "Holandia", "NL"),
        ("en", "the UK", "GB"),
        ("en", "the US", "US"),
        ("nl", "Engeland", "GB"),
        ("nl", "VS", "US"),
        ("nl", "Wit-Rusland", "BY"),
        ("nl", "de Filipijnen", "PH"),
        ("nl", "Turks", "TR"),
        ("nl", "Duitse", "DE"),
        ("pl", "Anglia", "GB"),
        ("pl", "Stany", "US"),
        ("pl", "Niderlandy", "NL"),
        ("pl", "holenderskie", "NL"),
        ("es", "Holanda", "NL"),
        ("es", "EEUU", "US"),
        ("es", "EE.UU.", "US"),
        ("es", "EE. UU.", "US"),
        ("es", "República Checa", "CZ"),
        ("es", "los Países Bajos", "NL"),
        ("es", "holandesa", "NL"),
        ("fr", "Angleterre", "GB"),
        ("fr", "l’Écosse", "GB"),
        ("fr", "Corée", "KR"),
        ("fr", "néerlandais", "NL"),
        ("it", "Inghilterra", "GB"),
        ("it", "i Paesi Bassi", "NL"),
        ("it", "olandese", "NL"),
        ("it", "Fiandre", "BE"),
    ],
)
def test_countries_are_found_by_local_names(language: str, typed: str, code: str) -> None:
    assert translator_for_language(language).gazetteer.find(typed).code == code


@every_language
def test_countries_are_found_by_their_names_in_every_language(language: str) -> None:
    gazetteer = translator_for_language(language).gazetteer
    for other in languages():
        found = {
            code: gazetteer.find(translator_for_language(other).country_name(code)).code
            for code in countries()
        }
        assert all(code == same for code, same in found.items()), other


@every_language
def test_empty_search_lists_the_countries_sorted(language: str) -> None:
    _ = translator_for_language(language)
    listed = [_.country_name(country.code) for country in _.gazetteer.search("", 100)]
    assert listed == sorted(listed, key=fold)
    assert len(listed) == len(countries())


def test_search_prefers_names_in_the_language() -> None:
    assert translator_for_language("nl").gazetteer.search("pol", 25)[0].code == "PL"
    assert translator_for_language("nl").gazetteer.search("duits", 25)[0].code == "DE"


def test_unknown_country_suggests_the_nearest_in_the_language() -> None:
    with pytest.raises(UnknownCountryError) as unknown:
        translator_for_language("nl").gazetteer.find("Polenn")
    text = translator_for_language("nl").error_message(unknown.value)
    assert "Polen" in text
    assert "Polenn" in text
    assert "Poland" not in text


@given(TRANSLATORS, st.text(min_size=1, max_size=50))
def test_user_input_in_errors_is_quoted_and_escaped(translator: Translator, typed: str) -> None:
    text = translator.error_message(UnknownLettersError(typed, typed))
    assert escape_quote(typed) in text
    assert "<@" not in text.replace("\\<", "")


def test_unquoted_fields_of_errors_are_escaped() -> None:
    error = UserFacingError(gettext_noop("It failed: {cause}"), cause="**x**")
    assert translator_for_language("en").error_message(error) == "It failed: \\*\\*x\\*\\*"


def test_commands_of_known_ids_can_be_pressed_but_not_those_that_members_typed() -> None:
    _ = translator_for_language("en").with_commands({"name": 7, "favourites list": 8})
    assert _("Try `/name`, `/favourites list` or `/mix`.") == (
        "Try </name:7>, </favourites list:8> or `/mix`."
    )
    assert _("Try `/name {option}`: {typed}", option="country:", typed="`/name`") == (
        "Try `/name country:`: `/name`"
    )
    assert (_.command("name"), _.command("mix")) == ("</name:7>", "`/mix`")


def test_lazy_text_fields_are_translated() -> None:
    _ = translator_for_language("nl")
    error = UserFacingError(gettext_noop("I am {style}."), style=LazyText("classic style"))
    assert translator_for_language("en").error_message(error) == "I am classic style."
    assert _.error_message(error) == f"I am {_('classic style')}."
    assert _("classic style") != "classic style"


def test_errors_are_english_without_a_translator() -> None:
    error = UserFacingError("I know {country}.", country=find_country("NL"))
    assert str(error) == "I know Netherlands."


def test_messages_without_fields_may_contain_braces() -> None:
    assert str(UserFacingError("{x}")) == "{x}"
    assert translator_for_language("en").error_message(UserFacingError("{x}")) == "{x}"


@every_language
def test_countries_are_listed_as_alternatives(language: str) -> None:
    _ = translator_for_language(language)
    text = _.any_of([find_country("NL"), find_country("PL"), find_country("IR")])
    assert text.startswith(f"{_.country_name('NL')}, {_.country_name('PL')} ")
    assert text.endswith(f" {_.country_name('IR')}")
    assert _.any_of([find_country("NL")]) == _.country_name("NL")


def test_no_spanish_country_needs_another_word_for_or() -> None:
    """Before an o, *o* becomes *u*, for which `any_of` would need a second message."""
    names = map(translator_for_language("es").country_name, countries())
    assert [name for name in names if fold(name).startswith(("o", "ho"))] == []
