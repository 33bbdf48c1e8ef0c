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


class MisspeltError(InputError):
    """A text is not spelt as names here are.

    Attributes:
        typed: what was typed, normalised.
        meant: the name that was probably meant, if it can be told.
    """

    def __init__(self, typed: str, meant: str | None, text: str, /, **fields: object) -> None:
        self.typed = typed
        self.meant = meant
        super().__init__(text, **fields)


class UnknownLettersError(MisspeltError):
    """A text has letters that are not in the alphabet; what was meant is in Latin letters.

    Attributes:
        letters: the unknown letters, each once, in order.
    """

    def __init__(self, typed: str, letters: str, romanised: str | None = None) -> None:
        self.letters = letters
        super().__init__(
            typed,
            romanised,
            gettext_noop(
                "I can’t read {letters} in {typed!r}. Use Latin letters (such as a, é, ł "
                "or ş), hyphens and apostrophes."
            )
            if romanised is None
            else gettext_noop(
                "I can’t read {letters} in {typed!r}. Use Latin letters (such as a, é, ł "
                "or ş), hyphens and apostrophes. How about {romanised!r}?"
            ),
            letters=", ".join(map(_displayable, letters.replace(" ", "") or letters)),
            typed=typed,
            romanised=romanised,
        )


class SpacedNameError(MisspeltError):
    """A name has spaces, and would be one with hyphens in their place."""

    def __init__(self, typed: str, hyphenated: str) -> None:
        super().__init__(
            typed,
            hyphenated,
            gettext_noop("Names here are one word, without spaces. Did you mean {hyphenated!r}?"),
            hyphenated=hyphenated,
        )


class LengthError(InputError):
    """A length out of bounds, or lengths that no name can have."""


def _displayable(letter: str) -> str:
    if letter == " ":
        return "␣"
    return letter if is_visible(letter) else f"U+{ord(letter):04X}"
