"""Which languages there are."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

ENGLISH = "en"


def made() -> Traversable:
    """The folder with what is made of the catalogues."""
    return files("bot.i18n").joinpath("catalogues")


@cache
def languages() -> tuple[str, ...]:
    """All languages by code, English first."""
    catalogues = (file.name for file in made().iterdir())
    return (ENGLISH, *sorted(name[:-3] for name in catalogues if name.endswith(".mo")))
