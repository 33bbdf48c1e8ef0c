"""Errors whose messages users read: each says what is allowed."""

from model.domain.spelling import is_visible


def gettext_noop(text: str) -> str:
    """Mark a text for translation where the language is not known yet.

    Fields are in braces, as for `str.format`. `{text!r}` is user input: it is quoted and escaped
    where it is shown. A text without fields is not formatted.
    """
    return text


class LazyText(str):
    """A text that fills a field of another and must be translated too."""

    __slots__ = ()


class UserFacingError(Exception):
    """An error with a message for users; `str` is that message in English.

    Attributes:
        text: the message before its fields are filled in: the key of its translations.
        fields: texts, numbers and countries by field.
    """

    def __init__(self, text: str, /, **fields: object) -> None:
        self.text = text
        self.fields = fields
        super().__init__(text.format(**fields) if fields else text)


class InputError(UserFacingError, ValueError):
    """Invalid input; the message is one line that says what is allowed."""


class UnknownLettersError(InputError):
    """A text has letters that are not in the alphabet.

    Attributes:
        typed: what was typed.
        letters: the unknown letters, each once, in order.
        romanised: the text in Latin letters, if it could be romanised.
    """

    def __init__(self, typed: str, letters: str, romanised: str | None = None) -> None:
        self.typed = typed
        self.letters = letters
        self.romanised = romanised
        super().__init__(
            gettext_noop(
                "I can’t read {letters} in {typed!r}. Use Latin letters (such as a, é, ł "
                "or ş), hyphens and apostrophes."
            )
            if romanised is None
            else gettext_noop(
                "I can’t read {letters} in {typed!r}. Use Latin letters (such as a, é, ł "
                "or ş), hyphens and apostrophes. How about {romanised!r}?"
            ),
            letters=" ".join(map(_displayable, letters)),
            typed=typed,
            romanised=romanised,
        )


class SpacedNameError(InputError):
    """A name has spaces, and would be one with hyphens in their place.

    Attributes:
        hyphenated: that name.
    """

    def __init__(self, hyphenated: str) -> None:
        self.hyphenated = hyphenated
        super().__init__(
            gettext_noop("Names here are one word, without spaces. Did you mean {hyphenated!r}?"),
            hyphenated=hyphenated,
        )


class LengthError(InputError):
    """A length out of bounds, or lengths that no name can have."""


def _displayable(letter: str) -> str:
    if letter == " ":
        return "␣"
    return letter if is_visible(letter) else f"U+{ord(letter):04X}"
