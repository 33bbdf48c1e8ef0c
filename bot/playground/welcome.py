"""The first message on the page: names just invented, what to try, and buttons that do them."""

import secrets
from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.features.links import origin_button
from bot.features.look import Card, NameRow, provenance_line
from bot.features.mix import Mix, MixButton
from bot.features.names.names import NamesButton, star_of
from bot.features.names.wish import Wish
from bot.features.stars import Star, StarButton
from bot.i18n.translator import Translator
from bot.services.name_service import NameService
from model.domain.generation import MAX_SEED, NameKind

EXAMPLE_NAME = "Marieke"
PARENTS = Mix((), None, 0, "Sarah", "Michael")

DUTCH, ITALIAN, JAPANESE = (Wish(countries=(code,)) for code in ("NL", "IT", "JP"))
DUTCH_AND_POLISH = Wish(countries=("NL", "PL"))
_OWN_LETTERS = 2
"""Letters in which a name differs from every known one, so that it is not taken for a slip."""
_NOBODY = 0


async def invent_names(service: NameService) -> Sequence[Star]:
    """Invent the names that the welcome shows, which sound far apart: others at each start.

    Raises the errors of `NameService.suggest`.
    """
    return [await _invent_name(service, wish) for wish in (DUTCH, ITALIAN, JAPANESE)]


async def _invent_name(service: NameService, wish: Wish) -> Star:
    seed, request = secrets.randbelow(MAX_SEED + 1), wish.request
    found = [*await service.suggest(request, seed, _NOBODY)]
    best = next((each for each in found if each.distance >= _OWN_LETTERS), found[0])
    return star_of(request, best.name)


class WelcomeCard(Card):
    """What the bot does: names to star, and four commands that a press gives, too."""

    def __init__(self, _: Translator, invented: Sequence[Star]) -> None:
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
                NamesButton.create(
                    DUTCH,
                    label=_("Five Dutch names"),
                    emoji="🎲",
                    style=ButtonStyle.primary,
                ),
                NamesButton.create(DUTCH_AND_POLISH, label=_("Dutch × Polish")),
                MixButton.create(PARENTS, label=f"{PARENTS.first} + {PARENTS.second}"),
                origin_button(_, EXAMPLE_NAME, _("Where is {name} from?", name=EXAMPLE_NAME)),
            ],
        )


def _row(_: Translator, invented: Star) -> NameRow:
    details = provenance_line(_, invented.provenance, NameKind.NEW)
    return NameRow(invented.name, details, StarButton.for_name(invented, 0))
