"""What can be wrong with what a person asks for: the message says what is allowed."""

from model.domain.spelling import is_visible


def gettext_noop(text: str) -> str:
    """Mark a text as one to be translated, where it is not yet known into which language.

    Fields stand in braces, as for `str.format`. `{text!r}` is what somebody typed: whoever shows
    it sees to quotes, and that it does no harm. A text without fields is taken as it stands.
    """
    return text


class LazyText(str):
    """A text that fills a field of another, and is to be translated too."""

    __slots__ = ()


class UserFacingError(Exception):
    """An error whose message a person is to read; `str` is that message in English.

    Attributes:
        text: the message before its fields are filled in, by which translations are found.
        fields: what is filled in: texts, numbers, countries.
    """

    def __init__(self, text: str, /, **fields: object) -> None:
        self.text = text
        self.fields = fields
        super().__init__(text.format(**fields) if fields else text)


class InputError(UserFacingError, ValueError):
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
            gettext_noop(
                "I cannot read {letters} in {typed!r}: names here have Latin letters, such as a, "
                "é, ł or ş, hyphens and apostrophes."
            )
            if romanised is None
            else gettext_noop(
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
    return letter if is_visible(letter) else f"U+{ord(letter):04X}"
