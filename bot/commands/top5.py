"""`/top5`: a group's, a member's own, and the buttons that refresh, share and compare them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from discord import app_commands, ui

from bot.cards.labels import own_provenance_line, provenance_line
from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.cards.top5 import Top5Card, no_stars_hint, own_stars_hint, weekly_news
from bot.commands.countries import SurpriseButton
from bot.commands.more import MoreButton
from bot.commands.poll import MIN_ANSWERS, poll_button
from bot.commands.shortlist import save_button
from bot.commands.star_button import StarButton, star_buttons, third_star
from bot.commands.whose import Whose, WhoseOption, shown_favourites
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.escaping import safe_display_name
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.custom_ids import Starrable
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.live_messages import MessageLayout
from bot.interactions.persistent_button import PersistentButton
from bot.store.errors import NoGroupError
from bot.store.stars import TOP_SIZE, Favourite, RankedName


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
    try:
        card = await group_top5_card(interaction)
        sent = await interaction.response.send_message(view=card)
    except NoGroupError as error:
        _ = translator_for_user(interaction)
        error_card = Card(_.error_message(error), buttons=[OwnTop5Button.labelled(_)])
        await interaction.response.send_message(view=error_card, ephemeral=True)
    else:
        _remember_board(interaction, sent.message_id)


class RefreshTop5Button(PersistentButton, kind="top5"):
    """Counts and sorts a group's top five again; its payload is the Monday of whose week it opens.

    Most open none: then it is empty.
    """

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Redraw the message."""
        if interaction.message is not None:
            _remember_board(interaction, interaction.message.id)
        await interaction.client.message_updater.respond(interaction)

    @classmethod
    async def redraw(cls, interaction: NomenInteraction, layout: MessageLayout) -> Top5Card:
        """Return the group's current top five."""
        return await group_top5_card(interaction, layout)


class OwnTop5Button(PersistentButton, kind="mine"):
    """Shows the member's own top five."""

    @classmethod
    def labelled(cls, _: Translator) -> "OwnTop5Button":
        """Create the button."""
        return cls.create(label=_("Your top five"), emoji="⭐")

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send it, to the member alone."""
        await _send_own_top5(interaction)


class ShareTop5Button(PersistentButton, kind="share"):
    """Shares the member's own top five."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send it to everyone, with star buttons, without the names that the group has hidden."""
        top = await _own_top5(interaction)
        hidden = await interaction.client.store.board.hidden_among(
            guild_or_direct_messages(interaction), [favourite.name for favourite in top]
        )
        favourites = [favourite for favourite in top if favourite.name not in hidden]
        if not favourites:
            await reply_ephemeral(interaction, _nothing_to_share(interaction, top))
            return
        _ = translator_for_channel(interaction)
        kind_of = interaction.client.name_service.kind_of
        stars = await star_buttons(
            interaction,
            [Starrable(favourite.name, favourite.provenance) for favourite in favourites],
        )
        name_rows = [
            NameRow(
                favourite.name,
                provenance_line(_, favourite.provenance, kind_of(favourite.name)),
                star,
            )
            for favourite, star in zip(favourites, stars, strict=True)
        ]
        member = safe_display_name(interaction.user.display_name, interaction.user.name)
        title = _("{member}’s top five", member=member)
        note = _("See one you love? Press its star.")
        card = Top5Card(f"⭐ {title}", name_rows, note, [])
        await interaction.response.send_message(view=card)


def _nothing_to_share(interaction: NomenInteraction, top: Sequence[Favourite]) -> str:
    _ = translator_for_user(interaction)
    if top:
        return _(
            "Every name in your top five is hidden in this server, so there’s nothing to share."
        )
    return own_stars_hint(_)


