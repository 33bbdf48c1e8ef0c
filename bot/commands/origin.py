"""`/origin`, and the menu of a message: where a name sounds from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from discord import Message, SelectOption, app_commands, ui
from discord.app_commands import Range

from bot.cards.origin import OriginCard, agrees
from bot.cards.why import WhyCard
from bot.commands.hear_button import sound_of
from bot.commands.names_button import names_button
from bot.commands.options import CountryListOption
from bot.commands.star_button import StarButton, own_provenance, star_buttons, star_payloads
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, requester_of
from bot.interactions.custom_ids import Starrable
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.persistent_button import PersistentButton, PersistentSelect
from model.domain.errors import InputError, MisspeltError, gettext_noop
from model.domain.generation import NameKind, Provenance
from model.domain.ranking import Ranking, Verdict

_MAX_INPUT_LENGTH = 100
"""Discord's limit is wider than the model's, whose own error explains it."""
_MAX_WORDS = 3
"""Words of a message that is a name, such as Anne Sophie Marie."""
_AROUND_A_WORD = ' .,:;!?…“”„"()*_~`|'
"""What people write around a name, Markdown included."""


@app_commands.command()
@app_commands.describe(
    name="A first name, such as Marieke",
    among="Countries to choose from, such as NL, PL, Chile (all if you leave it out)",
)
async def origin(
    interaction: NomenInteraction,
    name: Range[str, 1, _MAX_INPUT_LENGTH],
    among: CountryListOption | None = None,
) -> None:
    """See where a name sounds like it’s from, and which letters give it away."""
    await _send_origin(interaction, name, among)


@app_commands.context_menu(name=gettext_noop("Where is this name from?"))
async def origin_of_message(interaction: NomenInteraction, message: Message) -> None:
    """Tell the member alone where the name sounds from that is all of a message."""
    name = name_in(message.content)
    if name is None:
        _ = translator_for_user(interaction)
        text = _(
            "Use this on a message that is just a name, such as Marieke. For a name in a longer "
            "message, use `/origin` and type it there."
        )
        await reply_ephemeral(interaction, text)
        return
    await _send_origin(interaction, name, is_private=True)


def name_in(content: str) -> str | None:
    """Return the name that is all of a message, its words joined by hyphens; None if none is.

    In a sentence nobody can tell which word is meant, so there is no guess.
    """
    words = [word.strip(_AROUND_A_WORD) for word in content.split()]
    names = [word for word in words if word]
    return "-".join(names) if 1 <= len(names) <= _MAX_WORDS else None


class WhyButton(PersistentButton, kind="why"):
    """Explains a ranking; its payload is the name and the countries."""

    @classmethod
    def for_ranking(
        cls, _: Translator, ranking: Ranking, among: Sequence[str] | None
    ) -> "WhyButton":
        """Create a button; of many countries the likeliest are explained."""
        codes = None if among is None else [score.country for score in ranking.ranking]
        return cls.create(custom_ids.encode_ranking(ranking.name, codes), label=_("Why?"))

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send the explanation, to the member alone."""
        name, among = custom_ids.decode_ranking(payload)
        service, requester = interaction.client.name_service, requester_of(interaction)
        ranking = await service.rank(name, among, requester)
        card = WhyCard(translator_for_user(interaction), ranking)
        await interaction.response.send_message(view=card, ephemeral=True)


class OriginButton(PersistentButton, kind="origin"):
    """Tells where the name in its payload sounds from; former ones have countries before it."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send the name's card."""
        await _send_origin_of_card(interaction, payload.rpartition(".")[2])


class OriginSelect(PersistentSelect, kind="origins"):
    """Tells where the chosen name sounds from; former ones have countries as their payload."""

    @classmethod
    def for_names(cls, _: Translator, names: Sequence[str], *, are_said: bool) -> "OriginSelect":
        """Create a list of names, which says whether their cards can say them."""
        options = [SelectOption(label=name, value=name) for name in names]
        placeholder = (
            _("Hear a name, see its origin") if are_said else _("Choose a name to see its origin")
        )
        return cls.create(options=options, placeholder=placeholder)

    async def choose(self, interaction: NomenInteraction, _payload: str, value: str) -> None:
        """Send the name's card."""
        await _send_origin_of_card(interaction, value)


async def _send_origin_of_card(interaction: NomenInteraction, name: str) -> None:
    """Send the card of a name on another card, whose star button knows what it was invented for.

    From a card that the member alone sees, it is for them alone.
    """
    message = interaction.message
    stars = [
        custom_ids.decode_star(payload)
        for payload in star_payloads(message)
        if custom_ids.parse_name(payload) == name
    ]
    await _send_origin(
        interaction,
        name,
        provenance=stars[0].provenance if stars else None,
        is_private=message is not None and message.flags.ephemeral,
    )


async def _send_origin(
    interaction: NomenInteraction,
    name: str,
    among: Sequence[str] | None = None,
    *,
    provenance: Provenance | None = None,
    is_private: bool = False,
) -> None:
    """Send a name's card, to the member alone if it is private or a word that is blocked."""
    service, requester = interaction.client.name_service, requester_of(interaction)
    try:
        ranking = await service.rank(name, among, requester)
    except MisspeltError as error:
        # A message cannot be used again with what was meant, as a command can.
        if error.meant is None or not is_private:
            raise
        await _send_origin(interaction, error.meant, is_private=True)
        return
    is_private = is_private or not service.is_allowed(ranking.name)
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    is_new = service.kind_of(ranking.name) is NameKind.NEW
    if is_new and provenance is None and among is None:
        provenance = await own_provenance(interaction, ranking.name)
    starrable = Starrable(ranking.name, provenance)
    made_for: Mapping[str, float] = {}
    if is_new and provenance is not None:
        made_for = dict(provenance.condition.countries)
        if len(made_for) > 1:
            made_for = await service.shares(ranking.name, provenance.condition, requester)
    buttons: list[ui.Item[Any]] = []
    if ranking.verdict is not Verdict.NO_NAME:
        buttons = [
            *await _star_buttons(interaction, starrable, _("Star it"), is_private=is_private),
            names_button(_, [*made_for, ranking.ranking[0].country][0]),
        ]
        if agrees(ranking, made_for) and not ranking.shared:  # whose card says it all
            buttons.append(WhyButton.for_ranking(_, ranking, among))
    sound = await sound_of(interaction, _, ranking.name, [*made_for] or ranking.places)
    card = OriginCard(
        *(_, ranking, [*buttons, *sound.buttons], sound.pronunciation),
        unsaid=sound.unsaid,
        made_for=made_for,
    )
    await interaction.response.send_message(view=card, ephemeral=is_private)


async def _star_buttons(
    interaction: NomenInteraction, starrable: Starrable, text: str, *, is_private: bool
) -> list[StarButton]:
    """Return a star button for a name, or none if it may not be shown to others."""
    try:
        name = interaction.client.name_service.validate(starrable.name)
    except InputError:
        return []
    starrables = [replace(starrable, name=name)]
    return await star_buttons(interaction, starrables, text, is_private=is_private)
