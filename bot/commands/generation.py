"""What all commands that generate names share: their options, the request and the answer."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, Concatenate

from discord import app_commands

from bot.cards.names import NameCard
from bot.commands.copy_button import CopyButton
from bot.commands.hear_button import are_said
from bot.commands.names_button import NAMES_KIND
from bot.commands.options import (
    CountOption,
    ExcludedOption,
    GenderOption,
    InitialsOption,
    KindOption,
    LengthOption,
    LettersOption,
    LikeOption,
    SeedOption,
    StartsWithOption,
    StyleOption,
)
from bot.commands.origin import OriginButton, OriginSelect
from bot.commands.refine import ALL_FIELDS, answers_of, refined
from bot.commands.star_button import star_buttons
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, audience_of, requester_of
from bot.interactions.custom_ids import (
    MAX_EXCLUDED,
    MAX_LETTERS,
    MAX_NAMES_PER_CARD,
    MAX_PREFIX_LENGTH,
    Starrable,
)
from bot.interactions.form import Answers, FormButton
from bot.interactions.next_card import take_next_card
from bot.interactions.persistent_button import PersistentButton
from bot.services.name_service import NameService, Shares
from model.domain.condition import Condition
from model.domain.errors import InputError, LazyText, gettext_noop
from model.domain.filters import SEPARATORS, Filters
from model.domain.generation import (
    DEFAULT_COUNT,
    DEFAULT_MAX_LENGTH,
    MAX_NAME_LENGTH,
    MAX_SEED,
    MIN_NAME_LENGTH,
    NameKind,
    NameRequest,
    RequestedKind,
    Style,
    is_near,
)
from model.domain.spelling import normalise

NO_NAMES_FOUND = gettext_noop(
    "I couldn’t find a name like that: {reason}. Try fewer first letters, a wider range of "
    "lengths, or the bold style."
)
_DEFAULT_STYLE = Style.PLAIN
DESCRIPTIONS = {
    "count": f"How many names, from 1 to {MAX_NAMES_PER_CARD} "
    f"({DEFAULT_COUNT} if you leave it out)",
    "style": "How daring the names are, from classic to bold "
    f"({_DEFAULT_STYLE} if you leave it out)",
    "gender": "Female, male or unisex names (any if you leave it out)",
    "starts_with": f"First letters of each name, up to {MAX_PREFIX_LENGTH} "
    "(any if you leave it out)",
    "ends_with": f"Last letters of each name, up to {MAX_LETTERS} (any if you leave it out)",
    "contains": f"Letters side by side in each name, up to {MAX_LETTERS} (any if you leave it out)",
    "without": f"Letters to avoid, up to {MAX_EXCLUDED} (none if you leave it out)",
    "initials": "For siblings: the same first letter for all, or each a different one "
    "(any if you leave it out)",
    "like": "A name they should sound like (none if you leave it out)",
    "min_length": f"Shortest length, in letters ({MIN_NAME_LENGTH} if you leave it out)",
    "max_length": f"Longest length, in letters, up to {MAX_NAME_LENGTH} "
    f"({DEFAULT_MAX_LENGTH} if you leave it out)",
    "kind": "New names, rare ones, or any (new if you leave it out)",
    "seed": (
        "To get the same names again: the seed that “As text” shows (new ones if you leave it out)"
    ),
}

Callback = Callable[Concatenate[NomenInteraction, ...], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class GenerationOptions:
    """The options of every command that generates names."""

    count: CountOption = DEFAULT_COUNT
    style: StyleOption = _DEFAULT_STYLE
    gender: GenderOption | None = None
    starts_with: StartsWithOption = ""
    min_length: LengthOption | None = None
    max_length: LengthOption | None = None
    seed: SeedOption | None = None
    ends_with: LettersOption = ""
    contains: LettersOption = ""
    without: ExcludedOption = ""
    initials: InitialsOption | None = None
    like: LikeOption = ""
    kind: KindOption = RequestedKind.NEW

    def make_request(self, condition: Condition) -> NameRequest:
        """Return the request that the options make for a condition.

        Raises:
            InputError: it is impossible, or does not fit on a card and into its buttons.
        """
        min_length = MIN_NAME_LENGTH if self.min_length is None else self.min_length
        max_length = self.max_length
        request = NameRequest(
            condition=condition,
            count=self.count,
            inverse_temperature=self.style.inverse_temperature,
            starts_with=normalise(self.starts_with),
            min_length=min_length,
            max_length=max(DEFAULT_MAX_LENGTH, min_length) if max_length is None else max_length,
            filters=Filters(
                contains=normalise(self.contains),
                ends_with=normalise(self.ends_with),
                without=normalise(self.without),
                initials=self.initials,
                like=normalise(self.like),
            ),
            kind=self.kind,
        )
        custom_ids.check_request(request)
        return request


def with_generation_options(callback: Callback) -> Callback:
    """Turn a callback's last parameter, `options`, into one option for each of its fields.

    discord.py reads the options of a command from its callback's signature.
    """
    shared = fields(GenerationOptions)

    @wraps(callback)
    async def command(interaction: NomenInteraction, **values: object) -> None:
        given: dict[str, Any] = {field.name: values.pop(field.name) for field in shared}
        await callback(interaction, **values, options=GenerationOptions(**given))

    *own, _ = signature(callback).parameters.values()
    kind = Parameter.POSITIONAL_OR_KEYWORD
    parameters = [
        Parameter(field.name, kind, default=field.default, annotation=field.type)
        for field in shared
    ]
    command.__signature__ = Signature([*own, *parameters])  # type: ignore[attr-defined] # PEP 362
    return app_commands.describe(**DESCRIPTIONS)(command)


class GenerateButton(PersistentButton, kind=NAMES_KIND):
    """Generates the next card of the request in its payload."""

    @classmethod
    def for_request(
        cls,
        request: NameRequest,
        label: str,
        emoji: str | None = None,
    ) -> "GenerateButton":
        """Create a button for a request."""
        return cls.create(custom_ids.encode_request(request), label=label, emoji=emoji)

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send a new card; the old one stays, so that no name is lost."""
        await send_names(interaction, custom_ids.decode_request(payload))


