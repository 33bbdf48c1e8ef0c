"""`/top5`, and the buttons that keep a group's fresh and share a member's own."""

from datetime import datetime
from enum import StrEnum

from discord import ButtonStyle, Interaction, Message, app_commands, ui
from discord.app_commands import Choice, locale_str
from discord.utils import format_dt

from bot.cards.labels import provenance_labels
from bot.cards.layout import Card
from bot.cards.name_row import Entry
from bot.cards.top5 import TopCard, how_to_begin
from bot.commands.star_button import StarButton, guild_of, recount, stars_for
from bot.favourites.errors import NoGroupError
from bot.favourites.models import Favourite
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.escaping import safe_display_name
from bot.i18n.translator import Translator
from bot.interactions.client import NomenClient
from bot.interactions.custom_ids import Starrable
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.live_messages import MessageLayout
from bot.interactions.persistent_button import PersistentButton
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import Provenance


class Whose(StrEnum):
    """Whose top five."""

    GROUP = "group"
    MINE = "mine"


class WhoseTransformer(app_commands.Transformer[NomenClient]):
    """The group's or one's own."""

    @property
    def choices(self) -> list[Choice[int | float | str]]:
        """Both."""
        return [
            Choice(name=locale_str(gettext_noop("the group's")), value=Whose.GROUP.value),
            Choice(name=locale_str(gettext_noop("mine")), value=Whose.MINE.value),
        ]

    async def transform(self, _: Interaction[NomenClient], value: str, /) -> Whose:
        """Find which.

        Raises:
            InputError: there is no such choice.
        """
        try:
            return Whose(value)
        except ValueError:
            raise InputError(
                gettext_noop("The top five is the group's or mine; not {typed!r}."),
                typed=str(value),
            ) from None


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
@app_commands.describe(
    whose="The group's, for all to see, or mine; the group's if you leave it out"
)
async def top5(
    interaction: Interaction[NomenClient],
    whose: app_commands.Transform[Whose, WhoseTransformer] = Whose.GROUP,
) -> None:
    """Show the five names that this server likes best, or your own five."""
    if whose is Whose.MINE:
        await interaction.response.send_message(view=await own_card(interaction), ephemeral=True)
        return
    try:
        await interaction.response.send_message(view=await group_card(interaction))
    except NoGroupError as error:
        _ = translator_for_user(interaction)
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        row.add_item(MineButton.with_payload("", label=_("Your top five"), emoji="⭐"))
        card = Card(ui.TextDisplay(_.error(error)), row)
        await interaction.response.send_message(view=card, ephemeral=True)


class FreshButton(PersistentButton, kind="top5"):
    """Draws a group's top five anew; it also tells such a card from others."""

    async def press(self, interaction: Interaction[NomenClient], _payload: str) -> None:
        """Count and order anew."""
        await interaction.client.live.answer(interaction)


class MineButton(PersistentButton, kind="mine"):
    """Shows the top five of whoever presses it, in place of the message that it is on."""

    async def press(self, interaction: Interaction[NomenClient], _payload: str) -> None:
        """Show it to that member alone: the message was for them alone already."""
        await interaction.response.edit_message(view=await own_card(interaction))


class ShareButton(PersistentButton, kind="share"):
    """Posts the top five of whoever presses it."""

    async def press(self, interaction: Interaction[NomenClient], _payload: str) -> None:
        """Post it, with stars for others to press."""
        mine = await _own_top(interaction)
        if not mine:
            await reply_ephemeral(interaction, how_to_begin(translator_for_user(interaction)))
            return
        _ = translator_for_channel(interaction)
        stars = await stars_for(interaction, [Starrable(one.name, one.provenance) for one in mine])
        entries = [
            Entry(one.name, about(_, one.provenance), star)
            for one, star in zip(mine, stars, strict=True)
        ]
        member = safe_display_name(interaction.user.display_name, interaction.user.name)
        title = _("{member}’s top five", member=member)
        note = _("Press the star beside a name to star it too.")
        card = TopCard(_, f"⭐ {title}", entries, note, [])
        await interaction.response.send_message(view=card)


async def draw(interaction: Interaction[NomenClient], message: Message) -> ui.LayoutView:
    """Draw a card with stars as it should be now."""
    card = MessageLayout(message)
    ids = (button.get("custom_id", "") for button in card.buttons())
    if any(FreshButton.payload_of(one) is not None for one in ids):
        return await group_card(interaction)
    await recount(interaction, card)
    return card


async def group_card(interaction: Interaction[NomenClient]) -> TopCard:
    """Lay out a group's top five.

    Raises:
        NoGroupError: there is no group in direct messages.
    """
    guild, favourites = guild_of(interaction), interaction.client.favourites
    _ = translator_for_channel(interaction)
    entries = []
    for ranked in await favourites.top_of_group(guild):
        first = await favourites.first(guild, ranked.folded)
        provenance = None if first is None else first.provenance
        star = StarButton.of(Starrable(ranked.name, provenance), ranked.members)
        entries.append(Entry(ranked.name, about(_, provenance, ranked.first_at), star))
    fresh = FreshButton.with_payload("", label=_("Count again"), emoji="🔄")
    title = _("This server’s top five")
    note = _("Most stars first; of equals, whoever was starred first.")
    return TopCard(_, f"🏆 {title}", entries, note, [fresh])


async def own_card(interaction: Interaction[NomenClient]) -> TopCard:
    """Lay out the top five of the member who asks, for them alone."""
    mine = await _own_top(interaction)
    _ = translator_for_user(interaction)
    entries = [Entry(one.name, about(_, one.provenance)) for one in mine]
    title = _("Your top five")
    note = _("Only you see this. `/favourites list` changes the order.")
    return TopCard(_, f"⭐ {title}", entries, note, [share_button(_)] if mine else [])


def share_button(_: Translator) -> ShareButton:
    """Make the button that shares one's top five."""
    return ShareButton.with_payload(
        "", label=_("Share my top five"), emoji="📣", style=ButtonStyle.primary
    )


def about(_: Translator, provenance: Provenance | None, first_at: datetime | None = None) -> str:
    """Say where a name came from, and when it was first starred."""
    labels = [*provenance_labels(provenance, _)]
    if first_at is not None:
        labels.append(_("first starred {when}", when=format_dt(first_at, "R")))
    return " · ".join(labels)


async def _own_top(interaction: Interaction[NomenClient]) -> tuple[Favourite, ...]:
    favourites = interaction.client.favourites
    return await favourites.top_of_member(guild_of(interaction), interaction.user.id)
