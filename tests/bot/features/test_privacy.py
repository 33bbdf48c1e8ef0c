"""`/privacy` as a member uses it, with a real database."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest
from simcord import MemberActor, ResponseMessage
from simcord.components import walk_components

from bot.app import NomenBot
from bot.services.name_service import NameService
from bot.store.errors import StoreBusyError, StoreError
from bot.store.export import export_member, rows_of
from bot.store.retention import RETENTION
from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.stage import Stage, buttons_on, ephemeral_message, text_of
from tests.support.patience import PATIENCE

OTHER_GUILD = 7
BLEND = Provenance(Condition((("NL", 0.6), ("PL", 0.4)), "F"), 2.0, 312)
POLICY = "https://nomen.example/PRIVACY.md"


async def exported(stage: Stage, by: MemberActor | None = None) -> dict[str, Any]:
    """Let Ada, unless said otherwise, press the export button, and load the file."""
    card = await stage.private("privacy", by)
    (file,) = (await stage.told(card, "Export my data", by)).attachments
    assert file.filename == "nomen-export.json"
    export: dict[str, Any] = json.loads(stage.env.backend.cdn.get(file.url) or b"")
    return export


async def star_rows(store: Store, by: MemberActor) -> Sequence[object]:
    return (await rows_of(store.database, by.id))["star"]


async def ask_deletion(stage: Stage) -> ResponseMessage:
    """Let Ada press the button that asks for confirmation."""
    card = await stage.private("privacy")
    return await stage.told(card, "Delete my data")


async def delete(stage: Stage) -> ResponseMessage:
    """Let Ada delete everything; return the question, which then says what was deleted."""
    question = await ask_deletion(stage)
    answer = await stage.told(question, "Delete everything")
    assert answer.id == question.id
    return question


@pytest.fixture
async def stars(stage: Stage, store: Store) -> Store:
    """Stars of Ada in two servers and in direct messages, and one of Ben."""
    here, ada = stage.ada.guild.id, stage.ada.id
    await store.stars.star(here, ada, "Zoë", None)
    await store.stars.star(here, ada, "Marenka", BLEND)
    await store.stars.star(OTHER_GUILD, ada, "Ana", None)
    await store.stars.star(DIRECT_MESSAGES, ada, "Vesna", None)
    await store.stars.star(here, stage.ben.id, "Bensecret", None)
    return store


async def test_card_states_policy_retention_and_backups(stage: Stage) -> None:
    card = await stage.private("privacy")
    text = text_of(card)
    assert "for each name you star or add" in text
    assert f"{RETENTION.days} days later" in text
    assert "**Backups:**" in text
    assert "responsible" not in text
    assert [*buttons_on(card)] == ["Export my data", "Delete my data"]


async def test_policy_and_contact_are_shown_if_set(stage: Stage, name_service: NameService) -> None:
    options: dict[str, Any] = {"privacy_url": POLICY, "contact": "Ada, <ada@nomen.example>"}
    bot = NomenBot(name_service, stage.store, shard_count=1, **options)
    await stage.env.restart_bot(bot)
    card = await stage.private("privacy")
    (link,) = [part for part in walk_components(card.components) if "url" in part]
    assert (link["label"], link["url"]) == ("Privacy policy", POLICY)
    assert "**Who is responsible:** Ada, <ada@nomen.example>" in text_of(card)


async def test_buttons_contain_no_user_id(stage: Stage, stars: Store) -> None:
    card, question = await stage.private("privacy"), await ask_deletion(stage)
    ids = [*buttons_on(card).values(), *buttons_on(question).values()]
    assert ids == ["export:", "delete:", "delete-all:", "keep:"]
    assert await star_rows(stars, stage.ada)


@pytest.mark.parametrize("patience", [PATIENCE, 0.0], ids=["at once", "later"])
async def test_export_has_all_that_is_stored_and_is_sent_later_if_it_takes_long(
    stage: Stage, stars: Store, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["bot.features.privacy.privacy"], "EXPORT_PATIENCE", patience)
    export = await exported(stage)
    assert export == json.loads(await export_member(stars.database, stage.ada.id))
    assert {star["guild"] for star in export["star"]} == {
        *(None, str(OTHER_GUILD), str(stage.ada.guild.id))
    }


@pytest.mark.usefixtures("stars")
async def test_log_says_how_much_was_deleted_and_not_whose(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await delete(stage)
    (line,) = (text for text in caplog.messages if "deleted by them" in text)
    assert "'star': 4" in line
    assert str(stage.ada.id) not in line


@pytest.mark.usefixtures("stars")
async def test_export_contains_no_data_of_other_members(stage: Stage) -> None:
    assert "Bensecret" not in json.dumps(await exported(stage))
    bens = await exported(stage, by=stage.ben)
    assert [star["name"] for star in bens["star"]] == ["Bensecret"]
    assert str(stage.ada.id) not in json.dumps(bens)


async def test_export_without_data_is_empty(stage: Stage) -> None:
    filled = {key for key, value in (await exported(stage)).items() if value}
    assert filled == {"version", "member"}


async def test_policy_document_describes_every_export_field(stage: Stage) -> None:
    policy = Path("PRIVACY.md").read_text("utf-8")
    guild, matches = stage.ada.guild.id, stage.store.matches
    await stage.give_stars(stage.ada, "Ana")
    await matches.invite(guild, stage.ada.id, stage.ben.id)
    await matches.accept(guild, stage.ben.id, stage.ada.id)
    await matches.choose(guild, stage.ada.id, stage.ben.id, "PT")
    await matches.like(guild, stage.ada.id, stage.ben.id, "Ana", Condition.for_country("PT"))
    await matches.take_invitations(stage.ada.id, take=False)
    await stage.ada.user.slash("name", country="NL")
    export = await exported(stage)
    lists = [field for field, value in export.items() if isinstance(value, list)]
    for field in lists:
        assert f"| `{field}` |" in policy
        (row, *_) = export[field]
        assert [column for column in row if f"`{column}`" not in policy] == []


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
    stage: Stage, stars: Store, unstarred: tuple[str, ...], expected: str
) -> None:
    for name in unstarred:
        for guild in (DIRECT_MESSAGES, OTHER_GUILD, stage.ada.guild.id):
            await stars.stars.unstar(guild, stage.ada.id, name)
    question = text_of(await ask_deletion(stage))
    assert expected in question
    assert "can’t undo it" in question


async def test_cancelling_deletes_nothing(stage: Stage, stars: Store) -> None:
    question = await ask_deletion(stage)
    kept = await stage.told(question, "Keep everything")
    assert kept.id == question.id
    assert "Nothing was deleted" in text_of(question)
    assert not buttons_on(question)
    assert len(await star_rows(stars, stage.ada)) == 4


async def test_only_the_members_data_is_deleted(stage: Stage, stars: Store) -> None:
    told = await delete(stage)
    assert "✓ 4 stars\n" in text_of(told)
    assert not buttons_on(told)
    assert not any((await rows_of(stars.database, stage.ada.id)).values())
    assert len(await star_rows(stars, stage.ben)) == 1


async def test_day_of_last_use_is_deleted_where_no_star_is_left(stage: Stage) -> None:
    await stage.give_stars(stage.ada, "Zoë")
    await stage.store.stars.unstar(stage.ada.guild.id, stage.ada.id, "Zoë")
    assert "the day you last used" in text_of(await ask_deletion(stage))
    await delete(stage)
    assert not (await rows_of(stage.store.database, stage.ada.id))["last_use"]


async def test_what_was_seen_in_direct_messages_is_exported_and_deleted(stage: Stage) -> None:
    for country in ("NL", "PL"):
        await stage.ada.user.slash("name", country=country)
    await stage.name_card(country="NL")
    assert len((await exported(stage))["seen"]) == 2
    seen = "checksums of names you’ve seen"
    assert seen in text_of(await ask_deletion(stage))
    assert "That was everything I kept about you." in text_of(await delete(stage))
    assert not (await rows_of(stage.store.database, stage.ada.id))["seen"]


@pytest.mark.usefixtures("stars")
async def test_second_deletion_finds_nothing(stage: Stage) -> None:
    first, second = [await ask_deletion(stage) for _ in range(2)]
    for question in (first, second):
        await stage.ada.click(question, label="Delete everything")
    assert "4 stars" in text_of(first)
    third = await ask_deletion(stage)
    nothing = "You have no stars and no shared searches, so there’s nothing to delete."
    assert text_of(second) == text_of(third) == nothing
    assert not buttons_on(third)


@pytest.mark.usefixtures("stars")
async def test_works_in_direct_messages(stage: Stage) -> None:
    ada = stage.ada.user
    card = ephemeral_message(await ada.slash("privacy"))
    (file,) = ephemeral_message(await ada.click(card, label="Export my data")).attachments
    assert len(json.loads(stage.env.backend.cdn.get(file.url) or b"")["star"]) == 4
    question = ephemeral_message(await ada.click(card, label="Delete my data"))
    await ada.click(question, label="Delete everything")
    assert "✓ 4 stars" in text_of(question)


async def test_failed_deletion_is_reported_and_can_be_retried(
    stage: Stage, stars: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(stars.deletions, "delete", AsyncMock(side_effect=StoreError("no paper")))
        told = await delete(stage)
    assert "Not deleted yet" in text_of(told)
    assert "no paper" not in text_of(told)
    assert "no paper" in caplog.text
    await stage.ada.click(told, label="Try again")
    assert "✓ 4 stars" in text_of(told)


@pytest.mark.parametrize("label", ["Export my data", "Delete my data"])
async def test_database_failure_is_reported(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    card = await stage.private("privacy")
    in_use = AsyncMock(side_effect=StoreBusyError("in use"))
    monkeypatch.setattr(stage.store.database, "fetch", in_use)
    result = await stage.ada.click(card, label=label)
    assert "I can’t reach your favourites right now. Try again in a moment." in str(result)
