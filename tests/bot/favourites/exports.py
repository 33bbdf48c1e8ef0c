"""Exports, read as a whole."""

from bot.favourites.models import ExportedStar
from bot.favourites.repository import FavouritesRepository


async def exported_stars(repository: FavouritesRepository, member: int) -> list[ExportedStar]:
    """Return everything that is exported about a member's stars."""
    return [star async for page in repository.export(member) for star in page]
