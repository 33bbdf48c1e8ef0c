"""Assertions on a message's audience, language and markup, from the wire format alone."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter

from babel.messages.pofile import read_po

from tests.support.commands import as_read
from tests.wire.discord_server.components import buttons, texts
from tests.wire.discord_server.interactions import Message, is_ephemeral
from tools.compile_catalogues import CATALOGUES
from tools.extract_messages import ROOT

MIN_PHRASE_LENGTH = 6
"""Characters from which on a phrase may identify a language."""
ESCAPED_CHARACTER = re.compile(r"\\[^0-9A-Za-z\s]")
ACTIVE_MARKUP = re.compile(
    r"@(?:everyone|here)|<(?:[@#/:]|a:)|\[.*\]\(|https?:"
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Mentions, custom emojis, links, and characters that change the text direction."""


def assert_valid_reply(message: Message, language: str, *, private: bool) -> None:
    text = as_read("\n".join(texts(message)))
    assert is_ephemeral(message) == private, text
    shown = "\n".join([text, *buttons(message)])
    spoken = {spoken for phrase, spoken in _distinctive_phrases().items() if phrase in shown}
    assert spoken == {language}, text
    # It mentions nobody, links nowhere and keeps its direction.
    assert not ACTIVE_MARKUP.search(ESCAPED_CHARACTER.sub("", text)), ascii(text)


@cache
def _distinctive_phrases() -> Mapping[str, str]:
    """Return the phrases that occur in the texts of one language only, with that language."""
    phrases = {*_catalogue_phrases()}
    return {
        phrase: language
        for language, phrase in phrases
        if not any(phrase in other and code != language for code, other in phrases)
    }


def _catalogue_phrases() -> Iterator[tuple[str, str]]:
    """Yield (language, phrase) for what stands between the fields of all texts."""
    for file in sorted((ROOT / CATALOGUES).glob("*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened, locale=file.stem):
                for language, strings in (("en", message.id), (file.stem, message.string)):
                    for text in (strings,) if isinstance(strings, str) else strings or ():
                        yield from ((language, phrase) for phrase in _literal_parts(text))


def _literal_parts(text: str) -> Iterator[str]:
    for literal, *_ in Formatter().parse(text):
        if len(literal.strip()) >= MIN_PHRASE_LENGTH:
            yield literal.strip()
