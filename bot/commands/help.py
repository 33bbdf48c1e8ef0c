"""`/help`: the main commands at a glance, and more about each topic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from discord import SelectOption, app_commands

from bot.cards.help import (
    HelpCard,
    HelpGroup,
    HelpTopicCard,
    limits_note,
    managers_note,
    menu_note,
    options_note,
    stars_note,
)
from bot.cards.layout import Card
from bot.commands.origin import origin_of_message
from bot.commands.typed import typed_command
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.persistent_button import PersistentButton, PersistentSelect
from model.domain.countries import Country, countries
from model.domain.errors import gettext_noop

_Example = tuple[str, Mapping[str, str | Country]]
"""A command's name, and values for its options."""


@dataclass(frozen=True, slots=True)
class _Topic:
    """What there is to know about some commands.

    Attributes:
        title: what they are for.
        commands: each in so few words that it fits a line.
        examples: the overview shows the first.
        notes: what else there is to know, paragraph by paragraph.
        is_main: whether the overview shows it.
    """

    title: str
    commands: Mapping[str, str]
    notes: Callable[[Translator], Sequence[str]]
    examples: Sequence[_Example] = ()
    is_main: bool = True


_TOPICS: Mapping[str, _Topic] = {
    "invent": _Topic(
        gettext_noop("Invent names"),
        {
            "name": gettext_noop("names from one country"),
            "blend": gettext_noop("a blend of 2 or 3 countries"),
            "mix": gettext_noop("one name made from two"),
            "countries": gettext_noop("every country I know"),
        },
        lambda _: [
            options_note(_),
            _("Most commands have more options. Discord shows them as you type."),
        ],
        [
            ("name", {"country": countries()["NL"]}),
            ("blend", {"first": countries()["IR"], "second": countries()["IT"]}),
            ("mix", {"first": "Anna", "second": "Peter"}),
        ],
    ),
    "look": _Topic(
        gettext_noop("Look at a name"),
        {
            "origin": gettext_noop("guess where a name is from"),
            "check": gettext_noop("what I know about a name"),
        },
        lambda _: [menu_note(_, _(origin_of_message.name))],
        [("origin", {"name": "Marieke"}), ("check", {"name": "Saoirse, Milou"})],
    ),
    "favourites": _Topic(
        gettext_noop("Your favourites"),
        {
            "favourites list": gettext_noop("see and sort them"),
            "favourites add": gettext_noop("any name you like"),
            "more": gettext_noop("names like your favourites"),
            "favourites duel": gettext_noop("this name or that"),
        },
        lambda _: [stars_note(_)],
    ),
    "together": _Topic(
        gettext_noop("Choose together"),
        {
            "top5": gettext_noop("the server’s top five names"),
            "match": gettext_noop("find a name with someone"),
        },
        lambda _: [managers_note(_)],
    ),
    "about": _Topic(
        gettext_noop("About me"),
        {
            "privacy": gettext_noop("what I keep about you"),
            "clipdemo": gettext_noop("the maths behind me"),
            "help": gettext_noop("this overview"),
        },
        lambda _: [limits_note(_, len(countries()))],
        is_main=False,
    ),
}
"""The commands for members by what they are for."""


@app_commands.command(name="help")
async def help_(interaction: NomenInteraction) -> None:
    """See what you can ask me, with examples, and what I do and don’t know."""
    card = help_card(translator_for_user(interaction))
    await interaction.response.send_message(view=card, ephemeral=True)


class HelpSelect(PersistentSelect, kind="help"):
    """Shows more about the chosen topic in place of the card."""

    @classmethod
    def for_topics(cls, _: Translator) -> "HelpSelect":
        """Create the list of topics."""
        options = [SelectOption(label=_(each.title), value=key) for key, each in _TOPICS.items()]
        return cls.create(options=options, placeholder=_("More about…"))

    async def choose(self, interaction: NomenInteraction, _payload: str, value: str) -> None:
        """Lay the card out anew."""
        if value not in _TOPICS:
            raise OutdatedComponentError
        card = help_card(translator_for_user(interaction), value)
        await interaction.response.edit_message(view=card)


class OverviewButton(PersistentButton, kind="overview"):
    """Shows the overview again in place of a topic."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Lay the card out anew."""
        await interaction.response.edit_message(view=help_card(translator_for_user(interaction)))


def help_card(_: Translator, topic: str = "") -> Card:
    """Lay out the overview, or a topic by its key."""
    select = HelpSelect.for_topics(_)
    if topic:
        back = OverviewButton.create(label=_("What I can do"), emoji="◀️")
        return HelpTopicCard(_, _group(_, _TOPICS[topic]), _TOPICS[topic].notes(_), select, back)
    main = [_group(_, each, 1) for each in _TOPICS.values() if each.is_main]
    return HelpCard(_, main, select)


def _group(_: Translator, topic: _Topic, examples: int | None = None) -> HelpGroup:
    """Return a topic's commands and its first examples, or all."""
    return HelpGroup(
        _(topic.title),
        [(name, _(text)) for name, text in topic.commands.items()],
        [_example(_, *example) for example in topic.examples[:examples]],
    )


def _example(_: Translator, name: str, values: Mapping[str, str | Country]) -> str:
    """Return a command as it can be typed."""
    texts = {
        option: _.country_name(value.code) if isinstance(value, Country) else value
        for option, value in values.items()
    }
    return typed_command(_, name, texts)
