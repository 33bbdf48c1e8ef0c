"""A member's side of a match: names to like or skip, what both like, and the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from discord import ButtonStyle, ui

from bot.features.links import origin_button
from bot.features.look import Card
from bot.features.match.common import both, both_line, star_of
from bot.features.match.wish import PLACES, MatchWish, next_name
from bot.features.names.wish import FIRST_LETTERS, GENDER, LAST_LETTERS, answers_of, refined
from bot.features.names.wish import Wish as NamesWish
from bot.features.stars import StarButton
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.codec import (
    Id,
    Name,
    Number,
    Place,
)
from bot.interactions.forms import Answers, CountryField, FormButton
from bot.interactions.items import Button
from bot.interactions.rate_limit import Bucket
from bot.store.matches import CommonName, MatchEndedError, Search
from model.domain.countries import require_distinct
from model.domain.errors import gettext_noop
from model.domain.spelling import fold

COUNTRY = CountryField("country", gettext_noop("Country"), max_length=60)
SECOND = CountryField("second", gettext_noop("Second country, if you like"), max_length=60)


@dataclass(frozen=True, slots=True)
class Side:
    """Where a member is: with whom, in which deck by its wish's mark, and at which name."""

    other: Id
    mark: Annotated[int, Number(0, 2**16 - 1)]
    place: Place


@dataclass(frozen=True, slots=True)
class Shown:
    """A name that is shown there."""

    other: Id
    mark: Annotated[int, Number(0, 2**16 - 1)]
    place: Place
    name: Name

    @property
    def side(self) -> Side:
        """Where it is."""
        return Side(self.other, self.mark, self.place)


async def open_search(
    interaction: NomenInteraction, other: int, wish: MatchWish | None = None
) -> None:
    """Send a member their side of a match, or tell them that it has ended.

    A wish is chosen for both, in place of what they went through before.
    """
    if wish is not None:
        owner = guild_and_member(interaction)
        await interaction.client.store.matches.choose(*owner, other, wish.encode())
    search = await _search(interaction, other)
    if search is None:
        card = _ended_card(translator_for_user(interaction), other)
    else:
        card = await _side_card(interaction, search, Side(other, 0, 0))
    if interaction.response.is_done():
        await interaction.followup.send(view=card, ephemeral=True)
    else:
        await interaction.response.send_message(view=card, ephemeral=True)


class LikeButton(Button[Shown], kind="match-like", payload=Shown, bucket=Bucket.BUTTON):
    """Likes the name that is shown."""

    async def press(self, interaction: NomenInteraction, payload: Shown) -> None:
        """Like it, and show the next, or that both like it."""
        client, (guild, member) = interaction.client, guild_and_member(interaction)
        search = await _search(interaction, payload.other)
        if search is None:
            await _show_end(interaction, payload.other)
            return
        name, request = client.name_service.validate(payload.name), _wish_of(search).request()
        made = None if request.is_mostly_given(name) else request.condition.with_known_gender
        try:
            is_mutual = await client.store.matches.like(guild, member, payload.other, name, made)
        except MatchEndedError:
            await _show_end(interaction, payload.other)
            return
        if is_mutual:
            await _show_found(interaction, payload.side, name)
        else:
            await _show(interaction, payload.side, liked=name)


class SkipButton(Button[Side], kind="match-next", payload=Side, bucket=Bucket.BUTTON):
    """Shows the next name; that one was skipped is kept nowhere."""

    async def press(self, interaction: NomenInteraction, payload: Side) -> None:
        """Replace the name by the next."""
        place = (payload.place + 1) % PLACES
        await _show(interaction, Side(payload.other, payload.mark, place))


class StayButton(Button[Side], kind="match-stay", payload=Side):
    """Goes on with a match after all."""

    async def press(self, interaction: NomenInteraction, payload: Side) -> None:
        """Show the same name again."""
        await _show(interaction, payload)


class ChooseButton(FormButton[Side], kind="match-choose", payload=Side):
    """Asks which names the two should go through."""

    fields = (COUNTRY, SECOND, GENDER, FIRST_LETTERS, LAST_LETTERS)

    @classmethod
    def title(cls, _: Translator) -> str:
        """Return what stands above the questions."""
        return _("Choose names for both of you")

    @classmethod
    async def first_answers(cls, interaction: NomenInteraction, payload: Side) -> Answers:
        """Return what the two go through.

        Raises:
            MatchEndedError: they do not any more.
        """
        search = await _search(interaction, payload.other)
        if search is None:
            raise MatchEndedError
        wish = _wish_of(search)
        codes = (*wish.countries, "")
        limits = NamesWish(
            countries=wish.countries,
            gender=wish.gender,
            starts_with=wish.starts_with,
            ends_with=wish.ends_with,
        )
        return {**answers_of(limits), COUNTRY.key: codes[0], SECOND.key: codes[1]}

    @classmethod
    async def submit(cls, interaction: NomenInteraction, payload: Side, answers: Answers) -> None:
        """Have both go through what was chosen, from its first name on."""
        find, second = translator_for_user(interaction).gazetteer.find, answers[SECOND.key].strip()
        countries = [find(text) for text in [answers[COUNTRY.key], *filter(None, [second])]]
        require_distinct(countries)
        codes = tuple(country.code for country in countries)
        limits = refined(NamesWish(countries=codes), answers)
        letters = filter(None, (limits.starts_with, limits.ends_with))
        interaction.client.name_service.require_allowed(*letters)  # the other reads them
        wish = MatchWish(codes, limits.gender, limits.starts_with, limits.ends_with)
        owner, matches = guild_and_member(interaction), interaction.client.store.matches
        await matches.choose(*owner, payload.other, wish.encode())
        await _show(interaction, Side(payload.other, 0, 0))


