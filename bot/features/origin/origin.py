"""`/origin`, and the menu of a message: all that is known of one name."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from discord import Message, app_commands, ui
from discord.app_commands import Range

from bot.features.hear import hear_buttons
from bot.features.links import ORIGIN_KIND, ORIGINS_KIND
from bot.features.names.names import names_button
from bot.features.origin.card import origin_card
from bot.features.stars import Star, star_buttons, stars_on
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.interactions.client import NomenInteraction, guild_and_member, requester_of
from bot.interactions.codec import Name, Nothing
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Button, Select
from bot.interactions.soon import answer_soon
from bot.store.errors import StoreError
from model.domain.areas import areas
from model.domain.errors import MisspeltError, gettext_noop
from model.domain.generation import NameKind, Provenance
from model.domain.name_check import CountryCount
from model.domain.spelling import fold
from model.domain.validation import MAX_TYPED_LENGTH, validate_surname

_MAX_INPUT_LENGTH = 100
"""Discord's limit is wider than the model's, whose own error explains it."""
_MAX_WORDS = 3
"""Words of a message that is a name, such as Anne Sophie Marie."""
_AROUND_A_WORD = ' .,:;!?…“”„"()*_~`|'
"""What people write around a name, Markdown included."""
_HOMES = {
    "cs": "CZ",
    "da": "DK",
    "el": "GR",
    "hi": "IN",
    "ja": "JP",
    "ko": "KR",
    "uk": "UA",
    "vi": "VN",
}
"""Countries of Discord's languages whose code is another."""

_log = logging.getLogger(__name__)


@app_commands.command()
@app_commands.describe(
    name="A first name, such as Marieke",
    surname="A surname to try it with, if you like. Nobody else sees it, and I don’t store it",
)
async def origin(
    interaction: NomenInteraction,
    name: Range[str, 1, _MAX_INPUT_LENGTH],
    surname: Range[str, 1, MAX_TYPED_LENGTH] | None = None,
) -> None:
    """Look up a name: where it’s from, who has it, how it sounds, how it goes with a surname."""
    typed = validate_surname(surname or "")
    await _send_origin(interaction, name, surname=typed, is_private=bool(typed))


@app_commands.context_menu(name=gettext_noop("Where is this name from?"))
async def origin_of_message(interaction: NomenInteraction, message: Message) -> None:
    """Tell the member alone of the name that is all of a message."""
    name = name_in(message.content)
    if name is None:
        _ = translator_for_user(interaction)
        text = _(
            "Use this on a message that is just a name, such as Marieke. For a name in a longer "
            "message, use `/origin` and type it there."
        )
        await reply_ephemeral(interaction, text)
        return
    try:
        await _send_origin(interaction, name, is_private=True)
    except MisspeltError as error:
        # A message cannot be used again with what was meant, as a command can.
        if error.meant is None:
            raise
        await _send_origin(interaction, error.meant, is_private=True)


def name_in(content: str) -> str | None:
    """Return the name that is all of a message, its words joined by hyphens; None if none is.

    In a sentence nobody can tell which word is meant, so there is no guess.
    """
    words = [word.strip(_AROUND_A_WORD) for word in content.split()]
    names = [word for word in words if word]
    return "-".join(names) if 1 <= len(names) <= _MAX_WORDS else None


@dataclass(frozen=True, slots=True)
class Named:
    """A name."""

    name: Name


class OriginButton(Button[Named], kind=ORIGIN_KIND, payload=Named):
    """Leads from a name to its card."""

    async def press(self, interaction: NomenInteraction, payload: Named) -> None:
        """Send the card."""
        await _send_origin_of_card(interaction, payload.name)


class OriginSelect(Select[Nothing], kind=ORIGINS_KIND):
    """Leads from the names of a card to theirs."""

    async def choose(self, interaction: NomenInteraction, _payload: Nothing, value: str) -> None:
        """Send the card of the chosen name."""
        await _send_origin_of_card(interaction, value)


async def _send_origin_of_card(interaction: NomenInteraction, name: str) -> None:
    """Send the card of a name on another card, whose star button knows what it was invented for.

    From a card that the member alone sees, it is for them alone.
    """
    message = interaction.message
    star = next((star for star in stars_on(message) if star.name == name), None)
    provenance = None if star is None else star.provenance
    is_private = message is not None and message.flags.ephemeral
    await _send_origin(interaction, name, provenance=provenance, is_private=is_private)


async def _send_origin(
    interaction: NomenInteraction,
    name: str,
    *,
    surname: str = "",
    provenance: Provenance | None = None,
    is_private: bool = False,
) -> None:
    """Send a name's card.

    Raises:
        InputError: it is no name, or a word that is blocked.
        LimitError: there is no capacity, or it took too long.
    """
    service, requester = interaction.client.name_service, requester_of(interaction)
    service.require_allowed(name)
    (check,) = await service.check([name], surname, requester)
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    made_for: Mapping[str, float] = {}
    if check.kind is NameKind.NEW:
        provenance = provenance or await _own_provenance(interaction, check.name)
        made_for = dict(provenance.condition.countries) if provenance else {}
        if provenance and len(made_for) > 1:
            condition = provenance.condition
            (made_for,) = await service.shares_of([check.name], condition, requester)
    else:
        provenance = None
    buttons: list[ui.Item[Any]] = []
    if check.is_for_all:
        star = Star.of(check.name, provenance)
        buttons += await star_buttons(interaction, [star], _("Star it"), is_private=is_private)
        buttons.append(names_button(_, [*made_for] or [check.origin.ranking[0].country]))
        places = [*made_for] or check.origin.places
        buttons += hear_buttons(interaction, _, check.name, places)
    check = replace(check, counts=_own_first(_locale(interaction), check.counts))
    card = origin_card(_, check, made_for, buttons)
    await interaction.response.send_message(view=card, ephemeral=is_private)


async def _own_provenance(interaction: NomenInteraction, name: str) -> Provenance | None:
    """Return what a name was invented for, if the member has starred it and it was."""
    owner = guild_and_member(interaction)
    try:
        stars = await answer_soon(interaction.client.store.stars.favourites(*owner))
    except StoreError as error:
        _log.warning("A name is looked up without the member's stars: %s", error)
        return None
    return next((star.provenance for star in stars if star.folded == fold(name)), None)


def _locale(interaction: NomenInteraction) -> str:
    """Return the language of the member's app, and the country if it tells, as in en-US."""
    return str(interaction.locale)


def _own_first(locale: str, counts: Sequence[CountryCount]) -> tuple[CountryCount, ...]:
    """Return counts with those of the member's own countries first, as far as their app tells."""
    language, _dash, country = locale.partition("-")
    home = _HOMES.get(language, language.upper())
    own = [country] if country.isalpha() else areas().get(language, [home])
    return tuple(sorted(counts, key=lambda count: count.country not in own))
