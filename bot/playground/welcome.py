"""The first message on the page: names just invented, what to try, and buttons that do them."""

import secrets
from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.cards.labels import provenance_line
from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.commands.generation import GenerateButton, starrable_of
from bot.commands.mix import MixButton
from bot.commands.origin import OriginButton
from bot.commands.star_button import StarButton
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.custom_ids import Mix, Starrable
from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.generation import MAX_SEED, NameKind, NameRequest

EXAMPLE_NAME = "Marieke"
PARENTS = Mix(("Sarah", "Michael"), "US", 0)

DUTCH, ITALIAN, JAPANESE = (NameRequest(Condition.for_country(code)) for code in ("NL", "IT", "JP"))
DUTCH_AND_POLISH = NameRequest(Condition.blend({"NL": 1.0, "PL": 1.0}))


_OWN_LETTERS = 2
"""Letters in which a name differs from every known one, so that it is not taken for a slip."""
_NOBODY = 0


async def invent_names(service: NameService) -> Sequence[Starrable]:
    """Invent the names that the welcome shows, which sound far apart: others at each start.

    Raises the errors of `NameService.suggest`.
    """
    return [await _invent_name(service, request) for request in (DUTCH, ITALIAN, JAPANESE)]


async def _invent_name(service: NameService, request: NameRequest) -> Starrable:
    seed = secrets.randbelow(MAX_SEED + 1)
    found = [*await service.suggest(request, seed, _NOBODY)]
    best = next((each for each in found if each.distance >= _OWN_LETTERS), found[0])
    return starrable_of(service, request, best.name, seed)


class WelcomeCard(Card):
    """What the bot does: names to star, and four commands that a press gives, too."""

    def __init__(self, _: Translator, invented: Sequence[Starrable]) -> None:
        title = _("I invent first names")
        steps = (
            _("`/name`: names from a country"),
            _("`/blend`: names that sound like two countries"),
            _("`/mix`: one name made from two, such as the parents’"),
            _("`/origin`: a guess at where a name is from"),
        )
        how = _(
            "Press a button, or type `/`. To be someone else: **{viewing_as}**, at the top.",
            viewing_as=_("Viewing as"),
        )
        made_up = _("I just made these up. Press ☆ next to one you like.")
        super().__init__(
            f"### {title}\n-# {made_up}",
            *(_row(_, name).to_item() for name in invented),
            ui.Separator(),
            "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)),
            f"-# {how}",
            buttons=[
                GenerateButton.create(
                    custom_ids.encode_request(DUTCH),
                    label=_("Five Dutch names"),
                    emoji="🎲",
                    style=ButtonStyle.primary,
                ),
                GenerateButton.for_request(DUTCH_AND_POLISH, _("Dutch × Polish")),
                MixButton.create(custom_ids.encode_mix(PARENTS), label=" + ".join(PARENTS.names)),
                OriginButton.create(
                    EXAMPLE_NAME, label=_("Where is {name} from?", name=EXAMPLE_NAME)
                ),
            ],
        )


def _row(_: Translator, invented: Starrable) -> NameRow:
    details = provenance_line(_, invented.provenance, NameKind.NEW)
    return NameRow(invented.name, details, StarButton.for_name(invented, 0))
