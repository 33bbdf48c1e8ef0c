"""What can be wrong with what a person asks for: the message says what is allowed."""


class InputError(ValueError):
    """Something asked for cannot be used; `str` is one line that says what is allowed."""


class UnknownCountryError(InputError):
    """No country goes by this text.

    Attributes:
        text: what was typed.
        nearest: English names of the countries it may have meant, best first; never empty.
    """

    def __init__(self, text: str, nearest: tuple[str, ...]) -> None:
        self.text = text
        self.nearest = nearest
        super().__init__(f"I know no country {text!r}. Did you mean {' or '.join(nearest)}?")


class UnknownLettersError(InputError):
    """A text holds letters that no name in the training data has.

    Attributes:
        text: what was typed.
        letters: the letters that are not in the alphabet, each once, in the order met.
        romanised: the text in Latin letters, where a library could tell.
    """

    def __init__(self, text: str, letters: str, romanised: str | None = None) -> None:
        self.text = text
        self.letters = letters
        self.romanised = romanised
        offer = f" The library anyascii spells it {romanised}: try that." if romanised else ""
        super().__init__(
            f"I cannot read {' '.join(map(_visible, letters))} in {text!r}: names here have Latin "
            f"letters, such as a, é, ł or ş, hyphens and apostrophes.{offer}"
        )


class LengthError(InputError):
    """The lengths asked for leave no name possible."""


def _visible(letter: str) -> str:
    if letter == " ":
        return "a space"
    return letter if letter.isprintable() else f"U+{ord(letter):04X}"
