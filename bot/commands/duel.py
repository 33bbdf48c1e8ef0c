"""The duel of `/favourites duel`: two names at a time, until the member's top five is certain."""

from collections.abc import Mapping, Sequence

from discord import ButtonStyle

from bot.cards.duel import DuelCard, DuelResultCard
from bot.cards.labels import own_provenance_line
from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.commands.top5 import share_button, ties_choice
from bot.commands.whose import shown_favourites
from bot.favourites.duel import (
    Duel,
    decode_answers,
    digest_of,
    encode_answers,
    hold_duel,
    max_questions,
)
from bot.favourites.models import MAX_FAVOURITES, Favourite
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.persistent_button import PersistentButton
from model.domain.errors import InputError, gettext_noop


class DuelButton(PersistentButton, kind="duel"):
    """Chooses a name, or goes back; its payload is a digest of the list, and all answers."""

    @classmethod
    def for_answers(
        cls,
        digest: str,
        answers: Sequence[bool],
        *,
        label: str,
        emoji: str | None = None,
        style: ButtonStyle = ButtonStyle.secondary,
    ) -> "DuelButton":
        """Create a button that goes on with some answers."""
        payload = f"{digest}.{encode_answers(answers)}"
        return cls.create(payload, label=label, emoji=emoji, style=style)

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Show the next question, or settle the order; begin anew if the list has changed."""
        digest, _dot, text = payload.partition(".")
        try:
            answers = decode_answers(text)
        except ValueError as error:
            raise OutdatedComponentError from error
        card = await duel_card(interaction, digest, answers)
        await interaction.response.edit_message(view=card)


async def duel_card(
    interaction: NomenInteraction, digest: str | None = None, answers: Sequence[bool] = ()
) -> Card:
    """Lay out what comes after some answers; if that is the end, order the member's list by it.

    Args:
        interaction: whose list it is.
        digest: of the names that the answers are about; None if there is no answer yet.
        answers: so far.

    Raises:
        InputError: the member has no two favourites.
        OutdatedComponentError: there are more answers than questions.
    """
    contenders = await _contenders(interaction)
    current = digest_of([*contenders])
    is_anew = digest not in (None, current)
    answers = () if is_anew else answers
    duel = hold_duel([*contenders], answers)
    if duel is None:
        raise OutdatedComponentError
    _ = translator_for_user(interaction)
    if duel.question is None:
        return await _settle(interaction, contenders, duel, _back(_, current, answers))
    asked = [contenders[folded] for folded in duel.question]
    buttons = [
        DuelButton.for_answers(
            current, [*answers, answer], label=favourite.name, style=ButtonStyle.primary
        )
        for favourite, answer in zip(asked, (True, False), strict=True)
    ]
    return DuelCard(
        _,
        [_row(interaction, favourite) for favourite in asked],
        duel.asked + 1,
        max_questions(len(contenders)),
        [*buttons, *_back(_, current, answers)],
        is_anew=is_anew,
    )


async def _contenders(interaction: NomenInteraction) -> Mapping[str, Favourite]:
    """Return the member's favourites that may be shown today, by folded name."""
    shown = {favourite.folded: favourite for favourite in await shown_favourites(interaction)}
    if len(shown) < 2:  # noqa: PLR2004 - this or that
        raise InputError(
            gettext_noop("A duel takes two favourites: press ☆ next to a few names first.")
        )
    return shown


async def _settle(
    interaction: NomenInteraction,
    contenders: Mapping[str, Favourite],
    duel: Duel,
    back: Sequence[DuelButton],
) -> Card:
    """Move the best to the top of the list; the others stay in their order."""
    best = [contenders[folded] for folded in duel.best]
    owner = guild_and_member(interaction)
    for favourite in reversed(best):
        await interaction.client.favourites.move(*owner, favourite.name, -MAX_FAVOURITES)
    _ = translator_for_user(interaction)
    rows = [_row(interaction, favourite) for favourite in best]
    ties_note, ties_buttons = await ties_choice(interaction)
    buttons = [*back, share_button(_), *ties_buttons]
    return DuelResultCard(_, rows, duel.asked, ties_note, buttons)


def _back(_: Translator, digest: str, answers: Sequence[bool]) -> list[DuelButton]:
    """Return the button that takes the last answer back, if there is one."""
    if not answers:
        return []
    return [DuelButton.for_answers(digest, answers[:-1], label=_("Undo"), emoji="↩️")]


def _row(interaction: NomenInteraction, favourite: Favourite) -> NameRow:
    _ = translator_for_user(interaction)
    kind = interaction.client.name_service.kind_of(favourite.name)
    return NameRow(favourite.name, own_provenance_line(_, favourite.provenance, kind))
