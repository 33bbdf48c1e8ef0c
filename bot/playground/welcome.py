"""The first message on the page: three steps, and buttons that do them."""

from bot.cards.layout import Card
from bot.commands.generation import GenerateButton
from bot.commands.origin import OriginButton
from bot.i18n.translator import Translator
from model.domain.condition import Condition
from model.domain.generation import NameRequest

EXAMPLE_NAME = "Marieke"

DUTCH = NameRequest(Condition.for_country("NL"))
DUTCH_AND_POLISH = NameRequest(Condition.blend({"NL": 1.0, "PL": 1.0}))


class WelcomeCard(Card):
    """What the bot does, in three steps that a press does, too."""

    def __init__(self, _: Translator) -> None:
        title = _("I invent first names")
        steps = (
            _("`/name`: names from a country"),
            _("`/blend`: names from two at once"),
            _("`/origin`: where a name is from"),
        )
        how = _(
            "Press a button, or type `/` and pick a command with Enter. ☆ stars a name. "
            "**{viewing_as}**, at the top, lets you be someone else.",
            viewing_as=_("Viewing as"),
        )
        super().__init__(
            f"## {title}",
            "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)),
            f"-# {how}",
            buttons=[
                GenerateButton.for_request(DUTCH, _("Five Dutch names")),
                GenerateButton.for_request(DUTCH_AND_POLISH, _("Dutch × Polish")),
                OriginButton.create(
                    EXAMPLE_NAME, label=_("Where is {name} from?", name=EXAMPLE_NAME)
                ),
            ],
        )
