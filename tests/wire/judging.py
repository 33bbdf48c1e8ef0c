"""Judging what a message shows, as one who only sees the wire: whose words, for whom, and how."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter

from babel.messages.pofile import read_po

from tests.wire.discord_server.components import buttons, texts
from tests.wire.discord_server.exchanges import Message, is_ephemeral
from tools.compile_catalogues import CATALOGUES
from tools.extract_messages import ROOT

LONG_ENOUGH = 10
"""Characters of a text from which on it tells of one language."""
ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
"""A sign that Discord shows as it is, with the stroke that makes it do so."""
ACTIVE = re.compile(
    r"@(?:everyone|here)|<(?:[@#/:]|a:)|\[.*\]\(|https?:"
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""What would mention, link, or turn the line around."""


def assert_fit(message: Message, language: str, *, private: bool) -> None:
    """See that a message is for those whom it is meant for, in their language, and does no harm.

    Raises:
        AssertionError: it is not, or does.
    """
    shown = "\n".join(texts(message))
    assert is_ephemeral(message) == private, shown
    assert languages_of(message) == {language}, shown
    assert_harmless(shown)


def assert_harmless(shown: str) -> None:
    """See that nothing in a text mentions anybody, links anywhere, or turns a line around.

    Raises:
        AssertionError: it does.
    """
    assert not ACTIVE.search(bare(shown)), ascii(shown)


def bare(shown: str) -> str:
    """A text without the signs that are shown as they are: what is left may mean something."""
    return ESCAPED.sub("", shown)


def as_read(shown: str) -> str:
    """A text as it is seen: without the strokes, and without what keeps mentions from being any."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown).replace("@\u200b", "@")


def languages_of(message: Message) -> set[str]:
    """The languages that the texts and buttons of a message are in, as far as they can be told."""
    said = "\n".join([*texts(message), *buttons(message)])
    return {language for piece, language in _telling().items() if piece in said}


@cache
def _telling() -> Mapping[str, str]:
    """Pieces of texts that only one language has, and which language that is."""
    spoken: dict[str, set[str]] = {}
    for language, piece in _pieces():
        spoken.setdefault(piece, set()).add(language)
    everything = [*_pieces()]
    return {
        piece: language
        for piece, (language, *others) in ((key, sorted(value)) for key, value in spoken.items())
        if not others
        and not any(piece in longer and other != language for other, longer in everything)
    }


def _pieces() -> Iterator[tuple[str, str]]:
    """What stands between the fields of all texts, with its language."""
    for file in sorted((ROOT / CATALOGUES).glob("*.po")):
        with file.open("rb") as opened:
            for one in read_po(opened, locale=file.stem):
                for language, said in (("en", one.id), (file.stem, one.string)):
                    for text in (said,) if isinstance(said, str) else said or ():
                        yield from ((language, piece) for piece in _between(text))


def _between(text: str) -> Iterator[str]:
    for literal, *_ in Formatter().parse(text):
        if len(literal.strip()) >= LONG_ENOUGH:
            yield literal.strip()
