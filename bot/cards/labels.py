"""Labels of countries, styles, genders and provenance."""

from collections.abc import Iterator

from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.condition import Condition, RequestedGender
from model.domain.generation import Bearing, NameKind, Provenance, Style
from model.domain.pronunciation import Pronunciation

_REGIONAL_INDICATOR_A = 0x1F1E6


def flag(code: str) -> str:
    """Return the flag emoji of an ISO 3166-1 alpha-2 code."""
    return "".join(chr(_REGIONAL_INDICATOR_A + ord(letter) - ord("A")) for letter in code)


def country_label(_: Translator, code: str) -> str:
    """Return a country's flag and name, which no line break parts."""
    return f"{flag(code)}\u00a0{_.country_name(code)}"


def condition_label(_: Translator, condition: Condition) -> str:
    """Return the labels of all countries, in the condition's order."""
    return " ×\u00a0".join(country_label(_, code) for code in dict(condition.countries))


def style_label(_: Translator, inverse_temperature: float) -> str:
    """Return the name of an inverse temperature's style, or the number itself between styles."""
    match Style.with_inverse_temperature(inverse_temperature):
        case Style.PLAIN:
            return _("plain style")
        case Style.CLASSIC:
            return _("classic style")
        case Style.BOLD:
            return _("bold style")
        case None:
            return _("style {sharpness:g}", sharpness=inverse_temperature)


def gender_labels(_: Translator, gender: RequestedGender | None) -> Iterator[str]:
    """Yield the gender, if one was asked for."""
    match gender:
        case "F":
            yield _("female")
        case "M":
            yield _("male")
        case "N":
            yield _("unisex")


def kind_label(_: Translator, kind: NameKind) -> str:
    """Return whether a name is new, rare or known."""
    match kind:
        case NameKind.NEW:
            return _("new")
        case NameKind.RARE:
            return _("rare")
        case NameKind.KNOWN:
            return _("known")


def bearing_label(_: Translator, bearing: Bearing) -> str:
    """Return how many people have a name where."""
    people = _.plural("{number} person", "{number} people", bearing.bearers)
    return _("{country}: {details}", country=country_label(_, bearing.country), details=people)


def _pronunciation_label(_: Translator, pronunciation: Pronunciation) -> str:
    """Return how a name is said, in phonetic letters, and its syllables."""
    return _.plural(
        "/{ipa}/, {number} syllable, as you’d say it in {language}",
        "/{ipa}/, {number} syllables, as you’d say it in {language}",
        pronunciation.syllables,
        ipa=escape_markdown(pronunciation.ipa),
        language=_.language_name(pronunciation.language),
    )


def sound_labels(
    _: Translator, pronunciation: Pronunciation | None, unsaid: str = ""
) -> Iterator[str]:
    """Yield how a name is said, or that names of a country, given by its code, have no voice."""
    if pronunciation is not None:
        yield _pronunciation_label(_, pronunciation)
    elif unsaid:
        yield _(
            "No sound yet: I can’t pronounce these names well enough ({country})",
            country=country_label(_, unsaid),
        )


def provenance_line(_: Translator, provenance: Provenance | None, kind: NameKind) -> str:
    """Describe where a starred name comes from, and what kind it is unless it is new, as most."""
    added = _("added by a member")
    return " · ".join([*_provenance_labels(_, provenance, added), *_real_kind(_, kind)])


def own_provenance_line(_: Translator, provenance: Provenance | None, kind: NameKind) -> str:
    """Describe where a name on a member's own list comes from, to that member."""
    added = _("added by you")
    return " · ".join([*_provenance_labels(_, provenance, added), *_real_kind(_, kind)])


def _real_kind(_: Translator, kind: NameKind) -> Iterator[str]:
    if kind is not NameKind.NEW:
        yield kind_label(_, kind)


def _provenance_labels(_: Translator, provenance: Provenance | None, added: str) -> Iterator[str]:
    if provenance is None:
        yield added
        return
    yield condition_label(_, provenance.condition)
    yield from gender_labels(_, provenance.condition.gender)
