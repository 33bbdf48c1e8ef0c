"""Which names two go through together, and the deck of them.

It has the names of the two in an order of their own, which depends on nothing but them and the
wish: what one likes changes nothing that the other sees before both like it. So both come across
the same names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from zlib import crc32

from bot.features.look import countries_label, gender_labels
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_or_direct_messages, requester_of
from bot.interactions.codec import (
    Countries,
    FirstLetters,
    Gender,
    LastLetters,
    condition_of,
    decode,
    encode,
)
from model.domain.errors import InputError, LazyText, gettext_noop
from model.domain.generation import NUM_DECKS, NameRequest
from model.domain.spelling import fold

PLACES = 100_000
"""Names after which a deck begins anew: a custom id has room for five digits."""
MAX_CARDS = 4
"""Cards that are looked through at a time for a name that the member does not like yet."""
_NO_NAMES = gettext_noop("I couldn’t invent a name like that: {reason}. Try fewer letters.")


@dataclass(frozen=True, slots=True)
class MatchWish:
    """Countries, a gender, first and last letters."""

    countries: Countries
    gender: Gender = None
    starts_with: FirstLetters = ""
    ends_with: LastLetters = ""

    def encode(self) -> str:
        """Return it as it is stored."""
        return encode(self)

    @classmethod
    def decode(cls, text: str) -> Self:
        """Read it.

        Raises:
            OutdatedComponentError: nothing was chosen yet.
        """
        return decode(cls, text)

    @property
    def mark(self) -> int:
        """A checksum, by which a button tells whether other names were chosen since."""
        return crc32(self.encode().encode()) % 2**16

    def request(self) -> NameRequest:
        """Return the request for its names.

        Raises:
            InputError: no name is like that.
        """
        condition = condition_of(self.countries, self.gender)
        return NameRequest(condition, starts_with=self.starts_with, ends_with=self.ends_with)

    def labels(self, _: Translator) -> Iterator[str]:
        """Yield what it is."""
        yield countries_label(_, self.countries)
        yield from gender_labels(_, self.gender)
        if self.starts_with:
            yield _("starts with {letters}", letters=escape_markdown(self.starts_with))
        if self.ends_with:
            yield _("ends with {letters}", letters=escape_markdown(self.ends_with))


async def next_name(
    interaction: NomenInteraction, other: int, wish: MatchWish, place: int
) -> tuple[int, str | None]:
    """Return the first name from a place on that the member does not like yet.

    Returns:
        Its place, and the name; or where to go on, and None, where the member likes all names of
        the next `MAX_CARDS` cards.

    Raises:
        InputError: there is no name like that.
        LimitError: there is no capacity, or it took too long.
    """
    guild, client = guild_or_direct_messages(interaction), interaction.client
    liked = await client.store.matches.likes(guild, interaction.user.id, other)
    request = wish.request()
    for _ in range(MAX_CARDS):
        card, first = divmod(place, request.count)
        names = await _names_on(interaction, other, request, card)
        hidden = await client.store.board.hidden_among(guild, names)
        for number, name in enumerate(names[first:], place):
            if name not in hidden and fold(name) not in liked:
                return number % PLACES, name
        place = (card + 1) * request.count % PLACES
    return place, None


async def _names_on(
    interaction: NomenInteraction, other: int, request: NameRequest, card: int
) -> list[str]:
    """Return the names of a card of the two's."""
    deck = (interaction.user.id ^ other) % NUM_DECKS
    service, requester = interaction.client.name_service, requester_of(interaction)
    result = await service.suggest(request, request.seed_at(card, deck), requester)
    if not result:
        raise InputError(_NO_NAMES, reason=LazyText(result.reason or ""))
    return [suggestion.name for suggestion in result]
