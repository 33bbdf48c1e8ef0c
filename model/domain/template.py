"""The first and last letters that requested names have."""

from dataclasses import dataclass

from model.domain.errors import InputError, LengthError, gettext_noop
from model.domain.spelling import VOWELS, fold, lower

WRITABLE_VOWELS = f"{VOWELS}w"
"""Folded letters of which every writable name has one."""


@dataclass(frozen=True, slots=True)
class Template:
    """Lower-case letters that a name has, with any number between them.

    Attributes:
        prefix: its first letters.
        suffix: its last letters.
    """

    prefix: str
    suffix: str

    def reversed(self) -> "Template":
        """Return the template of the names read backwards."""
        return Template(self.suffix[::-1], self.prefix[::-1])


def make_template(starts_with: str, ends_with: str, country: str, max_length: int) -> Template:
    """Return the template of the letters asked for, by a country's lower case.

    Raises:
        LengthError: they do not fit into a name of `max_length` letters.
        InputError: no name is written like that.
    """
    for typed in (starts_with, ends_with):
        plain = fold(typed)
        if any(plain[at : at + 3] == 3 * plain[at] for at in range(len(plain) - 2)):
            raise InputError(
                gettext_noop(
                    "{typed!r} has one letter three times in a row, which no name does. "
                    "Take one out."
                ),
                typed=typed,
            )
    if ends_with.endswith(("-", "'")) or starts_with.startswith(("-", "'")):
        raise InputError(
            gettext_noop(
                "Names start and end with a letter, so leave out the hyphen or apostrophe there."
            )
        )
    template = Template(lower(starts_with, country), lower(ends_with, country))
    least = len(template.prefix) + len(template.suffix)
    if least > max_length:
        raise LengthError(
            gettext_noop(
                "That takes a name of at least {least} letters, but the longest allowed is "
                "{longest}. Give me fewer letters, or allow longer names."
            ),
            least=least,
            longest=max_length,
        )
    return template
