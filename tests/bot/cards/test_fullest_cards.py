"""Every card at its fullest, in every language, is a message that Discord accepts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from discord import ui

from bot.cards.board import HiddenNamesCard
from bot.cards.clip import PLOT_FILENAME, ClipCard, alt_text
from bot.cards.favourites import FavouritesCard, NoFavouritesCard, Page
from bot.cards.labels import provenance_line
from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.cards.origin import OriginCard
from bot.cards.privacy import (
    ConfirmDeletionCard,
    DeletionCancelledCard,
    DeletionResultCard,
    DeletionSummary,
    ExportCard,
    NothingStoredCard,
    PrivacyCard,
    StoredDataSummary,
)
from bot.cards.top5 import Top5Card, no_stars_hint
from bot.commands.favourites import PAGE_SIZE, FavouritesButton
from bot.commands.generation import GenerateButton
from bot.commands.privacy import (
    AskDeletionButton,
    CancelDeletionButton,
    ConfirmDeletionButton,
    ExportButton,
)
from bot.commands.star_button import StarButton
from bot.commands.top5 import RefreshTop5Button, share_button
from bot.favourites.export import EXPORT_FILENAME
from bot.favourites.models import MAX_FAVOURITES, MAX_HIDDEN_NAMES, RETENTION
from bot.i18n.escaping import safe_display_name
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for_language
from bot.interactions.custom_ids import Starrable
from bot.runtime.settings import MAX_CONTACT
from model.assignment.gradient_clip import demonstrate
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import MAX_INVERSE_TEMPERATURE, MAX_SEED, Provenance
from model.domain.ranking import CountryScore, LetterAttribution, Ranking, Verdict
from model.domain.validation import MAX_TYPED_LENGTH
from tests.wire.discord_server.checks.messages import COMPONENTS_V2, check_message
from tests.wire.discord_server.checks.schema import ValidationErrors

MANY = 10**6
MAX_DISPLAY_NAME = 32
"""Characters of the longest display name."""

each_language = pytest.mark.parametrize("language", languages())


def validation_errors(card: Card, *attachments: dict[str, Any]) -> str:
    """Return the errors that Discord would find in a message with a card."""
    errors = ValidationErrors()
    message = {
        "components": card.to_components(),  # type: ignore[no-untyped-call] # discord.py's
        "flags": COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
        "attachments": list(attachments),
    }
    check_message(message, (), errors)
    return str(errors)


def longest_countries(_: Translator, number: int) -> list[str]:
    return sorted(countries(), key=lambda code: -len(_.country_name(code)))[:number]


def longest_provenance(_: Translator) -> Provenance:
    thirds = Condition.blend(dict.fromkeys(longest_countries(_, 3), 1), "F")
    return Provenance(thirds, MAX_INVERSE_TEMPERATURE - 0.01, MAX_SEED)


def longest_names() -> Iterator[str]:
    return (chr(ord("a") + number) + "Ǿ" * (MAX_TYPED_LENGTH - 1) for number in range(PAGE_SIZE))


def name_rows(_: Translator) -> list[NameRow]:
    provenance = longest_provenance(_)
    return [
        NameRow(
            name,
            provenance_line(_, provenance, datetime.now(UTC)),
            StarButton.for_name(Starrable(name, provenance), MANY),
        )
        for name in longest_names()
    ]


@each_language
async def test_group_top5_card(language: str) -> None:
    _ = translator_for_language(language)
    refresh = RefreshTop5Button.create(label=_("Refresh"), emoji="🔄")
    title = _("This server’s top five")
    note = _("Most stars first; in a tie, whichever was starred first.")
    assert not validation_errors(Top5Card(title, name_rows(_), note, [refresh]))
    assert not validation_errors(Top5Card(title, [], note, [refresh], hint=no_stars_hint(_)))


@each_language
async def test_shared_top5_card(language: str) -> None:
    _ = translator_for_language(language)
    title = _("{member}’s top five", member=safe_display_name("`" * MAX_DISPLAY_NAME, ""))
    note = _("Press the star next to a name to star it too.")
    assert not validation_errors(Top5Card(title, name_rows(_), note, []))


@each_language
async def test_favourites_cards(language: str) -> None:
    _, num_pages = translator_for_language(language), MAX_FAVOURITES // PAGE_SIZE

    def buttons(name: str) -> list[FavouritesButton]:
        return [
            FavouritesButton.for_action("up", num_pages, f"▲ {_('Up')}", name),
            FavouritesButton.for_action("down", num_pages, f"▼ {_('Down')}", name),
            FavouritesButton.for_action("remove", num_pages, f"✕ {_('Remove')}", name),
        ]

    rows = [
        (NameRow(name, provenance_line(_, longest_provenance(_))), buttons(name))
        for name in longest_names()
    ]
    page_buttons = [
        FavouritesButton.for_action("page", num_pages - 1, f"◀ {_('Before')}"),
        FavouritesButton.for_action("page", num_pages + 1, f"{_('More')} ▶"),
    ]
    page = Page(num_pages, num_pages, MAX_FAVOURITES - PAGE_SIZE + 1, MAX_FAVOURITES)
    assert not validation_errors(FavouritesCard(_, page, rows, [*page_buttons, share_button(_)]))
    assert not validation_errors(NoFavouritesCard(_))


@each_language
async def test_privacy_cards(language: str) -> None:
    _ = translator_for_language(language)
    confirm_buttons = [
        ConfirmDeletionButton.create(label=_("Delete everything")),
        CancelDeletionButton.create(label=_("Keep everything")),
    ]
    policy_buttons: list[ui.Item[Any]] = [
        ExportButton.create(label=_("Export my data"), emoji="📦"),
        AskDeletionButton.create(label=_("Delete my data"), emoji="🗑️"),
        ui.Button(label=_("Privacy policy"), url="https://nomen.example/" + "x" * 490),
    ]
    retry = ConfirmDeletionButton.create(label=_("Try again"))
    deleted = {"favourites": {"stars": MANY}}
    for card in (
        PrivacyCard(_, RETENTION.days, policy_buttons, contact="x" * MAX_CONTACT),
        *(
            ConfirmDeletionCard(_, StoredDataSummary(MANY, servers, outside), confirm_buttons)
            for servers, outside in ((1, False), (MANY, False), (0, True), (MANY, True))
        ),
        DeletionResultCard(
            _, DeletionSummary("0badcafe", datetime.now(UTC), deleted, ["favourites"]), [retry]
        ),
        NothingStoredCard(_),
        DeletionCancelledCard(_),
    ):
        assert not validation_errors(card)
    assert not validation_errors(
        ExportCard(_, MANY, EXPORT_FILENAME), {"id": 0, "filename": EXPORT_FILENAME}
    )


@each_language
@pytest.mark.parametrize("verdict", Verdict)
async def test_origin_card(language: str, verdict: Verdict) -> None:
    _ = translator_for_language(language)
    codes = longest_countries(_, 20)
    ranking = Ranking(
        name="Ǿ" * MAX_TYPED_LENGTH,
        known_in=tuple(countries()),
        verdict=verdict,
        ranking=tuple(CountryScore(code, 999.9, 0.05) for code in codes),
        letters=(*[LetterAttribution("ǿ", 99.9)] * MAX_TYPED_LENGTH, LetterAttribution("*", 1.0)),
    )
    star = StarButton.for_name(Starrable(ranking.name, None), MANY, _("Star it"))
    similar = GenerateButton.create("x" * 90, label=_("Names like these"), emoji="🎲")
    assert not validation_errors(OriginCard(_, ranking, [star, similar]))


@each_language
@pytest.mark.parametrize(
    ("number", "epochs", "threshold"), [(312, 50, None), (1e6, 1000, 1e6), (0.123456, 1000, 1e-6)]
)
async def test_clip_card(
    language: str, number: float, epochs: int, threshold: float | None
) -> None:
    _ = translator_for_language(language)
    with np.errstate(all="ignore"):
        demo = demonstrate(number, epochs, threshold)
    plot = {"id": 0, "filename": PLOT_FILENAME, "description": alt_text(_, demo)}
    assert not validation_errors(ClipCard(_, demo), plot)


@each_language
def test_hidden_names(language: str) -> None:
    longest = ["'" * (MAX_TYPED_LENGTH - 2) + "aa"] * MAX_HIDDEN_NAMES
    card = HiddenNamesCard(translator_for_language(language), longest, takes_typed_names=False)
    assert validation_errors(card) == ""
