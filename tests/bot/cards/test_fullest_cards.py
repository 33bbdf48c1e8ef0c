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
from bot.favourites.models import GRACE, MOST, Invented
from bot.i18n.escaping import called
from bot.i18n.languages import languages
from bot.i18n.translator import Words, words_in
from bot.interactions.custom_ids import SEEDS, Starrable
from model.assignment.gradient_clip import demonstrate
from model.domain.countries import countries
from model.domain.generation import SHARPEST
from model.domain.ranking import Letter, Place, Ranking, Verdict
from model.domain.validation import LONGEST_TYPED
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


def longest_countries(words: Words, number: int) -> list[str]:
    return sorted(countries(), key=lambda code: -len(words.country(code)))[:number]


def origin_of(words: Words) -> Invented:
    shares = tuple((code, 1 / 3) for code in longest_countries(words, 3))
    return Invented(shares, "F", SHARPEST - 0.01, SEEDS - 1)


def names() -> Iterator[str]:
    return (chr(ord("a") + number) + "Ǿ" * (LONGEST_TYPED - 1) for number in range(ON_A_PAGE))


def entries(words: Words) -> list[Entry]:
    origin = origin_of(words)
    return [
        Entry(
            name,
            about(words, origin, datetime.now(UTC)),
            StarButton.of(Starrable(name, origin), MANY),
        )
        for name in names()
    ]


@each_language
async def test_a_group_s_top_five(language: str) -> None:
    words = words_in(language)
    fresh = FreshButton.carrying("", label=words("Count again"), emoji="🔄")
    title = words("This server’s top five")
    note = words("Most stars first; of equals, whoever was starred first.")
    assert not problems_of(TopCard(words, title, entries(words), note, [fresh]))
    assert not problems_of(TopCard(words, title, [], note, [fresh]))


@each_language
async def test_a_shared_top_five(language: str) -> None:
    words = words_in(language)
    title = words("{member}’s top five", member=called("`" * LONGEST_CALLED, ""))
    note = words("Press the star beside a name to star it too.")
    assert not problems_of(TopCard(words, title, entries(words), note, []))


@each_language
async def test_a_page_of_favourites(language: str) -> None:
    words, pages = words_in(language), MOST // ON_A_PAGE

    def buttons(name: str) -> list[OwnButton]:
        return [
            OwnButton.to("up", pages, f"▲ {words('Up')}", name),
            OwnButton.to("down", pages, f"▼ {words('Down')}", name),
            OwnButton.to("remove", pages, f"✕ {words('Remove')}", name),
        ]

    rows = [(Entry(name, about(words, origin_of(words))), buttons(name)) for name in names()]
    turns = [
        OwnButton.to("page", pages - 1, f"◀ {words('Before')}"),
        OwnButton.to("page", pages + 1, f"{words('More')} ▶"),
    ]
    page = Page(pages, pages, MOST - ON_A_PAGE + 1, MOST)
    assert not problems_of(FavouritesCard(words, page, rows, [*turns, share_button(words)]))
    assert not problems_of(NoFavouritesCard(words))


@each_language
async def test_what_is_kept_and_its_deletion(language: str) -> None:
    words = words_in(language)
    sure = [
        DeleteAllButton.carrying("", label=words("Delete everything")),
        KeepButton.carrying("", label=words("Keep it")),
    ]
    asking: list[ui.Item[Any]] = [
        ExportButton.carrying("", label=words("Export my data"), emoji="📦"),
        DeleteButton.carrying("", label=words("Delete my data"), emoji="🗑️"),
        ui.Button(label=words("Privacy policy"), url="https://nomen.example/" + "x" * 490),
    ]
    again = DeleteAllButton.carrying("", label=words("Try again"))
    deleted = Deleted({"favourites": {"stars": MANY}}, ["favourites"])
    for card in (
        PrivacyCard(words, GRACE.days, asking),
        *(
            SureCard(words, Holding(MANY, servers, outside), sure)
            for servers, outside in ((1, False), (MANY, False), (0, True), (MANY, True))
        ),
        DeletedCard(words, deleted, [again]),
        NothingCard(words),
        KeptCard(words),
    ):
        assert not problems_of(card)
    assert not problems_of(ExportCard(words, MANY, FILE), {"id": 0, "filename": FILE})


@each_language
@pytest.mark.parametrize("verdict", Verdict)
async def test_where_a_name_sounds_from(language: str, verdict: Verdict) -> None:
    words = words_in(language)
    codes = longest_countries(words, 20)
    ranking = Ranking(
        name="Ǿ" * LONGEST_TYPED,
        known_in=tuple(countries()),
        verdict=verdict,
        ranking=tuple(Place(code, 999.9, 0.05) for code in codes),
        letters=(*[Letter("ǿ", 99.9)] * LONGEST_TYPED, Letter("*", 1.0)),
    )
    star = StarButton.of(Starrable(ranking.name, None), MANY, words("Star it"))
    like = WishButton.carrying("x" * 90, label=words("Names like these"), emoji="🎲")
    assert not problems_of(OriginCard(words, ranking, [star, like]))


@each_language
@pytest.mark.parametrize(
    ("number", "epochs", "threshold"), [(312, 50, None), (1e6, 1000, 1e6), (0.123456, 1000, 1e-6)]
)
async def test_what_clipping_does(
    language: str, number: float, epochs: int, threshold: float | None
) -> None:
    words = words_in(language)
    with np.errstate(all="ignore"):
        demo = demonstrate(number, epochs, threshold)
    picture = {"id": 0, "filename": PICTURE, "description": described(words, demo)}
    assert not problems_of(ClipCard(words, demo), picture)
