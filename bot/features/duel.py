"""The duel of `/favourites duel`: two names at a time, until the member's top five is certain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from discord import ui

from bot.features.look import MEDALS, Card, NameRow, own_provenance_line
from bot.features.top5 import share_button
from bot.features.tournament import (
    Start,
    decode_answers,
    encode_answers,
    hold_duel,
    max_questions,
)
from bot.features.whose import TooFewStarsError, shown_favourites
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.codec import OutdatedComponentError, Token
from bot.interactions.items import Button
from bot.interactions.rate_limit import Bucket
from bot.store.stars import Favourite
from model.domain.errors import gettext_noop

MIN_NAMES = 2
"""This or that."""


@dataclass(frozen=True, slots=True)
class Duel:
    """How a duel starts, and all answers; empty to begin one."""

    start: Annotated[str, Token()]
    answers: Annotated[str, Token()]

    @classmethod
    def at(cls, start: Start, answers: Sequence[bool]) -> "Duel":
        """Return a duel with some answers."""
        return cls(start.encode(), encode_answers(answers))


class DuelButton(Button[Duel], kind="duel", payload=Duel, bucket=Bucket.BUTTON):
    """Goes on with a duel."""

    @classmethod
    def begin(cls, _: Translator) -> "DuelButton":
        """Create the button that begins a duel."""
        return cls.create(Duel("", ""), label=_("Duel"), emoji="⚖️")

    async def press(self, interaction: NomenInteraction, payload: Duel) -> None:
        """Show the next question, or settle the order; begin again if the list has changed."""
        card = await duel_card(interaction, payload)
        await interaction.response.edit_message(view=card)


class EvenButton(DuelButton, kind="duel-even", payload=Duel, bucket=Bucket.BUTTON):
    """Leaves two names as they are in the list: a message has no two buttons with one id."""


async def duel_card(interaction: NomenInteraction, duel: Duel | None = None) -> Card:
    """Lay out what comes after some answers; if that is the end, order the member's list by it.

    Args:
        interaction: whose list it is.
        duel: of a button; None to begin with what earlier duels have settled.

    Raises:
        TooFewStarsError: the member has no two favourites.
        OutdatedComponentError: there are more answers than questions, or they are none.
    """
    contenders = await _contenders(interaction)
    start: Start | None = None
    answers: tuple[bool, ...] = ()
    is_anew = False
    if duel is not None and duel.start:
        answers = _read_answers(duel.answers)
        start = Start.decode(duel.start, [*contenders])
        is_anew = start is None
    if start is None:
        start, answers = await _start(interaction, contenders), ()
    held = hold_duel(start, answers)
    if held is None:
        raise OutdatedComponentError
    if held.question is None:
        return await _settle(interaction, contenders, held.best, start, answers)
    return _question_card(interaction, contenders, held.question, start, answers, is_anew=is_anew)


def _question_card(  # noqa: PLR0913 - all that a question depends on
    interaction: NomenInteraction,
    contenders: Mapping[str, Favourite],
    question: tuple[str, str],
    start: Start,
    answers: Sequence[bool],
    *,
    is_anew: bool,
) -> Card:
    _ = translator_for_user(interaction)
    higher = next(folded for folded in contenders if folded in question)
    even = Duel.at(start, [*answers, higher == question[0]])
    rows = [
        _row(
            interaction,
            contenders[folded],
            DuelButton.create(Duel.at(start, [*answers, answer]), label=_("This one")),
        )
        for folded, answer in zip(question, (True, False), strict=True)
    ]
    title = _("This or that?")
    anew = [_("Your favourites have changed, so let’s start over.")] if is_anew else []
    position = _(
        "Question {number} of up to {most}.", number=len(answers) + 1, most=max_questions(start)
    )
    note = _(
        "Choose the name you like better. In the end your five best come first in your favourites."
    )
    return Card(
        f"### ⚖️ {title}",
        *anew,
        *(row.to_item() for row in rows),
        f"-# {position} {note}",
        buttons=[
            EvenButton.create(even, label=_("Can’t choose"), emoji="🤷"),
            _undo(_, start, answers),
        ],
    )


def _read_answers(text: str) -> tuple[bool, ...]:
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
    first, *others = (_row(interaction, contenders[name]) for name in best)
    settled = (
        _.plural(
            "Your number one after {number} question. These names now come first in your "
            "favourites.",
            "Your number one after {number} questions. These names now come first in your "
            "favourites.",
            len(answers),
        )
        if answers
        else _(
            "Your top five is settled already. Star more names, and I’ll only ask about the "
            "new ones."
        )
    )
    anew = Start.anew([*contenders])
    buttons: list[ui.Item[Any]] = [_undo(_, start, answers)] if answers else []
    if len(answers) > 1 or start != anew:  # else it is what goes back
        again = Duel.at(anew, ())
        buttons.append(DuelButton.create(again, label=_("Start over"), emoji="🔄"))
    return Card(
        f"# 🏆 {escape_markdown(first.name)}\n-# {first.details}\n{settled}",
        *(row.to_item(f"{medal} ") for medal, row in zip(MEDALS[1:], others, strict=False)),
        buttons=[*buttons, share_button(_)],
    )


def _undo(_: Translator, start: Start, answers: Sequence[bool]) -> DuelButton:
    """Return the button that takes the last answer back.

    It is there before the first, too, so that no other stands in its place after it.
    """
    before = Duel.at(start, answers[:-1])
    return DuelButton.create(before, label=_("Undo"), emoji="↩️", disabled=not answers)


def _row(
    interaction: NomenInteraction, favourite: Favourite, button: DuelButton | None = None
) -> NameRow:
    _ = translator_for_user(interaction)
    kind = interaction.client.name_service.kind_of(favourite.name)
    return NameRow(favourite.name, own_provenance_line(_, favourite.provenance, kind), button)
