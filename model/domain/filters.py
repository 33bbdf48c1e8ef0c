"""Filters of requested names: the letters that they have, lack or end with, and their initials."""

from dataclasses import dataclass
from enum import StrEnum

from model.domain.errors import InputError, LengthError, gettext_noop
from model.domain.spelling import VOWELS, fold, lower

WRITABLE_VOWELS = f"{VOWELS}w"
"""Folded letters of which every writable name has one."""
SEPARATORS = str.maketrans("", "", " ,;")
"""Members may type “a, e” for the letters that no name should have."""


class Initials(StrEnum):
    """How the first letters of a card's names go together, as for siblings."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Filters:
    """What names must be like beyond their first letters and lengths.

    Attributes:
        contains: letters in a row that every name has, as typed.
        ends_with: the last letters of every name, as typed.
        without: letters that no name has, in any order; a plain one stands for its accented ones.
        initials: how the first letters of the names go together; None for no matter how.
        like: a name that all sound like; empty for none.
    """

    contains: str = ""
    ends_with: str = ""
    without: str = ""
    initials: Initials | None = None
    like: str = ""


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Template:
    """Lower-case letters that a name has, in this order, with any number between them.

    Attributes:
        prefix: its first letters.
        infix: letters in a row somewhere between.
        suffix: its last letters.
    """

    prefix: str
    infix: str
    suffix: str

    @property
    def fixed(self) -> int:
        """How many letters it fixes."""
        return len(self.prefix) + len(self.infix) + len(self.suffix)

    def reversed(self) -> "Template":
        """Return the template of the names read backwards."""
        return Template(self.suffix[::-1], self.infix[::-1], self.prefix[::-1])


def make_templates(
    starts_with: str, filters: Filters, country: str, max_length: int
) -> tuple[Template, ...]:
    """Return the ways in which the letters of a request go together, by a country's lower case.

    In the first they are side by side; in others some share a place, as in Ma and ar: Mar.

    Raises:
        LengthError: they do not fit into a name of `max_length` letters.
        InputError: no name is written like that, or letters are both asked for and excluded.
    """
    _require_writable(starts_with, filters, country)
    typed = (starts_with, filters.contains, filters.ends_with)
    prefix, infix, suffix = (lower(part, country) for part in typed)
    if infix in prefix or infix in suffix:
        infix = ""
    templates = [Template(prefix, infix, suffix)]
    if overlap := _overlap(prefix, infix):
        templates.append(Template(prefix + infix[overlap:], "", suffix))
    if overlap := _overlap(infix, suffix):
        templates.append(Template(prefix, "", infix + suffix[overlap:]))
    fitting = [template for template in templates if template.fixed <= max_length]
    if not fitting:
        raise LengthError(
            gettext_noop(
                "That takes a name of at least {least} letters, but the longest allowed is "
                "{longest}. Give me fewer letters, or allow longer names."
            ),
            least=min(template.fixed for template in templates),
            longest=max_length,
        )
    return tuple(fitting)


def is_excluded(letter: str, without: str) -> bool:
    """Return whether a lower-case letter of an alphabet is one that names must not have."""
    excluded = without.lower()
    return letter in excluded or any(plain in excluded for plain in fold(letter))


def _overlap(left: str, right: str) -> int:
    """Return how many letters at most end one text and begin the other."""
    shorter = min(len(left), len(right))
    return max(n for n in range(shorter + 1) if left.endswith(right[:n]))


def _require_writable(starts_with: str, filters: Filters, country: str) -> None:
    """Ensure that names can have the letters asked for.

    Raises:
        InputError: they cannot.
    """
    for typed in (starts_with, filters.contains, filters.ends_with):
        letters = lower(typed, country)
        clash = [letter for letter in letters if is_excluded(letter, filters.without)]
        if clash:
            raise InputError(
                gettext_noop(
                    "You asked for {typed!r}, but also to avoid {letter!r}. Change one of the two."
                ),
                typed=typed,
                letter=clash[0],
            )
        plain = fold(typed)
        if any(plain[at : at + 3] == 3 * plain[at] for at in range(len(plain) - 2)):
            raise InputError(
                gettext_noop(
                    "{typed!r} has one letter three times in a row, which no name does. "
                    "Take one out."
                ),
                typed=typed,
            )
    if filters.ends_with.endswith(("-", "'")) or starts_with.startswith(("-", "'")):
        raise InputError(
            gettext_noop(
                "Names start and end with a letter, so leave out the hyphen or apostrophe there."
            )
        )
    if set(WRITABLE_VOWELS) <= set(filters.without.lower()):
        raise InputError(
            gettext_noop(
                "Every name needs at least one of a, e, i, o, u, y and w. Don’t rule them all out."
            )
        )
