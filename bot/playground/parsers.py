"""Keeps the Markdown parsers of SimCord's page, and what they parsed.

Every answer draws every message again, and the page makes a parser anew for each text of each: it
took 0.3 seconds to draw an answer below one card, and two seconds below twenty-six.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from simcord.preview import _markdown

MAX_PARSERS, MAX_TEXTS = 64, 4096
"""Parsers that are kept, and texts that each remembers; a card has up to forty."""

MakeParser = Callable[[Mapping[str, bool | str], Mapping[str, Any]], Any]
"""Makes a parser for a kind of text, which looks up mentions and emoji in a context."""


class KeptParser:
    """Parses as one of SimCord's parsers does, but each text once."""

    def __init__(self, parser: Any) -> None:  # noqa: ANN401 - SimCord's, which has no type
        self._parse = lru_cache(MAX_TEXTS)(parser.parse)
        self._parse_inline = lru_cache(MAX_TEXTS)(parser.parseInline)

    def parse(self, text: str, _env: object = None) -> Any:  # noqa: ANN401 - markdown-it's tokens
        """Return a text's tokens, which callers must leave as they are."""
        return self._parse(text)

    def parseInline(self, text: str, _env: object = None) -> Any:  # noqa: ANN401, N802 - markdown-it's
        """Return the tokens of a text without blocks."""
        return self._parse_inline(text)


def keep_parsers(make_parser: MakeParser) -> MakeParser:
    """Return a `make_parser` that makes one parser for each kind of text and context."""

    @lru_cache(MAX_PARSERS)
    def make(policy: str, context: str) -> KeptParser:
        return KeptParser(make_parser(json.loads(policy), json.loads(context)))

    return lambda policy, context: make(_key(policy), _key(context))


def _key(mapping: Mapping[str, Any]) -> str:
    return json.dumps(dict(mapping), sort_keys=True)


@contextmanager
def kept_parsers() -> Iterator[None]:
    """Have SimCord keep its parsers until the end."""
    make_parser = _markdown._markdown_parser  # noqa: SLF001 - there is no public way to it
    _markdown._markdown_parser = keep_parsers(  # type: ignore[assignment] # noqa: SLF001 - the same
        make_parser
    )
    try:
        yield
    finally:
        _markdown._markdown_parser = make_parser  # noqa: SLF001 - the same