class RefineButton(FormButton, kind="tune"):
    """Asks what else names should be like; its payload is the request."""

    fields = ALL_FIELDS

    @classmethod
    def for_request(cls, _: Translator, request: NameRequest) -> "RefineButton":
        """Create a button for a request."""
        return cls.create(custom_ids.encode_request(request), label=_("Refine"), emoji="🎛️")

    @classmethod
    def title(cls, _: Translator) -> str:
        """Return what stands above the questions."""
        return _("Refine")

    @classmethod
    def first_answers(cls, payload: str) -> Answers:
        """Return what the request has."""
        return answers_of(custom_ids.decode_request(payload))

    @classmethod
    async def submit(cls, interaction: NomenInteraction, payload: str, answers: Answers) -> None:
        """Send a card of the request with the answers; the old one stays."""
        await send_names(interaction, refined(custom_ids.decode_request(payload), answers))


async def send_names(
    interaction: NomenInteraction, request: NameRequest, seed: int | None = None
) -> None:
    """Generate names and answer with their card, without a seed with the next one.

    The card repeats what was typed; a word that is blocked is for the member alone.

    Raises:
        InputError: the seed is out of bounds, no name was found, or the name to be like is none.
        LimitError: there is no capacity, or it took too long.
    """
    name_service = interaction.client.name_service
    require_seed(seed or 0)
    if request.filters.like:
        name_service.validate(request.filters.like)
    if seed is None:
        seed = await take_next_card(interaction, request)
    requester = requester_of(interaction)
    shares: Sequence[Shares] = ()
    if len(request.condition.countries) > 1:
        result, shares = await name_service.blend(request, seed, requester)
    else:
        result = await name_service.suggest(request, seed, requester)
    if not result:
        raise InputError(NO_NAMES_FOUND, reason=LazyText(result.reason or ""))
    names = [suggestion.name for suggestion in result]
    starrables = [starrable_of(name_service, request, name, seed) for name in names]
    is_private = repeats_blocked_word(name_service, request)
    stars = await star_buttons(interaction, starrables, is_private=is_private)
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    interaction.client.shown_names.add(audience_of(interaction), names)
    card = NameCard(
        *(_, request, result, stars, request_buttons(_, request)),
        copy=CopyButton.for_seed(_, seed),
        origins=origins(_, names, are_said=are_said(interaction, request.condition)),
        shares=shares,
    )
    await interaction.response.send_message(view=card, ephemeral=is_private)


def starrable_of(
    service: NameService, request: NameRequest, name: str, seed: int | None = None
) -> Starrable:
    """Return a name to star; one that is mostly what was typed counts as typed.

    Else a group that takes no typed names would have them as invented ones.
    """
    like = request.filters.like
    is_copied = bool(like) and service.kind_of(like) is NameKind.NEW and is_near(name, like)
    is_typed = is_copied or request.is_mostly_given(name)
    return Starrable(name, None if is_typed else request.provenance(seed))


def repeats_blocked_word(service: NameService, request: NameRequest) -> bool:
    """Return whether a card of a request, which says what was typed, is not for everyone."""
    filters = request.filters
    letters = (request.starts_with, filters.contains, filters.ends_with)
    typed = (*letters, filters.without.translate(SEPARATORS), filters.like)
    return not service.is_allowed(*filter(None, typed))


def require_seed(seed: int) -> None:
    """Ensure that a number is a random generator's seed.

    Raises:
        InputError: it is out of bounds.
    """
    if not 0 <= seed <= MAX_SEED:
        raise InputError(gettext_noop("A seed is a whole number from 0 to {most}."), most=MAX_SEED)


def request_buttons(_: Translator, request: NameRequest) -> list[PersistentButton]:
    """Return a card's buttons: the same request again, in the next bolder style, or refined."""
    buttons: list[PersistentButton] = [GenerateButton.for_request(request, _("Again"), "🎲")]
    temperatures = [style.inverse_temperature for style in Style]
    lower = [each for each in temperatures if each < request.inverse_temperature]
    if lower:
        bolder = replace(request, inverse_temperature=max(lower))
        buttons.append(GenerateButton.for_request(bolder, _("Bolder"), "🌶️"))
    return [*buttons, RefineButton.for_request(_, request)]


def origins(
    _: Translator, names: Sequence[str], *, are_said: bool = False
) -> OriginButton | OriginSelect:
    """Return what leads from names to their origins: a button for one, a list for several."""
    if len(names) == 1:
        return OriginButton.create(names[0], label=_("Origin"), emoji="🧭")
    return OriginSelect.for_names(_, names, are_said=are_said)
