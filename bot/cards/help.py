"""The card of `/help`."""

from collections.abc import Sequence
from dataclasses import dataclass

from discord import ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """Some commands, each with a few words on it."""

    title: str
    commands: Sequence[tuple[str, str]]


class HelpCard(Card):
    """The commands in groups, each on a line, how stars count, and the model's limits."""

    def __init__(
        self,
        _: Translator,
        groups: Sequence[HelpGroup],
        examples: Sequence[str],
        menu: str,
        num_countries: int,
    ) -> None:
        """Lay it out; `menu` is what the menu of a message calls asking for a name's origin."""
        title = _("What I can do")
        quoted = ", ".join(f"`{example}`" for example in examples)
        such_as = _("For example: {examples}.", examples=quoted)
        more = _("Most commands have more options. Discord shows them as you type.")
        of_message = _(
            "Has someone posted a name? Right-click the message, or hold it on a phone, then "
            "choose **{menu}** under **Apps**.",
            menu=menu,
        )
        super().__init__(
            f"## {title}",
            *map(_group_text, groups),
            f"-# {such_as}\n-# {more}\n-# {of_message}",
            ui.Separator(),
            _filters_text(_),
            ui.Separator(),
            _stars_text(_),
            ui.Separator(),
            _limits_text(_, num_countries),
            f"-# {_managers_text(_)}",
        )


def _group_text(group: HelpGroup) -> str:
    lines = (f"`{command}` {summary}" for command, summary in group.commands)
    return "\n".join([f"**{group.title}**", *lines])


def _filters_text(_: Translator) -> str:
    options = ("starts_with", "ends_with", "contains", "without", "initials", "like", "gender")
    return _(
        "**To narrow it down**, add options to `/name` or `/blend`: {options}. You choose the "
        "letters to use or avoid, whether siblings’ names start alike, a name to sound like, and "
        "the gender. If your options rule out every name, I’ll tell you right away.",
        options=", ".join(f"`{_.option_name(option)}`" for option in options),
    )


def _stars_text(_: Translator) -> str:
    return _(
        "**Stars:** press ☆ next to a name to add it to your favourites. The first five of "
        "your favourites are your own top five. A server’s top five are the names with the "
        "most stars. Ties are broken by the favourites of members who chose to help, then by "
        "which name was starred first. Stars in one server don’t count in another."
    )


def _managers_text(_: Translator) -> str:
    return _(
        "Do you manage this server? Decide what its top five shows: `/board hide`, `/board "
        "unhide`, `/board hidden`, `/board typed`."
    )


def _limits_text(_: Translator, num_countries: int) -> str:
    return _.plural(
        "**What I know:** first names from {number} country, and many more from registers and "
        "Wikipedia. A name I call new isn’t one of them, but someone may still have it. I only "
        "judge names, never the people who have them. I can only read Latin letters.",
        "**What I know:** first names from {number} countries, and many more from registers and "
        "Wikipedia. A name I call new isn’t one of them, but someone may still have it. I only "
        "judge names, never the people who have them. I can only read Latin letters.",
        num_countries,
    )
