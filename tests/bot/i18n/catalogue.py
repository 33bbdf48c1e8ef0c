"""The messages of the catalogues, and those of the code."""

from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.i18n.languages import ENGLISH
from tools.compile_catalogues import CATALOGUES
from tools.extract_messages import ROOT, extract_messages


@cache
def catalogue(language: str) -> Catalog:
    """Return a language's messages: for English, which has no catalogue, those in the code."""
    if language == ENGLISH:
        return extract_messages()
    with (ROOT / CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def texts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a message or of its translation."""
    return (text,) if isinstance(text, str) else tuple(text or ())
