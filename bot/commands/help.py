"""`/help`: the commands in groups, examples, and the model's limits."""

from collections.abc import Mapping

from discord import app_commands

from bot.cards.help import HelpCard, HelpGroup
from bot.commands.origin import origin_of_message
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from model.domain.countries import Country, countries
from model.domain.errors import gettext_noop

_GROUPS: Mapping[str, Mapping[str, str]] = {
    gettext_noop("Invent names"): {
        "name": gettext_noop("names from one country"),
        "blend": gettext_noop("a blend of 2 or 3 countries"),
        "mix": gettext_noop("one name made from two"),
        "more": gettext_noop("names like your favourites"),
        "origin": gettext_noop("guess where a name is from"),
        "check": gettext_noop("what I know about a name"),
        "countries": gettext_noop("every country I know"),
    },
    gettext_noop("Your favourites"): {
        "favourites list": gettext_noop("see and sort them"),
        "favourites add": gettext_noop("any name you like"),
        "favourites duel": gettext_noop("this name or that"),
    },
    gettext_noop("Choose together"): {
        "top5": gettext_noop("the server’s top five names"),
        "match": gettext_noop("find a name with someone"),
    },
    gettext_noop("About me"): {
        "clipdemo": gettext_noop("some maths of mine"),
        "privacy": gettext_noop("what I keep about you"),
        "help": gettext_noop("this overview"),
    },
}
"""The commands for members by what they are for, each in so few words that they fit a line."""
_EXAMPLES: Mapping[str, Mapping[str, str | Country]] = {
    "name": {"country": countries()["NL"]},
    "blend": {"first": countries()["IR"], "second": countries()["IT"]},
    "mix": {"first": "Anna", "second": "Peter"},
    "origin": {"name": "Marieke"},
    "check": {"name": "Saoirse, Milou"},
}


@app_commands.command(name="help")
async def help_(interaction: NomenInteraction) -> None:
    """See what you can ask me, with examples, and what I do and don’t know."""
    card = help_card(translator_for_user(interaction))
    await interaction.response.send_message(view=card, ephemeral=True)


def help_card(_: Translator) -> HelpCard:
    """Lay out the commands."""
    groups = [
        HelpGroup(_(title), [(f"/{name}", _(summary)) for name, summary in commands.items()])
        for title, commands in _GROUPS.items()
    ]
    examples = [_example(_, name, values) for name, values in _EXAMPLES.items()]
    return HelpCard(_, groups, examples, _(origin_of_message.name), len(countries()))


def _example(_: Translator, name: str, values: Mapping[str, str | Country]) -> str:
    """Return a command as it can be typed, with options and countries in the user's language."""
    options = (_option_text(_, _.option_name(option), value) for option, value in values.items())
    return " ".join([f"/{name}", *options])


def _option_text(_: Translator, option: str, value: str | Country) -> str:
    text = _.country_name(value.code) if isinstance(value, Country) else value
    return f"{option}: {text}"