class EndButton(Button[Side], kind="match-end", payload=Side):
    """Asks whether to end a match."""

    async def press(self, interaction: NomenInteraction, payload: Side) -> None:
        """Show what both like, and ask."""
        search = await _search(interaction, payload.other)
        if search is None:
            await _show_end(interaction, payload.other)
            return
        _ = translator_for_user(interaction)
        text = _(
            "It’ll end for {other} too, and I’ll forget what each of you liked here. You keep "
            "your stars, so star any names you want to keep.",
            other=f"<@{payload.other}>",
        )
        card = Card(
            f"## {_('End this shared search?')}",
            text,
            *both(_, search.common),
            buttons=[
                EndNowButton.create(payload, label=_("End for both"), style=ButtonStyle.danger),
                StayButton.create(payload, label=_("Keep going")),
            ],
        )
        await interaction.response.edit_message(view=card)


class EndNowButton(Button[Side], kind="match-end-now", payload=Side):
    """Ends a match, for both."""

    async def press(self, interaction: NomenInteraction, payload: Side) -> None:
        """End it, and show the last list to the member."""
        search = await _search(interaction, payload.other)
        owner, matches = guild_and_member(interaction), interaction.client.store.matches
        await matches.end(*owner, payload.other)
        common = [] if search is None else search.common
        card = _ended_card(translator_for_user(interaction), payload.other, common)
        await interaction.response.edit_message(view=card)


async def _search(interaction: NomenInteraction, other: int) -> Search | None:
    """Return what the member and another go through and both like; None if it has ended."""
    client, owner = interaction.client, guild_and_member(interaction)
    search = await client.store.matches.search(*owner, other)
    if search is None:
        return None
    is_allowed = client.name_service.is_allowed
    common = [name for name in search.common if is_allowed(name.name)]
    return Search(common, search.wish, search.place)


def _wish_of(search: Search) -> MatchWish:
    return MatchWish.decode(search.wish)


async def _show(interaction: NomenInteraction, side: Side, *, liked: str = "") -> None:
    """Show the next name on the card that was used, or that the match has ended."""
    search = await _search(interaction, side.other)
    if search is None:
        await _show_end(interaction, side.other)
        return
    card = await _side_card(interaction, search, side, liked)
    await interaction.response.edit_message(view=card)


async def _side_card(
    interaction: NomenInteraction, search: Search, side: Side, liked: str = ""
) -> Card:
    """Lay out a member's side: what both like, and the first name from a place on.

    Where other names were chosen since, it is where the member is in those.
    """
    _, wish, other = translator_for_user(interaction), _wish_of(search), side.other
    start = side.place if side.mark == wish.mark else search.place
    place, name = await next_name(interaction, other, wish, start)
    owner = guild_and_member(interaction)
    await interaction.client.store.matches.go_to(*owner, other, place)
    here = Side(other, wish.mark, place)
    labels = f"-# {' · '.join(wish.labels(_))}"
    buttons: list[ui.Item[Any]] = []
    if name is None:
        shown = _("You already like the names that come next. Press **Next** to see more.")
        # The name at the place was not looked at yet.
        before = Side(other, wish.mark, (place - 1) % PLACES)
        buttons.append(SkipButton.create(before, label=_("Next"), emoji="➡️"))
    else:
        shown = f"## {escape_markdown(name)}"
        like = Shown(other, wish.mark, place, name)
        buttons.append(LikeButton.create(like, label=_("Like"), emoji="♥️"))
        buttons.append(SkipButton.create(here, label=_("Skip"), emoji="➡️"))
    buttons.append(ChooseButton.create(here, label=_("Refine"), emoji="🎛️"))
    buttons.append(EndButton.create(here, label=_("End search"), emoji="🏁"))
    confirmed = _("You like {name}.", name=escape_markdown(liked))
    return Card(
        f"### 💞 {_('You and {other}', other=f'<@{other}>')}",
        *(both(_, search.common) if search.common else []),
        *([f"-# ♥️ {confirmed}"] if liked else []),
        f"{shown}\n{labels}",
        buttons=buttons,
    )


async def _show_found(interaction: NomenInteraction, side: Side, name: str) -> None:
    """Show the moment in which a name turns out to be one that both like."""
    search = await _search(interaction, side.other)
    if search is None:
        await _show_end(interaction, side.other)
        return
    _ = translator_for_user(interaction)
    found = [each for each in search.common if fold(each.name) == fold(name)]
    stars = [
        StarButton.for_name(star_of(each), 0, _("Star it")) for each in found if not each.is_starred
    ]
    text = _("It’s a match! You and {other} both like it.", other=f"<@{side.other}>")
    card = Card(
        f"# 🎉 {escape_markdown(name)}",
        text,
        both_line(_, search.common),
        buttons=[
            *stars,
            origin_button(_, name),
            SkipButton.create(side, label=_("Next"), emoji="➡️"),
        ],
    )
    await interaction.response.edit_message(view=card)


async def _show_end(interaction: NomenInteraction, other: int) -> None:
    """Tell the member that the match has ended."""
    card = _ended_card(translator_for_user(interaction), other)
    await interaction.response.edit_message(view=card)


def _ended_card(_: Translator, other: int, common: Sequence[CommonName] = ()) -> Card:
    text = _("This shared search has ended. To invite the other person again, use `/match`.")
    title = _("You and {other}", other=f"<@{other}>")
    return Card(f"### {title}", text, *(both(_, common) if common else []))
