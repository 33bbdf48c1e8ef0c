"""`/privacy` as a member uses it, with a real database."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from simcord import MemberActor, ResponseMessage
from simcord.components import walk_components

from bot.app import NomenBot
from bot.cards.privacy import (
    ConfirmDeletionCard,
    DeletionResultCard,
    PrivacyCard,
)
from bot.commands.privacy import (
    AskDeletionButton,
    CancelDeletionButton,
    ConfirmDeletionButton,
    ExportButton,
)
from bot.favourites.clock import utc_now
from bot.favourites.deletion import DeletionReport, Deletions
from bot.favourites.errors import StoreBusyError, StoreError
from bot.favourites.models import DIRECT_MESSAGES, RETENTION
from bot.favourites.refusals import ANYBODY, Refusal
from bot.favourites.repository import FavouritesRepository
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.favourites.exports import exported_stars
from tests.bot.stage import (
    Stage,
    buttons_on,
    components_of,
    ephemeral_message,
    public_message,
    stars_on,
    text_of,
)

OTHER_GUILD = 7
BLEND = Provenance(Condition((("NL", 0.6), ("PL", 0.4)), "F"), 2.0, 312)
POLICY = "https://nomen.example/PRIVACY.md"
LINK_STYLE = 5
NOTHING_STORED = "You have no stars and no shared searches, so there’s nothing to delete."


async def privacy_card(stage: Stage, by: MemberActor | None = None) -> ResponseMessage:
    return ephemeral_message(await (by or stage.ada).slash(stage.channel, "privacy"))


async def exported_data(stage: Stage, by: MemberActor, card: ResponseMessage) -> dict[str, Any]:
    """Press the export button and load the file."""
    message = ephemeral_message(await by.click(card, label="Export my data"))
    (file,) = message.attachments
    assert file.filename == "nomen-export.json"
    export: dict[str, Any] = json.loads(stage.env.backend.cdn.get(file.url) or b"")
    return export


async def confirmation_card(by: MemberActor, card: ResponseMessage) -> ResponseMessage:
    """Press the button that asks for confirmation."""
    return ephemeral_message(await by.click(card, label="Delete my data"))


@pytest.fixture
def policy() -> str:
    """The text of PRIVACY.md."""
    return Path("PRIVACY.md").read_text("utf-8")


@pytest.fixture
async def stars(stage: Stage, favourites: FavouritesRepository) -> FavouritesRepository:
    """Stars of Ada in two servers and in direct messages, and one of Ben."""
    here, ada = stage.ada.guild.id, stage.ada.id
    await favourites.star(here, ada, "Zoë", None)
    await favourites.star(here, ada, "Marenka", BLEND)
    await favourites.star(OTHER_GUILD, ada, "Ana", None)
    await favourites.star(DIRECT_MESSAGES, ada, "Vesna", None)
    await favourites.star(here, stage.ben.id, "Bensecret", None)
    return favourites


async def test_card_states_policy_retention_and_backups(
    stage: Stage,
) -> None:
    card = await privacy_card(stage)
    text = text_of(card)
    assert "for each name you star or add" in text
    assert f"{RETENTION.days} days later" in text
    assert "**Backups:**" in text
    assert [*buttons_on(card)] == ["Export my data", "Delete my data"]


async def test_policy_is_linked_if_url_is_set(
    stage: Stage, name_service: NameService, favourites: FavouritesRepository
) -> None:
    bot = NomenBot(name_service, favourites, shard_count=1, privacy_url=POLICY)
    await stage.env.restart_bot(bot)
    links = [
        part for part in walk_components((await privacy_card(stage)).components) if "url" in part
    ]
    assert [(link["style"], link["label"], link["url"]) for link in links] == [
        (LINK_STYLE, "Privacy policy", POLICY)
    ]


async def test_contact_is_shown_if_it_is_set(
    stage: Stage, name_service: NameService, favourites: FavouritesRepository
) -> None:
    assert "responsible" not in text_of(await privacy_card(stage))
    bot = NomenBot(name_service, favourites, shard_count=1, contact="Ada, <ada@nomen.example>")
    await stage.env.restart_bot(bot)
    text = text_of(await privacy_card(stage))
    assert "**Who is responsible:** Ada, <ada@nomen.example>" in text


async def test_buttons_contain_no_user_id(stage: Stage, stars: FavouritesRepository) -> None:
    card = await privacy_card(stage)
    ids = [
        *buttons_on(card).values(),
        *buttons_on(await confirmation_card(stage.ada, card)).values(),
    ]
    assert ids == ["export:", "delete:", "delete-all:", "keep:"]
    assert await exported_stars(stars, stage.ada.id)


async def test_export_contains_all_stored_data(stage: Stage, stars: FavouritesRepository) -> None:
    export = await exported_data(stage, stage.ada, await privacy_card(stage))
    stored = await exported_stars(stars, stage.ada.id)
    assert [*export] == [
        *("version", "member", "used", "matches", "likes", "not_asked_by", "places", "stars")
    ]
    assert (export["version"], export["member"]) == (1, str(stage.ada.id))
    assert [
        (star["guild"], star["name"], star["folded"], star["place"], star["starred_at"])
        for star in export["stars"]
    ] == [(star.guild, star.name, star.folded, star.place, star.starred_at) for star in stored]
    assert {star["guild"] for star in export["stars"]} == {
        None,
        str(OTHER_GUILD),
        str(stage.ada.guild.id),
    }


async def test_export_that_takes_long_is_sent_later(
    stage: Stage, stars: FavouritesRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["bot.commands.privacy"], "EXPORT_PATIENCE", 0.0)
    exported = await exported_data(stage, stage.ada, await privacy_card(stage))
    assert len(exported["stars"]) == len(await exported_stars(stars, stage.ada.id))


async def test_receipt_has_a_number_to_quote(
    stage: Stage, stars: FavouritesRepository, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert await exported_stars(stars, stage.ada.id)
    question = await confirmation_card(stage.ada, await privacy_card(stage))
    await stage.ada.click(question, label="Delete everything")
    found = re.search(r"<t:\d+:f> · reference `([0-9a-f]{8})`", text_of(question))
    assert found is not None
    assert f"Deletion {found[1]}: favourites {{'stars': 4}}" in caplog.text
    assert str(stage.ada.id) not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("bot.favourites")
    )


async def test_export_contains_provenance(stage: Stage, favourites: FavouritesRepository) -> None:
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Marenka", BLEND)
    (star,) = (await exported_data(stage, stage.ada, await privacy_card(stage)))["stars"]
    assert {key: star[key] for key in ("typed", "countries", "gender", "sharpness", "seed")} == {
        "typed": False,
        "countries": {"NL": 0.6, "PL": 0.4},
        "gender": "F",
        "sharpness": 2.0,
        "seed": 312,
    }


@pytest.mark.usefixtures("stars")
async def test_export_contains_no_data_of_other_members(stage: Stage) -> None:
    card = await privacy_card(stage)
    assert "Bensecret" not in json.dumps(await exported_data(stage, stage.ada, card))
    bens = await exported_data(stage, stage.ben, await privacy_card(stage, stage.ben))
    assert [star["name"] for star in bens["stars"]] == ["Bensecret"]
    assert str(stage.ada.id) not in json.dumps(bens)


async def test_export_without_data_is_empty(stage: Stage) -> None:
    export = await exported_data(stage, stage.ada, await privacy_card(stage))
    assert export == {
        "version": 1,
        "member": str(stage.ada.id),
        "used": [],
        "matches": [],
        "likes": [],
        "not_asked_by": [],
        "places": 0,
        "stars": [],
    }


async def test_policy_document_describes_every_export_field(
    stage: Stage, favourites: FavouritesRepository, policy: str
) -> None:
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Ana", None)
    guild, matches = stage.ada.guild.id, favourites.matches
    await matches.ask(guild, stage.ada.id, stage.ben.id)
    await matches.accept(guild, stage.ben.id, stage.ada.id)
    await matches.like(guild, stage.ada.id, stage.ben.id, "Ana", Condition.for_country("PT"))
    await favourites.refusals.refuse(stage.ada.id, Refusal(guild, ANYBODY))
    export = await exported_data(stage, stage.ada, await privacy_card(stage))
    lists = ("stars", "used", "matches", "likes", "not_asked_by")
    for field in (*export, *(field for each in lists for field in export[each][0])):
        assert f"| `{field}` |" in policy


@pytest.mark.usefixtures("stars")
async def test_card_says_whose_order_breaks_ties_and_ends_it(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    assert "Stop breaking ties" not in buttons_on(await privacy_card(stage))
    for guild in (stage.ada.guild.id, OTHER_GUILD):
        assert await favourites.ties.agree(guild, stage.ada.id)
    card = await privacy_card(stage)
    assert "your favourites help decide the top five in 2 servers" in text_of(card)
    await stage.ada.click(card, label="Stop breaking ties")
    assert not any(use.breaks_ties for use in await favourites.uses(stage.ada.id))


@pytest.mark.usefixtures("stars")
@pytest.mark.parametrize(
    ("unstarred", "expected"),
    [
        ((), "This deletes **4 stars** in 2 servers and in DMs for good."),
        (("Vesna",), "This deletes **3 stars** in 2 servers for good."),
        (("Vesna", "Ana"), "This deletes **2 stars** in 1 server for good."),
        (("Ana",), "This deletes **3 stars** in 1 server and in DMs for good."),
        (("Ana", "Zoë", "Marenka"), "This deletes **1 star** in DMs for good."),
    ],
)
async def test_confirmation_states_how_much_would_be_deleted(
    stage: Stage, favourites: FavouritesRepository, unstarred: tuple[str, ...], expected: str
) -> None:
    for name in unstarred:
        for guild in (DIRECT_MESSAGES, OTHER_GUILD, stage.ada.guild.id):
            await favourites.unstar(guild, stage.ada.id, name)
    question = text_of(await confirmation_card(stage.ada, await privacy_card(stage)))
    assert expected in question
    assert "can’t undo it" in question


async def test_cancelling_deletes_nothing(stage: Stage, stars: FavouritesRepository) -> None:
    question = await confirmation_card(stage.ada, await privacy_card(stage))
    kept = ephemeral_message(await stage.ada.click(question, label="Keep everything"))
    assert kept.id == question.id
    assert "Nothing was deleted" in text_of(question)
    assert not buttons_on(question)
    assert len(await exported_stars(stars, stage.ada.id)) == 4


async def test_deletion_removes_only_the_members_data(
    stage: Stage, stars: FavouritesRepository
) -> None:
    question = await confirmation_card(stage.ada, await privacy_card(stage))
    assert (
        ephemeral_message(await stage.ada.click(question, label="Delete everything")).id
        == question.id
    )
    assert "✓ favourites: 4 stars" in text_of(question)
    assert not buttons_on(question)
    assert await exported_stars(stars, stage.ada.id) == []
    assert len(await exported_stars(stars, stage.ben.id)) == 1


async def test_day_of_last_use_is_deleted_where_no_star_is_left(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    here, ada = stage.ada.guild.id, stage.ada.id
    await favourites.star(here, ada, "Zoë", None)
    await favourites.unstar(here, ada, "Zoë")
    question = await confirmation_card(stage.ada, await privacy_card(stage))
    assert "the day you last used" in text_of(question)
    await stage.ada.click(question, label="Delete everything")
    assert await favourites.uses(ada) == ()


async def test_places_in_direct_messages_are_exported_and_deleted(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    for country in ("NL", "PL"):
        await stage.ada.user.slash("name", country=country)
    await stage.name_card(country="NL")
    await favourites.star(DIRECT_MESSAGES, stage.ada.id, "Zoë", None)
    await favourites.unstar(DIRECT_MESSAGES, stage.ada.id, "Zoë")
    card = await privacy_card(stage)
    assert (await exported_data(stage, stage.ada, card))["places"] == 2
    question = await confirmation_card(stage.ada, card)
    assert "how far you’ve gone through names in DMs and with `/more`" in text_of(question)
    await stage.ada.click(question, label="Delete everything")
    assert "✓ favourites: 0 stars, your place in 2 lists of names" in text_of(question)
    assert (await favourites.holdings(stage.ada.id)).places == 0
    assert text_of(await confirmation_card(stage.ada, card)) == NOTHING_STORED


async def test_second_deletion_finds_nothing(stage: Stage, stars: FavouritesRepository) -> None:
    card = await privacy_card(stage)
    first, second = (
        await confirmation_card(stage.ada, card),
        await confirmation_card(stage.ada, card),
    )
    for question in (first, second):
        await stage.ada.click(question, label="Delete everything")
    assert "4 stars" in text_of(first)
    assert text_of(second) == NOTHING_STORED
    third = await confirmation_card(stage.ada, card)
    assert text_of(third) == NOTHING_STORED
    assert not buttons_on(third)
    assert await exported_stars(stars, stage.ada.id) == []


@pytest.mark.usefixtures("stars")
async def test_top5_excludes_deleted_stars(stage: Stage) -> None:
    top = public_message(await stage.ada.slash(stage.channel, "top5"))
    assert set(stars_on(top)) == {"Zoë", "Marenka", "Bensecret"}
    question = await confirmation_card(stage.ada, await privacy_card(stage))
    await stage.ada.click(question, label="Delete everything")
    await stage.ben.click(top, label="Refresh")
    assert [*stars_on(top)] == ["Bensecret"]


@pytest.mark.usefixtures("stars")
async def test_works_in_direct_messages(stage: Stage) -> None:
    card = ephemeral_message(await stage.ada.user.slash("privacy"))
    message = ephemeral_message(await stage.ada.user.click(card, label="Export my data"))
    (file,) = message.attachments
    assert len(json.loads(stage.env.backend.cdn.get(file.url) or b"")["stars"]) == 4
    question = ephemeral_message(await stage.ada.user.click(card, label="Delete my data"))
    await stage.ada.user.click(question, label="Delete everything")
    assert "✓ favourites: 4 stars" in text_of(question)


async def test_failed_deletion_is_reported_and_can_be_retried(
    stage: Stage,
    simcord_bot: NomenBot,
    stars: FavouritesRepository,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(_member: int) -> DeletionReport:
        message = "no paper"
        raise StoreError(message)

    simcord_bot.deletions = Deletions(fail)
    question = await confirmation_card(stage.ada, await privacy_card(stage))
    await stage.ada.click(question, label="Delete everything")
    assert "Some things couldn’t be deleted" in text_of(question)
    assert "✕ Couldn’t delete: favourites" in text_of(question)
    assert "no paper" not in text_of(question)
    assert "no paper" in caplog.text
    simcord_bot.deletions = Deletions(stars.delete_member)
    await stage.ada.click(question, label="Try again")
    assert "✓ favourites: 4 stars" in text_of(question)


@pytest.mark.parametrize(
    ("label", "method"), [("Export my data", "uses"), ("Delete my data", "holdings")]
)
async def test_database_failure_is_reported(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    favourites: FavouritesRepository,
    label: str,
    method: str,
) -> None:
    card = await privacy_card(stage)

    async def fail(_: int) -> None:
        message = "The database of favourites is in use by another program. Try again in a moment."
        raise StoreBusyError(message)

    monkeypatch.setattr(favourites, method, fail)
    result = await stage.ada.click(card, label=label)
    assert "I can’t reach your favourites right now. Try again in a moment." in str(result)


@pytest.mark.parametrize("language", languages())
async def test_cards_are_within_discord_limits(language: str) -> None:
    _, many = translator_for_language(language), 40_000
    for card in (
        PrivacyCard(
            _,
            30,
            [
                ExportButton.create(label="x"),
                AskDeletionButton.create(label="x"),
            ],
        ),
        ConfirmDeletionCard(
            _,
            [
                ConfirmDeletionButton.create(label="x"),
                CancelDeletionButton.create(label="x"),
            ],
            stars=many,
            servers=200,
            outside_servers=True,
            matches=many,
            likes=many,
            refusals=200,
        ),
        DeletionResultCard(
            _,
            "0badcafe",
            utc_now(),
            {"stars": many, "matches": many, "places": many},
            [ConfirmDeletionButton.create(label="x")],
        ),
    ):
        assert sum(len(part.get("content", "")) for part in components_of(card)) <= 4000
