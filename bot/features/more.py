"""`/more`: new names near to the taste of the stars, a member's own or a server's."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from statistics import mode

from discord import app_commands, ui

from bot.features.as_text import AsTextButton
from bot.features.links import names_list
from bot.features.look import Card, NameRow, condition_label, suggestion_labels
from bot.features.names.names import note_shown, seen_by, star_of, subject_of
from bot.features.names.wish import (
    DESCRIPTIONS,
    REFINED,
    Limits,
    answers_of,
    checked,
    refined,
    repeats_blocked_word,
    wish_labels,
)
from bot.features.options import (
    FirstLettersOption,
    GenderOption,
    KindOption,
    LastLettersOption,
)
from bot.features.stars import star_buttons
from bot.features.whose import (
    TooFewStarsError,
    Whose,
    WhoseFavouritesOption,
    WhoseStars,
    shown_favourites,
)
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import (
    NomenInteraction,
    audience_of,
    guild_or_direct_messages,
    order_of,
    requester_of,
)
from bot.interactions.codec import codes_of
from bot.interactions.forms import Answers, FormButton
from bot.interactions.items import Button
from bot.store.stars import DIRECT_MESSAGES, Favourite, RankedName
from model.domain.condition import Condition
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import NameRequest, RequestedKind, Suggestion
from model.domain.turns import CYCLE, take_turns

_OPTIONS = ("kind", "gender", "starts_with", "ends_with")
"""Those that it shares with `/name`."""
_TURNS = "more"
"""The subject whose cards count those of `/more`, by which conditions have their turns."""
_MAX_GROUP_NAMES = 50
"""Names of a group's top list that its taste is learnt from."""

Stars = Sequence[tuple[str, Condition]]
"""Starred names with what they were invented for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreLike(Limits):
    """Names like the stars of somebody.

    Attributes:
        whose: stars.
    """

    whose: WhoseStars


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
    starts_with: FirstLettersOption = "",
    ends_with: LastLettersOption = "",
) -> None:
    """Invent more names like your favourites, or like this server’s."""
    wish = MoreLike(
        whose=whose, kind=kind, gender=gender, starts_with=starts_with, ends_with=ends_with
    )
    await _send_more(interaction, checked(wish))


class MoreButton(Button[MoreLike], kind="more", payload=MoreLike):
    """Sends a new card; the old one stays, so that no name is lost."""

    @classmethod
    def for_stars_of(cls, _: Translator, whose: Whose) -> "MoreButton":
        """Create a button for names like somebody's stars."""
        return cls.create(MoreLike(whose=whose), label=_("More like these"), emoji="✨")

    async def press(self, interaction: NomenInteraction, payload: MoreLike) -> None:
        """Send it."""
        await _send_more(interaction, payload)


class RefineMoreButton(FormButton[MoreLike], kind="refine-more", payload=MoreLike):
    """Asks what else names like the starred ones should be."""

    fields = REFINED

    @classmethod
    def title(cls, _: Translator) -> str:
        """Return what stands above the questions."""
        return _("Refine")

    @classmethod
    async def first_answers(cls, _interaction: NomenInteraction, payload: MoreLike) -> Answers:
        """Return what the card was asked for."""
        return answers_of(payload)

    @classmethod
    async def submit(
        cls, interaction: NomenInteraction, payload: MoreLike, answers: Answers
    ) -> None:
        """Send a new card to the wish; the old one stays."""
        await _send_more(interaction, refined(payload, answers))


