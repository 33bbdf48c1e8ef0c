"""The duel of `/favourites duel`: two names at a time, until the member's top five is certain."""

from collections.abc import Mapping, Sequence
from typing import Any

from discord import ui

from bot.cards.duel import DuelCard, DuelResultCard
from bot.cards.labels import own_provenance_line
from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.commands.top5 import share_button
from bot.commands.tournament import (
    Start,
    decode_answers,
    encode_answers,
    hold_duel,
    max_questions,
)
from bot.commands.whose import TooFewStarsError, shown_favourites
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.persistent_button import PersistentButton, make_button
from bot.store.stars import Favourite
from model.domain.errors import gettext_noop

MIN_NAMES = 2
"""This or that."""


class DuelButton(PersistentButton, kind="duel"):
    """Goes on with a duel; its payload is how it starts, and all answers.

    It is empty to go on where the member was, or to begin.
    """

    @classmethod
    def begin(cls, _: Translator) -> "DuelButton":
        """Create the button that begins a duel, or goes on with one."""
        return cls.create(label=_("Duel"), emoji="⚖️")

    @classmethod
    def for_answers(
        cls,
        start: Start,
        answers: Sequence[bool],
        *,
        label: str,
        emoji: str | None = None,
    ) -> "DuelButton":
        """Create a button that goes on with some answers."""
        return cls.create(_payload(start, answers), label=label, emoji=emoji)

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Show the next question, or settle the order; begin again if the list has changed."""
        card = await duel_card(interaction, payload)
        await interaction.response.edit_message(view=card)


class EvenButton(DuelButton, kind="duel-even"):
    """Leaves two names as they are in the list: a message has no two buttons with one id."""


async def duel_card(interaction: NomenInteraction, payload: str = "") -> Card:
    """Lay out what comes after some answers; if that is the end, order the member's list by it.

    Args:
        interaction: whose list it is.
        payload: of a button; empty to go on where the member was, or else to begin with what
            earlier duels have settled.

    Raises:
        TooFewStarsError: the member has no two favourites.
        OutdatedComponentError: there are more answers than questions, or they are none.
    """
    contenders = await _contenders(interaction)
    owner, open_duels = guild_and_member(interaction), interaction.client.open_duels
    is_opened, payload = not payload, payload or open_duels.answers_of(owner)
    encoded, _dot, text = payload.partition(".")
    answers = _read_answers(text) if payload else ()
    start = Start.decode(encoded, [*contenders])
    is_anew = bool(payload) and start is None
    if start is None:
        start, answers = await _start(interaction, contenders), ()
    duel = hold_duel(start, answers)
    if duel is None:
        raise OutdatedComponentError
    if duel.question is None:
        card = await _settle(interaction, contenders, duel.best, start, answers)
        open_duels.keep(owner, "")
        return card
    open_duels.keep(owner, _payload(start, answers) if answers else "")
    _ = translator_for_user(interaction)
    higher = next(folded for folded in contenders if folded in duel.question)
    even = [*answers, higher == duel.question[0]]
    buttons = [
        EvenButton.for_answers(start, even, label=_("Can’t choose"), emoji="🤷"),
        _undo(_, start, answers),
    ]
    if is_opened and len(answers) > 1:  # else it is what goes back
        buttons.append(DuelButton.for_answers(start, (), label=_("Start over"), emoji="🔄"))
    rows = [
        _row(
            interaction,
            contenders[folded],
            DuelButton.for_answers(start, [*answers, answer], label=_("This one")),
        )
        for folded, answer in zip(duel.question, (True, False), strict=True)
    ]
    return DuelCard(_, rows, len(answers) + 1, max_questions(start), buttons, is_anew=is_anew)


def _payload(start: Start, answers: Sequence[bool]) -> str:
    return f"{start.encode()}.{encode_answers(answers)}"


def _read_answers(text: str) -> tuple[bool, ...]:
    """Read a button's answers.

    Raises:
        OutdatedComponentError: it has none.
    """
    try:
        return decode_answers(text)
    except ValueError as error:
        raise OutdatedComponentError from error


async def _contenders(interaction: NomenInteraction) -> Mapping[str, Favourite]:
    """Return the member's favourites that may be shown today, by folded name, in their order."""
    shown = {favourite.folded: favourite for favourite in await shown_favourites(interaction)}
    if len(shown) < MIN_NAMES:
        raise TooFewStarsError(
            gettext_noop(
                "You need at least two favourites for a duel. Press ☆ next to a few names first."
            )
        )
    return shown


async def _start(interaction: NomenInteraction, contenders: Mapping[str, Favourite]) -> Start:
    """Return what earlier duels have settled."""
    owner = guild_and_member(interaction)
    standings = await interaction.client.store.stars.standings(*owner)
    return Start.of({name: standings[name] for name in standings if name in contenders})


async def _settle(
    interaction: NomenInteraction,
    contenders: Mapping[str, Favourite],
    best: Sequence[str],
    start: Start,
    answers: Sequence[bool],
) -> Card:
    """Move the best to the top of the list; the others stay in their order."""
    if answers:
        owner, behind = guild_and_member(interaction), contenders.keys() - {*best}
        await interaction.client.store.stars.settle(*owner, best, behind)
    _ = translator_for_user(interaction)
    rows = [_row(interaction, contenders[name]) for name in best]
    anew = Start.anew([*contenders])
    buttons: list[ui.Item[Any]] = [_undo(_, start, answers)] if answers else []
    if len(answers) > 1 or start != anew:  # else it is what goes back
        buttons.append(DuelButton.for_answers(anew, (), label=_("Start over"), emoji="🔄"))
    # The list leads here; there, its buttons are `FavouritesButton`.
    back = make_button("own:page.1.", label=_("Your favourites"), emoji="◀️")
    return DuelResultCard(_, rows, len(answers), [*buttons, share_button(_), back])


def _undo(_: Translator, start: Start, answers: Sequence[bool]) -> DuelButton:
    """Return the button that takes the last answer back.

    It is there before the first, too, so that no other stands in its place after it.
    """
    payload = _payload(start, answers[:-1])
    return DuelButton.create(payload, label=_("Undo"), emoji="↩️", disabled=not answers)


def _row(
    interaction: NomenInteraction, favourite: Favourite, button: DuelButton | None = None
) -> NameRow:
    _ = translator_for_user(interaction)
    kind = interaction.client.name_service.kind_of(favourite.name)
    return NameRow(favourite.name, own_provenance_line(_, favourite.provenance, kind), button)
