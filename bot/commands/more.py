"""`/more`: new names near to the taste of the stars, a member's own or a server's."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import mode

from discord import app_commands

from bot.cards.labels import condition_label
from bot.cards.more import MoreCard
from bot.cards.name_row import NameRow, differences
from bot.commands.copy_button import CopyButton
from bot.commands.generation import (
    DESCRIPTIONS,
    GenerationOptions,
    origins,
    repeats_blocked_word,
    starrable_of,
)
from bot.commands.hear_button import are_said
from bot.commands.more_deck import draw_card
from bot.commands.options import (
    ExcludedOption,
    GenderOption,
    KindOption,
    LettersOption,
    StartsWithOption,
)
from bot.commands.refine import ALL_FIELDS, answers_of, refined
from bot.commands.star_button import star_buttons
from bot.commands.whose import (
    TooFewStarsError,
    Whose,
    WhoseFavouritesOption,
    decode_whose,
    shown_favourites,
)
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.form import Answers, FormButton
from bot.interactions.persistent_button import PersistentButton
from bot.store.stars import Favourite, RankedName
from model.domain.condition import Condition
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import NameRequest, RequestedKind

ANY_NAMES = NameRequest(custom_ids.ANYWHERE)
"""No wishes but that they are new."""
_OPTIONS = ("kind", "gender", "starts_with", "ends_with", "without")
"""Those that it shares with `/name`."""
_MAX_GROUP_NAMES = 50
"""Names of a group's board that its taste is learnt from."""


@app_commands.command()
@app_commands.describe(
    whose=(
        "Names like your favourites (only you see them) or like this server’s (yours if you "
        "leave it out)"
    ),
    **{name: DESCRIPTIONS[name] for name in _OPTIONS},
)
async def more(  # noqa: PLR0913, PLR0917 - an option each
    interaction: NomenInteraction,
    whose: WhoseFavouritesOption = Whose.MINE,
    kind: KindOption = RequestedKind.NEW,
    gender: GenderOption | None = None,
    starts_with: StartsWithOption = "",
    ends_with: LettersOption = "",
    without: ExcludedOption = "",
) -> None:
    """Invent more names like your favourites, or like this server’s."""
    options = GenerationOptions(
        gender=gender, starts_with=starts_with, ends_with=ends_with, without=without, kind=kind
    )
    wishes = options.make_request(replace(custom_ids.ANYWHERE, gender=gender))
    await send_more(interaction, whose, wishes)


