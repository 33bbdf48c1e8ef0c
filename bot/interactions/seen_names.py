"""The names that a member was shown, within the custom id of a button."""

import base64
import binascii
from hashlib import blake2b
from typing import Self

from bot.interactions.custom_ids import OutdatedComponentError

_BYTES = 51
BITS = 8 * _BYTES
"""Bits of the filter; with a kind and an id, 68 characters fill a custom id."""
_HASHES = 2
_HALF = BITS // 2


class SeenNames:
    """A Bloom filter of names, which anybody may read and that tells nobody's.

    It travels with the message that shows the names, so that every process knows of them and nobody
    stores them. A new name counts as seen with a chance that grows to a quarter; then, after some
    140 names, the filter begins anew.
    """

    def __init__(self, bits: int = 0) -> None:
        self._bits = bits

    @classmethod
    def decode(cls, text: str) -> Self:
        """Decode what `encode` returned; nothing is an empty filter.

        Raises:
            OutdatedComponentError: it is none.
        """
        try:
            content = base64.b64decode(text, altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            raise OutdatedComponentError from None
        if len(content) not in {0, _BYTES}:
            raise OutdatedComponentError
        return cls(int.from_bytes(content))

    def encode(self) -> str:
        """Return it as text."""
        return base64.urlsafe_b64encode(self._bits.to_bytes(_BYTES)).decode() if self._bits else ""

    def add(self, folded: str) -> None:
        """Note a name, given folded."""
        if self._bits.bit_count() >= _HALF:
            self._bits = 0
        self._bits |= _mask(folded)

    def __contains__(self, folded: str) -> bool:
        """Return whether a name was shown, or happens to look like one that was."""
        mask = _mask(folded)
        return self._bits & mask == mask


def _mask(folded: str) -> int:
    digest = blake2b(folded.encode(), digest_size=4 * _HASHES).digest()
    places = (int.from_bytes(digest[at : at + 4]) % BITS for at in range(0, len(digest), 4))
    return sum({1 << place for place in places})
