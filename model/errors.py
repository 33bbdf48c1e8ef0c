"""What can be wrong with what a person asks for: the message says what is allowed."""

from model.messages import MessageError, message
from model.spelling import is_seen


class InputError(MessageError, ValueError):
    """Something asked for cannot be used; the message is one line that says what is allowed."""


class UnknownLettersError(InputError):
    """A text holds letters that no name in the training data has.

    Attributes:
        typed: what was typed.
        letters: the letters that are not in the alphabet, each once, in the order met.
        romanised: the text in Latin letters, where a library could tell.
    """

    def __init__(self, typed: str, letters: str, romanised: str | None = None) -> None:
        self.typed = typed
        self.letters = letters
        self.romanised = romanised
        super().__init__(
            message(
                "I cannot read {letters} in {typed!r}: names here have Latin letters, such as a, "
                "é, ł or ş, hyphens and apostrophes."
            )
            if romanised is None
            else message(
                "I cannot read {letters} in {typed!r}: names here have Latin letters, such as a, "
                "é, ł or ş, hyphens and apostrophes. In Latin letters it could be {romanised!r}: "
                "try that."
            ),
            letters=" ".join(map(_visible, letters)),
            typed=typed,
            romanised=romanised,
        )


class LengthError(InputError):
    """The lengths asked for leave no name possible."""


def _visible(letter: str) -> str:
    if letter == " ":
        return "␣"
    return letter if is_seen(letter) else f"U+{ord(letter):04X}"
