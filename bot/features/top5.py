"""`/top5`: a group's top five, a member's own, and how they share it."""

from collections.abc import Sequence
from typing import Any

from discord import app_commands, ui

from bot.features.look import MEDALS, Card, NameRow, own_provenance_line, provenance_line
from bot.features.more import MoreButton
from bot.features.names.names import SurpriseButton
from bot.features.picture import picture_button
from bot.features.poll import MIN_ANSWERS, poll_button
from bot.features.stars import Star, StarButton, star_buttons
from bot.features.whose import Whose, WhoseOption, shown_favourites
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.escaping import safe_display_name
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.codec import Nothing
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Button
from bot.interactions.live import MessageLayout
from bot.store.stars import TOP_SIZE, Favourite, require_group


@app_commands.command()
@app_commands.describe(
    whose="The server’s, for everyone to see, or yours, just for you "
    "(the server’s if you leave it out)"
)
async def top5(interaction: NomenInteraction, whose: WhoseOption = Whose.GROUP) -> None:
    """Show this server’s top five names, or your own."""
    if whose is Whose.MINE:
        await _send_own_top5(interaction)
        return
    require_group(guild_or_direct_messages(interaction))
    card = await group_top5_card(interaction)
    sent = await interaction.response.send_message(view=card)
    if interaction.guild_id and interaction.channel_id and sent.message_id:
        live, channel = interaction.client.live, interaction.channel_id
        live.remember_board(interaction.guild_id, channel, sent.message_id)


class OwnTop5Button(Button[Nothing], kind="mine"):
    """Shows the member's own top five; a message that has it is a group's top five."""

    @classmethod
    def labelled(cls, _: Translator) -> "OwnTop5Button":
        """Create the button."""
        return cls.create(Nothing(), label=_("Your top five"), emoji="⭐")

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Send it, to the member alone."""
        await _send_own_top5(interaction)

    @classmethod
    async def redraw(cls, interaction: NomenInteraction, layout: MessageLayout) -> Card:
        """Return the group's current top five, with what was announced on the message."""
        return await group_top5_card(interaction, layout.announcement())


class ShareTop5Button(Button[Nothing], kind="share"):
    """Shares the member's own top five."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Send it to everyone, with star buttons, without the names that the group has hidden."""
        top = await _own_top5(interaction)
        hidden = await interaction.client.store.board.hidden_among(
            guild_or_direct_messages(interaction), [favourite.name for favourite in top]
        )
        shared = [favourite for favourite in top if favourite.name not in hidden]
        if not shared:
            await reply_ephemeral(interaction, _nothing_to_share(interaction, top))
            return
        _ = translator_for_channel(interaction)
        kind_of = interaction.client.name_service.kind_of
        stars = await star_buttons(
            interaction, [Star.of(favourite.name, favourite.provenance) for favourite in shared]
        )
        rows = [
            NameRow(each.name, provenance_line(_, each.provenance, kind_of(each.name)), star)
            for each, star in zip(shared, stars, strict=True)
        ]
        member = safe_display_name(interaction.user.display_name, interaction.user.name)
        title, note = (
            _("{member}’s top five", member=member),
            _("See one you love? Press its star."),
        )
        card = Card(f"### ⭐ {title}", *_with_medals(rows), f"-# {note}")
        await interaction.response.send_message(view=card)


def _nothing_to_share(interaction: NomenInteraction, top: Sequence[Favourite]) -> str:
    _ = translator_for_user(interaction)
    if top:
        return _(
            "Every name in your top five is hidden in this server, so there’s nothing to share."
        )
    return own_stars_hint(_)


async def group_top5_card(interaction: NomenInteraction, announcement: str = "") -> Card:
    """Lay out a group's top five, with a line on what has just happened, if anything."""
    client, guild = interaction.client, guild_or_direct_messages(interaction)
    _ = translator_for_channel(interaction)
    service = client.name_service
    names = await client.store.stars.top_of_group(guild, service.is_allowed)
    rows = [
        NameRow(
            each.name,
            provenance_line(_, each.provenance, service.kind_of(each.name)),
            StarButton.for_name(Star.of(each.name, each.provenance), each.members),
        )
        for each in names
    ]
    buttons: list[ui.Item[Any]] = []
    if len(names) >= MIN_ANSWERS:
        buttons.append(poll_button(_))
    if names:
        buttons.append(MoreButton.for_stars_of(_, Whose.GROUP))
        buttons.append(picture_button(_, Whose.GROUP))
    else:
        buttons.append(SurpriseButton.labelled(_))
    note = _("Most stars first; of equals, the one starred first.")
    return Card(
        f"### 🏆 {_('This server’s top five')}",
        *(_with_medals(rows) or [no_stars_hint(_)]),
        f"{announcement}\n-# {note}".lstrip(),
        buttons=[*buttons, OwnTop5Button.labelled(_)],
    )


async def _send_own_top5(interaction: NomenInteraction) -> None:
    """Send a member their own top five, for them alone."""
    top, _ = await _own_top5(interaction), translator_for_user(interaction)
    kind_of = interaction.client.name_service.kind_of
    rows = [
        NameRow(each.name, own_provenance_line(_, each.provenance, kind_of(each.name)))
        for each in top
    ]
    buttons: list[ui.Item[Any]] = [SurpriseButton.labelled(_)]
    if top:
        buttons = [share_button(_), picture_button(_, Whose.MINE)]
    card = Card(
        f"### ⭐ {_('Your top five')}",
        *(_with_medals(rows) or [own_stars_hint(_)]),
        f"-# {_('Change the order with `/favourites list`.')}",
        buttons=buttons,
    )
    await interaction.response.send_message(view=card, ephemeral=True)


def share_button(_: Translator) -> ShareTop5Button:
    """Create the button that shares the member's own top five."""
    return ShareTop5Button.create(Nothing(), label=_("Share my top five"), emoji="📣")


async def _own_top5(interaction: NomenInteraction) -> list[Favourite]:
    """Return the first five of the member's favourites that may be shown today."""
    return (await shown_favourites(interaction))[:TOP_SIZE]


def _with_medals(rows: Sequence[NameRow]) -> list[ui.Item[Any] | str]:
    return [row.to_item(f"{medal} ") for medal, row in zip(MEDALS, rows, strict=False)]


def no_stars_hint(_: Translator) -> str:
    """Explain how to star names, where nobody has starred any yet."""
    return _(
        "Nobody has starred a name here yet, so you can be the first. Try `/name {option}: "
        "{country}` and press ☆ next to a name, or add your own with `/favourites add`.",
        option=_.option_name("country"),
        country=_.country_name("NL"),
    )


def own_stars_hint(_: Translator) -> str:
    """Explain the same to a member whose own list is empty; others may have starred names."""
    return _(
        "You haven’t starred any names here yet. Try `/name {option}: {country}` and press ☆ "
        "next to a name, or add your own with `/favourites add`.",
        option=_.option_name("country"),
        country=_.country_name("NL"),
    )
