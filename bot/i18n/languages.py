"""The available languages."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

ENGLISH = "en"


def catalogues_folder() -> Traversable:
    """Return the folder of the compiled catalogues."""
    return files("bot.i18n").joinpath("catalogues")


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages, English first."""
    names = (file.name for file in catalogues_folder().iterdir())
    return (ENGLISH, *sorted(name[:-3] for name in names if name.endswith(".mo")))
