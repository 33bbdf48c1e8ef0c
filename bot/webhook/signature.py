"""Whether a request is from Discord: an Ed25519 signature over its timestamp and its body."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_KEY_DIGITS, _SIGNATURE_DIGITS = 64, 128


class Verifier:
    """Verifies requests with the application's public key, which its page on Discord shows."""

    def __init__(self, public_key: str) -> None:
        """Read the key, 64 hexadecimal digits.

        Raises:
            ValueError: it is none.
        """
        if len(public_key) != _KEY_DIGITS:
            raise ValueError
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))

    def is_signed(self, signature: str, timestamp: str, body: bytes) -> bool:
        """Return whether a signature, in hexadecimal digits, is of a timestamp and a body."""
        if len(signature) != _SIGNATURE_DIGITS:
            return False
        try:
            self._key.verify(bytes.fromhex(signature), timestamp.encode() + body)
        except (ValueError, InvalidSignature):
            return False
        return True
