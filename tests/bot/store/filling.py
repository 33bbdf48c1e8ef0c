"""Something in every table, of two members, in two groups and in direct messages."""

from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store
from model.domain.condition import Condition

FRIENDS, FAMILY = 7, 8
ADA, BEN = 1, 2
DUTCH = Condition.for_country("NL")


async def fill(store: Store) -> None:
    for guild in (FRIENDS, FAMILY, DIRECT_MESSAGES):
        for member in (ADA, BEN):
            await store.stars.star(guild, member, "Ana", None)
            owner = (guild, 0 if guild else member)
            await store.seen.show(owner, {"NL": ["marise"]})
    for guild in (FRIENDS, FAMILY):
        await store.board.hide(guild, "Bo")
        await store.board.take_typed_names(guild, take=False)
    for guild in (FRIENDS, DIRECT_MESSAGES):
        await store.matches.invite(guild, ADA, BEN)
        await store.matches.accept(guild, BEN, ADA)
        for member, other in ((ADA, BEN), (BEN, ADA)):
            await store.matches.like(guild, member, other, "Jorien", DUTCH)
        await store.matches.choose(guild, ADA, BEN, "NL")
    for member in (ADA, BEN):
        await store.matches.take_invitations(member, take=False)