class MoreButton(PersistentButton, kind="more"):
    """Invents names like the starred ones; its payload is whose, and wishes if there are any.

    Of former cards it is whose and a kind.
    """

    @classmethod
    def for_stars_of(cls, whose: Whose, label: str) -> "MoreButton":
        """Create a button."""
        return cls.create(whose.value, label=label, emoji="✨")

    @classmethod
    def again(cls, _: Translator, whose: Whose, wishes: NameRequest) -> "MoreButton":
        """Create the button of a card, for another one like it."""
        payload = _encode(whose, wishes)
        return cls.create(payload, label=_("Again"), emoji="🎲")

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send a new card; the old one stays, so that no name is lost."""
        await send_more(interaction, *_decode(payload))


class RefineMoreButton(FormButton, kind="suit"):
    """Asks what else names like the starred ones should be; its payload is that of `MoreButton`."""

    fields = ALL_FIELDS

    @classmethod
    def for_wishes(cls, _: Translator, whose: Whose, wishes: NameRequest) -> "RefineMoreButton":
        """Create the button of a card."""
        return cls.create(_encode(whose, wishes), label=_("Refine"), emoji="🎛️")

    @classmethod
    def title(cls, _: Translator) -> str:
        """Return what stands above the questions."""
        return _("Refine")

    @classmethod
    def first_answers(cls, payload: str) -> Answers:
        """Return what the card was asked for."""
        _, wishes = _decode(payload)
        return answers_of(wishes)

    @classmethod
    async def submit(cls, interaction: NomenInteraction, payload: str, answers: Answers) -> None:
        """Send a new card to the wishes; the old one stays."""
        whose, wishes = _decode(payload)
        await send_more(interaction, whose, refined(wishes, answers))


def _encode(whose: Whose, wishes: NameRequest) -> str:
    return f"{whose.value}.{custom_ids.encode_wishes(wishes)}"


def _decode(payload: str) -> tuple[Whose, NameRequest]:
    """Return whose stars a card is learnt from, and what was wished.

    Raises:
        OutdatedComponentError: no version sends such a payload.
    """
    whose, dot, text = payload.partition(".")
    if text in {RequestedKind.RARE, RequestedKind.ANY}:
        return decode_whose(whose), replace(ANY_NAMES, kind=RequestedKind(text))
    return decode_whose(whose), custom_ids.decode_wishes(text) if dot else ANY_NAMES


async def send_more(
    interaction: NomenInteraction, whose: Whose, wishes: NameRequest = ANY_NAMES
) -> None:
    """Learn a taste from stars, and answer with names to it; nothing is stored of it.

    Args:
        interaction: to answer.
        whose: stars.
        wishes: what the names must be like besides: its countries do not matter, its gender, if
            any, replaces the stars'.

    Raises:
        NoGroupError: a group's were asked for in direct messages.
        TooFewStarsError: no invented name is starred.
        InputError: no name was found.
        LimitError: there is no capacity, or it took too long.
    """
    stars = await _stars(interaction, whose)
    if not stars:
        raise TooFewStarsError(
            gettext_noop(
                "First star a few names that I invented, so I can learn from them. Press ☆ "
                "next to the ones you like, for example after `/name`."
            )
        )
    is_own, is_plain = whose is Whose.MINE, replace(wishes, kind=ANY_NAMES.kind) == ANY_NAMES
    names = (await draw_card(interaction, stars, wishes, is_own=is_own)).names
    if not names:
        raise InputError(
            gettext_noop("I couldn’t find more names like these. Star a few different ones too.")
            if is_plain
            else gettext_noop(
                "I couldn’t find more names like these. Give me fewer letters, or star a few "
                "different ones too."
            )
        )
    service = interaction.client.name_service
    starrables = [starrable_of(service, request, name.name) for name, request in names]
    is_private = is_own or repeats_blocked_word(service, wishes)
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    stars_beside = await star_buttons(interaction, starrables, is_private=is_private)
    rows = [
        NameRow(
            suggestion.name,
            " · ".join(
                [condition_label(_, request.condition), *differences(_, suggestion, wishes.kind)]
            ),
            button,
        )
        for (suggestion, request), button in zip(names, stars_beside, strict=True)
    ]
    buttons = [
        MoreButton.again(_, whose, wishes),
        RefineMoreButton.for_wishes(_, whose, wishes),
    ]
    have_voices = all(are_said(interaction, request.condition) for _name, request in names)
    card = MoreCard(
        *(_, rows, wishes, len(stars), buttons),
        copy=CopyButton.without_seed(_),
        origins=origins(_, [row.name for row in rows], are_said=have_voices),
        is_own=is_own,
    )
    await interaction.response.send_message(view=card, ephemeral=is_private)


async def _stars(interaction: NomenInteraction, whose: Whose) -> list[tuple[str, Condition]]:
    """Return starred names with what they were invented for; none if none was invented.

    Typed names go with what most of the others were invented for.

    Raises:
        NoGroupError: a group's were asked for in direct messages.
    """
    client = interaction.client
    entries: Sequence[Favourite | RankedName]
    if whose is Whose.MINE:
        entries = await shown_favourites(interaction)
    else:
        guild = guild_or_direct_messages(interaction)
        is_allowed = client.name_service.is_allowed
        entries = await client.store.stars.top_of_group(guild, is_allowed, _MAX_GROUP_NAMES)
    conditions = [entry.provenance.condition for entry in entries if entry.provenance]
    if not conditions:
        return []
    usual = mode(conditions)
    return [
        (entry.name, entry.provenance.condition if entry.provenance else usual) for entry in entries
    ]
