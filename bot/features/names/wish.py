"""What names are wished for: options of commands, payloads of buttons, and Refine's form."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, fields, replace
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, Concatenate, TypeVar, cast

from discord import app_commands

from bot.features.look import gender_labels
from bot.features.options import (
    GENDER_LABELS,
    STYLE_LABELS,
    CountOption,
    FirstLettersOption,
    GenderOption,
    KindOption,
    LastLettersOption,
    LengthOption,
    SeedOption,
    StyleOption,
)
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.codec import (
    MAX_FIRST_LETTERS,
    MAX_LAST_LETTERS,
    MAX_NAMES_PER_CARD,
    Count,
    Countries,
    FirstLetters,
    Gender,
    Kind,
    LastLetters,
    Length,
    StyleName,
    condition_of,
)
from bot.interactions.forms import Answers, Field
from bot.services.name_service import NameService
from model.domain.condition import Condition, RequestedGender
from model.domain.errors import InputError, LengthError, UnknownLettersError, gettext_noop
from model.domain.generation import (
    DEFAULT_COUNT,
    DEFAULT_MAX_LENGTH,
    MAX_NAME_LENGTH,
    MAX_SEED,
    NameRequest,
    RequestedKind,
    Style,
)
from model.domain.spelling import is_visible, normalise

DESCRIPTIONS = {
    "gender": "Female, male or unisex names (any if you leave it out)",
    "count": f"How many names, from 1 to {MAX_NAMES_PER_CARD} "
    f"({DEFAULT_COUNT} if you leave it out)",
    "kind": "New names, rare ones, or any (new if you leave it out)",
    "style": f"Plain or classic names ({Style.PLAIN} if you leave it out)",
    "starts_with": f"First letters of each name, up to {MAX_FIRST_LETTERS} "
    "(any if you leave it out)",
    "ends_with": f"Last letters of each name, up to {MAX_LAST_LETTERS} (any if you leave it out)",
    "max_length": f"Longest length, in letters, up to {MAX_NAME_LENGTH} "
    f"({DEFAULT_MAX_LENGTH} if you leave it out)",
    "seed": "Any number: the same one gives everybody the same names (new ones if you leave it "
    "out)",
}

Callback = Callable[Concatenate[NomenInteraction, ...], Coroutine[Any, Any, None]]
L = TypeVar("L", bound="Limits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What names should be like, whatever their countries.

    Attributes:
        gender: F, M, N for names that suit both, or None for any.
        count: of names on a card.
        style: plain or classic.
        max_length: letters of the longest name.
        kind: new, rare, or any.
        starts_with: the first letters of every name, as typed.
        ends_with: the last ones.
    """

    gender: Gender = None
    count: Count = DEFAULT_COUNT
    style: StyleName = Style.PLAIN
    max_length: Length = DEFAULT_MAX_LENGTH
    kind: Kind = RequestedKind.NEW
    starts_with: FirstLetters = ""
    ends_with: LastLetters = ""

    @property
    def constrains_letters(self) -> bool:
        """Whether some letters, or fewer of them than usual, are asked for."""
        return bool(self.starts_with or self.ends_with) or self.max_length < DEFAULT_MAX_LENGTH

    def for_condition(self, condition: Condition) -> NameRequest:
        """Return the request for names of a condition, whose gender is kept.

        Raises:
            InputError: no name is like that.
        """
        return NameRequest(
            condition,
            count=self.count,
            inverse_temperature=self.style.inverse_temperature,
            starts_with=self.starts_with,
            ends_with=self.ends_with,
            max_length=self.max_length,
            kind=self.kind,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Limits):
    """Names of a country, or a blend of several.

    Attributes:
        countries: their codes.
    """

    countries: Countries

    @property
    def request(self) -> NameRequest:
        """The request for names.

        Raises:
            InputError: no name is like that.
        """
        return self.for_condition(condition_of(self.countries, self.gender))


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the commands that invent names."""

    gender: GenderOption | None = None
    count: CountOption = DEFAULT_COUNT
    kind: KindOption = RequestedKind.NEW
    style: StyleOption = Style.PLAIN
    starts_with: FirstLettersOption = ""
    ends_with: LastLettersOption = ""
    max_length: LengthOption = DEFAULT_MAX_LENGTH
    seed: SeedOption | None = None

    def wish(self, *codes: str) -> Wish:
        """Return the wish that the options make for countries.

        Raises:
            InputError: no name is like that, or it is too much for a card.
        """
        if not 0 <= (self.seed or 0) <= MAX_SEED:
            message = gettext_noop("A seed is a whole number from 0 to {most}.")
            raise InputError(message, most=MAX_SEED)
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        del given["seed"]
        return checked(Wish(countries=codes, **given))


def with_options(callback: Callback) -> Callback:
    """Turn a callback's last parameter, `options`, into one option for each of its fields.

    discord.py reads the options of a command from its callback's signature.
    """
    shared = fields(Options)

    @wraps(callback)
    async def command(interaction: NomenInteraction, **values: object) -> None:
        given: dict[str, Any] = {field.name: values.pop(field.name) for field in shared}
        await callback(interaction, **values, options=Options(**given))

    *own, _ = signature(callback).parameters.values()
    kind = Parameter.POSITIONAL_OR_KEYWORD
    parameters = [
        Parameter(field.name, kind, default=field.default, annotation=field.type)
        for field in shared
    ]
    command.__signature__ = Signature([*own, *parameters])  # type: ignore[attr-defined] # PEP 362
    return app_commands.describe(**DESCRIPTIONS)(command)


def checked(wish: L) -> L:
    """Return a wish with its letters normalised.

    Raises:
        InputError: it asks for too many names or letters, for what no name has, or for names that
            there are none of.
    """
    if not 1 <= wish.count <= MAX_NAMES_PER_CARD:
        raise InputError(
            gettext_noop("I can show 1 to {most} names at a time, not {asked}."),
            most=MAX_NAMES_PER_CARD,
            asked=wish.count,
        )
    wish = replace(
        wish,
        starts_with=_letters(wish.starts_with, MAX_FIRST_LETTERS),
        ends_with=_letters(wish.ends_with, MAX_LAST_LETTERS),
    )
    wish.for_condition(condition_of(getattr(wish, "countries", ("NL",)), wish.gender))
    return wish


def _letters(typed: str, most: int) -> str:
    letters = normalise(typed)
    unknown = [letter for letter in letters if letter == "." or not is_visible(letter)]
    if unknown:
        raise UnknownLettersError(letters, "".join(unknown))
    if len(letters) > most:
        raise LengthError(
            gettext_noop("{typed!r} has {letters} letters. Use up to {most} here."),
            typed=letters,
            letters=len(letters),
            most=most,
        )
    return letters


def repeats_blocked_word(service: NameService, wish: Limits) -> bool:
    """Return whether a card of a wish, which says what was typed, is not for everyone."""
    return not service.is_allowed(*filter(None, (wish.starts_with, wish.ends_with)))


def wish_labels(_: Translator, wish: Limits) -> Iterator[str]:
    """Yield what was wished for beyond countries."""
    if wish.style is Style.CLASSIC:
        yield _("classic style")
    yield from gender_labels(_, wish.gender)
    if wish.starts_with:
        yield _("starts with {letters}", letters=escape_markdown(wish.starts_with))
    if wish.ends_with:
        yield _("ends with {letters}", letters=escape_markdown(wish.ends_with))
    if wish.max_length != DEFAULT_MAX_LENGTH:
        yield _.plural("up to {number} letter", "up to {number} letters", wish.max_length)


_EITHER = "either"
GENDER = Field(
    "gender",
    gettext_noop("Gender"),
    choices={
        _EITHER: gettext_noop("any"),
        **{str(gender): label for gender, label in GENDER_LABELS.items()},
    },
)
STYLE = Field(
    "style",
    gettext_noop("Style"),
    choices={style.value: label for style, label in STYLE_LABELS.items()},
)
FIRST_LETTERS = Field("starts_with", gettext_noop("First letters"), max_length=MAX_FIRST_LETTERS)
LAST_LETTERS = Field("ends_with", gettext_noop("Last letters"), max_length=MAX_LAST_LETTERS)
MOST_LETTERS = Field("max_length", gettext_noop("Most letters"), max_length=2)
REFINED = (GENDER, STYLE, FIRST_LETTERS, LAST_LETTERS, MOST_LETTERS)


def answers_of(wish: Limits) -> Answers:
    """Return the answers that make a wish what it is."""
    return {
        GENDER.key: wish.gender or _EITHER,
        STYLE.key: wish.style.value,
        FIRST_LETTERS.key: wish.starts_with,
        LAST_LETTERS.key: wish.ends_with,
        MOST_LETTERS.key: str(wish.max_length),
    }


def refined(wish: L, answers: Answers) -> L:
    """Return a wish with answers to some of the fields.

    Raises:
        InputError: no name is like that, or the length is no number.
    """
    answers = {**answers_of(wish), **answers}
    gender, length = answers[GENDER.key], answers[MOST_LETTERS.key].strip()
    if length and not length.isdecimal():
        message = gettext_noop("“Most letters” is a number from 2 to {most}, not {typed!r}.")
        raise InputError(message, most=MAX_NAME_LENGTH, typed=length)
    return checked(
        replace(
            wish,
            gender=None if gender == _EITHER else cast("RequestedGender", gender),
            style=Style(answers[STYLE.key]),
            starts_with=answers[FIRST_LETTERS.key],
            ends_with=answers[LAST_LETTERS.key],
            max_length=int(length or DEFAULT_MAX_LENGTH),
        )
    )
