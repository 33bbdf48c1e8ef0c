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
        num_countries: int,
    ) -> None:
        title = _("What you can ask me")
        quoted = ", ".join(f"`{example}`" for example in examples)
        such_as = _("For example: {examples}.", examples=quoted)
        more = _("Most take more options, which Discord shows while you type.")
        super().__init__(
            f"## {title}",
            *map(_group_text, groups),
            f"-# {such_as}\n-# {more}",
            ui.Separator(),
            _stars_text(_),
            ui.Separator(),
            _limits_text(_, num_countries),
            f"-# {_managers_text(_)}",
        )


def _group_text(group: HelpGroup) -> str:
    lines = (f"`{command}` {summary}" for command, summary in group.commands)
    return "\n".join([f"**{group.title}**", *lines])


def _stars_text(_: Translator) -> str:
    return _(
        "**Stars**: press ☆ beside a name to make it one of your favourites; the first five of "
        "them are your own top five. This server’s top five are the names with the most stars, "
        "and of equals, whoever was starred first. Each server counts for itself."
    )


def _managers_text(_: Translator) -> str:
    return _(
        "Whoever may manage a server can keep its top five clean: `/board hide`, `/board unhide`, "
        "`/board hidden`, `/board typed`."
    )


def _limits_text(_: Translator, num_countries: int) -> str:
    return _.plural(
        "**What I know**: I learnt how names are spelt from lists of first names in {number} "
        "country, and nothing else. A name that I invent is on none of the lists, and may be real "
        "elsewhere. I judge a spelling, never the people who bear it. I read Latin letters only.",
        "**What I know**: I learnt how names are spelt from lists of first names in {number} "
        "countries, and nothing else. A name that I invent is on none of the lists, and may be "
        "real elsewhere. I judge a spelling, never the people who bear it. I read Latin letters "
        "only.",
        num_countries,
    )
