"""Exports, read as a whole."""

from bot.favourites.models import ExportedLike, ExportedStar
from bot.favourites.repository import FavouritesRepository
from model.domain.generation import NameKind


def always_new(_name: str) -> NameKind:
    """Take every name for new, as no test here is about that."""
    return NameKind.NEW


async def exported_stars(repository: FavouritesRepository, member: int) -> list[ExportedStar]:
    """Return everything that is exported about a member's stars."""
    return [star async for page in repository.export(member) for star in page]


async def exported_likes(repository: FavouritesRepository, member: int) -> list[ExportedLike]:
    """Return everything that is exported about what a member likes in matches."""
    return [like async for page in repository.export_likes(member) for like in page]