async def _send_more(interaction: NomenInteraction, wish: MoreLike) -> None:
    """Learn a taste from stars, and answer with names to it; nothing is stored of it.

    Raises:
        NoGroupError: a group's were asked for in direct messages.
        TooFewStarsError: no invented name is starred.
        InputError: no name was found.
        LimitError: there is no capacity, or it took too long.
    """
    stars = await _stars(interaction, wish.whose)
    if not stars:
        raise TooFewStarsError(
            gettext_noop(
                "First star a few names that I invented, so I can learn from them. Press ☆ "
                "next to the ones you like, for example after `/name`."
            )
        )
    names = await _choose(interaction, stars, wish)
    if not names:
        raise InputError(
            gettext_noop(
                "I couldn’t find more names like these. Give me fewer letters, or star a few "
                "different ones too."
            )
        )
    is_private = wish.whose is Whose.MINE or repeats_blocked_word(
        interaction.client.name_service, wish
    )
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    buttons = await star_buttons(
        interaction,
        [star_of(request, suggestion.name) for suggestion, request in names],
        is_private=is_private,
    )
    rows = [
        NameRow(
            suggestion.name,
            " · ".join(
                [
                    condition_label(_, request.condition),
                    *suggestion_labels(_, suggestion, wish.kind, {}),
                ]
            ),
            button,
        )
        for (suggestion, request), button in zip(names, buttons, strict=True)
    ]
    codes = [code for _name, request in names for code in codes_of(request.condition)]
    card = Card(
        ui.Section("\n-# ".join(_heading(_, wish, len(stars))), accessory=AsTextButton.labelled(_)),
        *(row.to_item() for row in rows),
        ui.ActionRow(names_list(interaction, _, [row.name for row in rows], codes)),
        buttons=[
            MoreButton.create(wish, label=_("Again"), emoji="🎲"),
            RefineMoreButton.create(wish, label=_("Refine"), emoji="🎛️"),
        ],
    )
    await interaction.response.send_message(view=card, ephemeral=is_private)


def _heading(_: Translator, wish: MoreLike, stars: int) -> list[str]:
    title = (
        _("More like your favourites")
        if wish.whose is Whose.MINE
        else _("More like this server’s favourites")
    )
    learnt = _.plural("Based on {number} starred name.", "Based on {number} starred names.", stars)
    labels = " · ".join(wish_labels(_, wish))
    return [f"### ✨ {title}", *filter(None, [labels]), learnt]


async def _stars(interaction: NomenInteraction, whose: Whose) -> Stars:
    """Return starred names with what they were invented for; none if none was invented.

    Typed names go with what most of the others were invented for.
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


async def _choose(
    interaction: NomenInteraction, stars: Stars, wish: MoreLike
) -> Sequence[tuple[Suggestion, NameRequest]]:
    """Choose the names that are nearest to those starred, of what nobody there has seen.

    What everyone there has been shown does not come on a member's own card either.
    """
    client, audience = interaction.client, audience_of(interaction)
    owner = audience
    if wish.whose is Whose.MINE:
        owner = (DIRECT_MESSAGES, interaction.user.id)
    stars = _of_commonest_conditions(stars)
    weights = Counter(_wanted(condition, wish) for _, condition in stars)
    subjects = [_TURNS, *{subject_of(condition) for condition in weights}]
    async with client.choosing.of(owner):
        own = await seen_by(interaction, owner, subjects)
        shown = [*own.values(), *(await seen_by(interaction, audience, subjects)).values()]
        cards = own[_TURNS].cards
        names = await client.name_service.suggest_to_taste(
            stars,
            _shares(weights, wish, cards),
            order_of(owner, cards),
            _AnyOf(shown),
            requester_of(interaction),
        )
        by_subject: dict[str, list[str]] = {_TURNS: []}
        for suggestion, request in names:
            by_subject.setdefault(subject_of(request.condition), []).append(suggestion.name)
        await note_shown(interaction, owner, by_subject)
    return names


def _of_commonest_conditions(stars: Stars) -> Stars:
    """Return the stars of as many conditions as have a turn, those of the most stars."""
    conditions = Counter(condition.with_known_gender for _, condition in stars)
    commonest = dict(conditions.most_common(CYCLE))
    return [star for star in stars if star[1].with_known_gender in commonest]


def _shares(weights: Mapping[Condition, int], wish: MoreLike, cards: int) -> list[NameRequest]:
    """Return what each condition brings whose turn it is: on a card all have some five countries.

    So a card has two blends, or one of three countries, since their names take long.
    """
    most_countries = max(len(condition.countries) for condition in weights)
    each_card = max(1, wish.count // most_countries)
    turns = take_turns(weights, cards * each_card, each_card)
    return [
        replace(wish, count=count).for_condition(condition)
        for condition, count in Counter(islice(cycle(turns), wish.count)).items()
    ]


def _wanted(condition: Condition, wish: MoreLike) -> Condition:
    return replace(condition, gender=wish.gender) if wish.gender else condition.with_known_gender


@dataclass(frozen=True, slots=True)
class _AnyOf:
    """What is in any of several containers."""

    parts: Sequence[Container[object]]

    def __contains__(self, folded: object) -> bool:
        return any(folded in part for part in self.parts)
