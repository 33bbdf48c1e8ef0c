"""Every card at its fullest, in every language, passes what Discord checks of a message."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from discord import ui

from bot.cards.clip import PICTURE, ClipCard, described
from bot.cards.favourites import FavouritesCard, NoFavouritesCard, Page
from bot.cards.layout import Card
from bot.cards.name_row import Entry
from bot.cards.origin import OriginCard
from bot.cards.privacy import (
    Deleted,
    DeletedCard,
    ExportCard,
    Holding,
    KeptCard,
    NothingCard,
    PrivacyCard,
    SureCard,
)
from bot.cards.top5 import TopCard
from bot.commands.favourites import ON_A_PAGE, OwnButton
from bot.commands.name import WishButton
from bot.commands.privacy import DeleteAllButton, DeleteButton, ExportButton, KeepButton
from bot.commands.star_button import StarButton
from bot.commands.top5 import FreshButton, about, share_button
from bot.favourites.export import FILE
from bot.favourites.models import MAX_FAVOURITES, RETENTION
from bot.i18n.escaping import safe_display_name
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_in
from bot.interactions.custom_ids import SEEDS, Starrable
from model.assignment.gradient_clip import demonstrate
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import MAX_INVERSE_TEMPERATURE, Provenance
from model.domain.ranking import CountryScore, LetterAttribution, Ranking, Verdict
from model.domain.validation import MAX_TYPED_LENGTH
from tests.wire.discord_server.checks.messages import COMPONENTS_V2, check_message
from tests.wire.discord_server.checks.shapes import Problems

MANY = 10**6
LONGEST_CALLED = 32
"""Characters of what Discord lets people call themselves."""

each_language = pytest.mark.parametrize("language", languages())


def problems_of(card: Card, *attachments: dict[str, Any]) -> str:
    """What Discord would say of a message with a card."""
    problems = Problems()
    message = {
        "components": card.to_components(),  # type: ignore[no-untyped-call] # discord.py's
        "flags": COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
        "attachments": list(attachments),
    }
    check_message(message, (), problems)
    return str(problems)


def longest_countries(_: Translator, number: int) -> list[str]:
    return sorted(countries(), key=lambda code: -len(_.country(code)))[:number]


def origin_of(_: Translator) -> Provenance:
    thirds = Condition.blend(dict.fromkeys(longest_countries(_, 3), 1), "F")
    return Provenance(thirds, MAX_INVERSE_TEMPERATURE - 0.01, SEEDS - 1)


def names() -> Iterator[str]:
    return (chr(ord("a") + number) + "Ǿ" * (MAX_TYPED_LENGTH - 1) for number in range(ON_A_PAGE))


def entries(_: Translator) -> list[Entry]:
    origin = origin_of(_)
    return [
        Entry(
            name,
            about(_, origin, datetime.now(UTC)),
            StarButton.of(Starrable(name, origin), MANY),
        )
        for name in names()
    ]


@each_language
async def test_a_group_s_top_five(language: str) -> None:
    _ = translator_in(language)
    fresh = FreshButton.with_payload("", label=_("Count again"), emoji="🔄")
    title = _("This server’s top five")
    note = _("Most stars first; of equals, whoever was starred first.")
    assert not problems_of(TopCard(_, title, entries(_), note, [fresh]))
    assert not problems_of(TopCard(_, title, [], note, [fresh]))


@each_language
async def test_a_shared_top_five(language: str) -> None:
    _ = translator_in(language)
    title = _("{member}’s top five", member=safe_display_name("`" * LONGEST_CALLED, ""))
    note = _("Press the star beside a name to star it too.")
    assert not problems_of(TopCard(_, title, entries(_), note, []))


@each_language
async def test_a_page_of_favourites(language: str) -> None:
    _, pages = translator_in(language), MAX_FAVOURITES // ON_A_PAGE

    def buttons(name: str) -> list[OwnButton]:
        return [
            OwnButton.to("up", pages, f"▲ {_('Up')}", name),
            OwnButton.to("down", pages, f"▼ {_('Down')}", name),
            OwnButton.to("remove", pages, f"✕ {_('Remove')}", name),
        ]

    rows = [(Entry(name, about(_, origin_of(_))), buttons(name)) for name in names()]
    turns = [
        OwnButton.to("page", pages - 1, f"◀ {_('Before')}"),
        OwnButton.to("page", pages + 1, f"{_('More')} ▶"),
    ]
    page = Page(pages, pages, MAX_FAVOURITES - ON_A_PAGE + 1, MAX_FAVOURITES)
    assert not problems_of(FavouritesCard(_, page, rows, [*turns, share_button(_)]))
    assert not problems_of(NoFavouritesCard(_))


@each_language
async def test_what_is_kept_and_its_deletion(language: str) -> None:
    _ = translator_in(language)
    sure = [
        DeleteAllButton.with_payload("", label=_("Delete everything")),
        KeepButton.with_payload("", label=_("Keep it")),
    ]
    asking: list[ui.Item[Any]] = [
        ExportButton.with_payload("", label=_("Export my data"), emoji="📦"),
        DeleteButton.with_payload("", label=_("Delete my data"), emoji="🗑️"),
        ui.Button(label=_("Privacy policy"), url="https://nomen.example/" + "x" * 490),
    ]
    again = DeleteAllButton.with_payload("", label=_("Try again"))
    deleted = Deleted({"favourites": {"stars": MANY}}, ["favourites"])
    for card in (
        PrivacyCard(_, RETENTION.days, asking),
        *(
            SureCard(_, Holding(MANY, servers, outside), sure)
            for servers, outside in ((1, False), (MANY, False), (0, True), (MANY, True))
        ),
        DeletedCard(_, deleted, [again]),
        NothingCard(_),
        KeptCard(_),
    ):
        assert not problems_of(card)
    assert not problems_of(ExportCard(_, MANY, FILE), {"id": 0, "filename": FILE})


@each_language
@pytest.mark.parametrize("verdict", Verdict)
async def test_where_a_name_sounds_from(language: str, verdict: Verdict) -> None:
    _ = translator_in(language)
    codes = longest_countries(_, 20)
    ranking = Ranking(
        name="Ǿ" * MAX_TYPED_LENGTH,
        known_in=tuple(countries()),
        verdict=verdict,
        ranking=tuple(CountryScore(code, 999.9, 0.05) for code in codes),
        letters=(*[LetterAttribution("ǿ", 99.9)] * MAX_TYPED_LENGTH, LetterAttribution("*", 1.0)),
    )
    star = StarButton.of(Starrable(ranking.name, None), MANY, _("Star it"))
    like = WishButton.with_payload("x" * 90, label=_("Names like these"), emoji="🎲")
    assert not problems_of(OriginCard(_, ranking, [star, like]))


@each_language
@pytest.mark.parametrize(
    ("number", "epochs", "threshold"), [(312, 50, None), (1e6, 1000, 1e6), (0.123456, 1000, 1e-6)]
)
async def test_what_clipping_does(
    language: str, number: float, epochs: int, threshold: float | None
) -> None:
    _ = translator_in(language)
    with np.errstate(all="ignore"):
        demo = demonstrate(number, epochs, threshold)
    picture = {"id": 0, "filename": PICTURE, "description": described(_, demo)}
    assert not problems_of(ClipCard(_, demo), picture)
