"""The card of `/help`."""

from collections.abc import Sequence

from discord import ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator


class HelpCard(Card):
    """Every command with an example, how stars count, and the model's limits."""

    def __init__(
        self, _: Translator, commands: Sequence[tuple[str, str]], num_countries: int
    ) -> None:
        """Lay it out; each command has an example and a description."""
        title = _("What you can ask me")
        lines = [f"`{example}` · {description}" for example, description in commands]
        more = _("Most take more options, which Discord shows while you type.")
        super().__init__(
            f"## {title}",
            "\n".join(lines),
            f"-# {more}",
            ui.Separator(),
            _filters_text(_),
            ui.Separator(),
            _stars_text(_),
            ui.Separator(),
            _limits_text(_, num_countries),
            f"-# {_managers_text(_)}",
        )


def _filters_text(_: Translator) -> str:
    options = ("starts_with", "ends_with", "contains", "without", "initials", "like", "gender")
    return _(
        "**To narrow it down**, `/name` and `/blend` take {options}: letters that names have or "
        "lack, siblings’ initials, a name to sound like, names fit for both genders. What no name "
        "can be I say at once.",
        options=", ".join(f"`{_.option_name(option)}`" for option in options),
    )


def _stars_text(_: Translator) -> str:
    return _(
        "**Stars**: press ☆ beside a name to make it one of your favourites; the first five of "
        "them are your own top five. This server’s top five are the names with the most stars, "
        "and of equals, whoever was starred first. Each server counts for itself."
    )


def _managers_text(_: Translator) -> str:
    return _(
        "If you manage this server, you can keep its top five clean: `/board hide`, `/board "
        "unhide`, `/board hidden`, `/board typed`."
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