async def group_top5_card(
    interaction: NomenInteraction, before: MessageLayout | None = None
) -> Top5Card:
    """Lay out a group's top five.

    Args:
        interaction: what asks for it.
        before: the message that it is to replace; None if it is a new one.

    Raises:
        NoGroupError: direct messages have no group.
    """
    client, guild = interaction.client, guild_or_direct_messages(interaction)
    _ = translator_for_channel(interaction)
    names = await client.store.stars.top_of_group(guild, client.name_service.is_allowed)
    name_rows = [
        NameRow(
            ranked.name,
            provenance_line(_, ranked.provenance, client.name_service.kind_of(ranked.name)),
            StarButton.for_name(Starrable(ranked.name, ranked.provenance), ranked.members),
        )
        for ranked in names
    ]
    opened_week = _opened_week(interaction, before) if names else ""
    new = _new_names(names, client.weekly_firsts.clock())
    news = weekly_news(_, new) if opened_week else ""
    title = _("This server’s top five")
    note = _("Most stars first; of equals, the one starred first.")
    return Top5Card(
        f"🏆 {title}",
        name_rows,
        note,
        _group_buttons(_, opened_week, len(names)),
        hint=no_stars_hint(_),
        news=news,
        announcement=_announcement(interaction, before, names),
    )


def _group_buttons(_: Translator, opened_week: str, num_names: int) -> list[ui.Item[Any]]:
    buttons: list[ui.Item[Any]] = [
        RefreshTop5Button.create(opened_week, label=_("Refresh"), emoji="🔄")
    ]
    if num_names >= MIN_ANSWERS:
        buttons.append(poll_button(_))
    if num_names:
        buttons.append(MoreButton.for_stars_of(Whose.GROUP, _("More like these")))
        buttons += [save_button(_, Whose.GROUP), OwnTop5Button.labelled(_)]
    else:
        buttons.append(SurpriseButton.labelled(_))
    return buttons


def _opened_week(interaction: NomenInteraction, before: MessageLayout | None) -> str:
    """Return this week's Monday if the card is its first in the group, and nothing otherwise."""
    firsts = interaction.client.weekly_firsts
    week = firsts.this_week()
    if before is None:
        return week if firsts.take(guild_or_direct_messages(interaction)) else ""
    ids = (button.get("custom_id", "") for button in before.buttons())
    return week if week in map(RefreshTop5Button.payload_of, ids) else ""


def _new_names(names: Sequence[RankedName], now: datetime) -> list[str]:
    """Return the names first starred within a week, unless all are."""
    new = [ranked.name for ranked in names if ranked.first_at >= now - timedelta(weeks=1)]
    return [] if len(new) == len(names) else new


def _announcement(
    interaction: NomenInteraction, before: MessageLayout | None, names: Sequence[RankedName]
) -> str:
    """Return what has just happened on the message, or what it has said before."""
    if before is None:
        return ""
    counts = {ranked.name: ranked.members for ranked in names}
    return third_star(interaction, before, counts) or before.announcement()


async def _send_own_top5(interaction: NomenInteraction) -> None:
    card = await own_top5_card(interaction)
    await interaction.response.send_message(view=card, ephemeral=True)


async def own_top5_card(interaction: NomenInteraction) -> Top5Card:
    """Lay out the member's own top five, for them alone."""
    favourites = await _own_top5(interaction)
    _ = translator_for_user(interaction)
    kind_of = interaction.client.name_service.kind_of
    name_rows = [
        NameRow(
            favourite.name,
            own_provenance_line(_, favourite.provenance, kind_of(favourite.name)),
        )
        for favourite in favourites
    ]
    title = _("Your top five")
    note = _("Change the order with `/favourites list`.")
    buttons: list[ui.Item[Any]] = [SurpriseButton.labelled(_)]
    if favourites:
        buttons = [share_button(_), save_button(_, Whose.MINE)]
    return Top5Card(f"⭐ {title}", name_rows, note, buttons, hint=own_stars_hint(_))


def share_button(_: Translator) -> ShareTop5Button:
    """Create the button that shares the member's own top five."""
    return ShareTop5Button.create(label=_("Share my top five"), emoji="📣")


async def _own_top5(interaction: NomenInteraction) -> list[Favourite]:
    """Return the first five of the member's favourites that may be shown today."""
    return (await shown_favourites(interaction))[:TOP_SIZE]


def _remember_board(interaction: NomenInteraction, message_id: int | None) -> None:
    if interaction.guild_id and interaction.channel_id and message_id:
        interaction.client.live_boards.add(interaction.guild_id, interaction.channel_id, message_id)
