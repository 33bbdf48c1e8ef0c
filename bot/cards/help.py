"""The cards of `/help`: an overview, and more about one topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """Some commands, each with a few words on it, and examples as they can be typed.

    Attributes:
        title: what they are for.
        commands: the name of each, and the words on it.
        examples: as they can be typed.
    """

    title: str
    commands: Sequence[tuple[str, str]]
    examples: Sequence[str]


class HelpCard(Card):
    """The main commands in groups, each on a line, and a list of topics."""

    def __init__(self, _: Translator, groups: Sequence[HelpGroup], topics: ui.Item[Any]) -> None:
        title = _("What I can do")
        texts = [f"**{group.title}**\n{_group_text(_, group)}" for group in groups]
        super().__init__(f"## {title}", *texts, ui.ActionRow(topics))


class HelpTopicCard(Card):
    """All commands of a group, what else there is to know, the list of topics, and a way back."""

    def __init__(
        self,
        _: Translator,
        group: HelpGroup,
        notes: Sequence[str],
        topics: ui.Item[Any],
        back: ui.Item[Any],
    ) -> None:
        super().__init__(
            f"## {group.title}",
            _group_text(_, group),
            ui.Separator(),
            *notes,
            ui.ActionRow(topics),
            buttons=[back],
        )


def _group_text(_: Translator, group: HelpGroup) -> str:
    lines = [f"{_.command(name)} {summary}" for name, summary in group.commands]
    if group.examples:
        quoted = ", ".join(f"`{example}`" for example in group.examples)
        such_as = _("For example: {examples}.", examples=quoted)
        lines.append(f"-# {such_as}")
    return "\n".join(lines)


def options_note(_: Translator) -> str:
    """Return what else names may be asked to be like."""
    options = ("starts_with", "ends_with", "contains", "without", "initials", "like", "gender")
    return _(
        "**To narrow it down**, add options to `/name` or `/blend`: {options}. You choose "
        "the letters to use or avoid, whether all start with the same letter (for siblings, "
        "say), a name to sound like, and the gender. If your options rule out every name, "
        "I’ll tell you right away.",
        options=", ".join(f"`{_.option_name(option)}`" for option in options),
    )


def menu_note(_: Translator, menu: str) -> str:
    """Return where on a message its name's origin is asked for, by what its menu calls that."""
    return _(
        "Has someone posted a name? Right-click the message, or hold it on a phone, then "
        "choose **{menu}** under **Apps**.",
        menu=menu,
    )


def stars_note(_: Translator) -> str:
    """Return what stars are and how they count."""
    return _(
        "**Stars:** press ☆ next to a name to add it to your favourites. The first five of "
        "your favourites are your own top five. A server’s top five are the names with the "
        "most stars; of equals, the one starred first. Stars in one server don’t count in another."
    )


def managers_note(_: Translator) -> str:
    """Return the commands for those who manage a server."""
    return _(
        "Do you manage this server? Decide what its top five shows: `/board hide`, `/board "
        "unhide`, `/board hidden`, `/board typed`."
    )


def limits_note(_: Translator, num_countries: int) -> str:
    """Return what the bot knows, and what it cannot do."""
    return _.plural(
        "**What I know:** first names from {number} country, and many more from registers and "
        "Wikipedia. A name I call new isn’t one of them, but someone may still have it. I only "
        "judge names, never the people who have them. I can only read Latin letters.",
        "**What I know:** first names from {number} countries, and many more from registers and "
        "Wikipedia. A name I call new isn’t one of them, but someone may still have it. I only "
        "judge names, never the people who have them. I can only read Latin letters.",
        num_countries,
    )
