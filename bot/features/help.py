"""`/help`: what members can ask for, on one card."""

from collections.abc import Mapping

from discord import app_commands, ui

from bot.features.look import Card
from bot.features.names.names import SurpriseButton
from bot.features.origin.origin import origin_of_message
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from model.domain.countries import countries
from model.domain.errors import gettext_noop

_COMMANDS: Mapping[str, Mapping[str, str]] = {
    gettext_noop("Invent names"): {
        "name": gettext_noop("names from one country"),
        "blend": gettext_noop("a blend of 2 or 3 countries"),
        "mix": gettext_noop("one name made from two"),
        "more": gettext_noop("names like your favourites"),
    },
    gettext_noop("Look at a name"): {
        "origin": gettext_noop("where it’s from, who has it"),
    },
    gettext_noop("Your favourites"): {
        "favourites list": gettext_noop("see and sort them"),
        "favourites add": gettext_noop("any name you like"),
        "favourites duel": gettext_noop("this name or that"),
    },
    gettext_noop("Choose together"): {
        "top5": gettext_noop("the server’s top five names"),
        "match": gettext_noop("find a name with someone"),
        "board": gettext_noop("decide what it shows"),
    },
    gettext_noop("About me"): {
        "privacy": gettext_noop("what I keep about you"),
        "clipdemo": gettext_noop("the maths behind me"),
    },
}
"""The commands by what they are for, each in so few words that it fits a line."""


@app_commands.command(name="help", extras={"bucket": None})
async def help_(interaction: NomenInteraction) -> None:
    """See what you can ask me, with examples, and what I do and don’t know."""
    card = help_card(translator_for_user(interaction))
    await interaction.response.send_message(view=card, ephemeral=True)


def help_card(_: Translator) -> Card:
    """Lay out all commands, examples, and what there is to know."""
    groups = [
        "\n".join([f"**{_(title)}**", *(f"{_.command(name)} {_(text)}" for name, text in group)])
        for title, commands in _COMMANDS.items()
        for group in [commands.items()]
    ]
    return Card(
        f"## {_('What I can do')}",
        *groups,
        _("For example: {examples}.", examples=", ".join(f"`{each}`" for each in _examples(_))),
        ui.Separator(),
        _(
            "**Stars:** press ☆ next to a name to add it to your favourites. A server’s top five "
            "are the names with the most stars. Stars in one server don’t count in another."
        ),
        _(
            "Has someone posted a name? Right-click the message, or hold it on a phone, then "
            "choose **{menu}** under **Apps**.",
            menu=_(str(origin_of_message.name)),
        ),
        _limits(_),
        buttons=[SurpriseButton.labelled(_)],
    )


def _examples(_: Translator) -> list[str]:
    """Return commands as they can be typed, with options and countries in the reader's language."""
    country, first, second = map(_.option_name, ("country", "first", "second"))
    dutch, iranian, italian = map(_.country_name, ("NL", "IR", "IT"))
    return [
        f"/name {country}: {dutch}",
        f"/blend {first}: {iranian} {second}: {italian}",
        f"/mix {first}: Anna {second}: Peter",
    ]


def _limits(_: Translator) -> str:
    """Return what the bot knows, and what it cannot do."""
    return _.plural(
        "**What I know:** first names from {number} country, and many more from registers and "
        "Wikipedia. A name I call new isn’t one of them, but someone may still have it. I only "
        "judge names, never the people who have them. I can only read Latin letters.",
        "**What I know:** first names from {number} countries, and many more from registers and "
        "Wikipedia. A name I call new isn’t one of them, but someone may still have it. I only "
        "judge names, never the people who have them. I can only read Latin letters.",
        len(countries()),
    )
