"""`/privacy` as a member uses it, over a real database."""

import json
from pathlib import Path
from typing import Any

import pytest
from simcord import InteractionResult, MemberActor, ResponseMessage
from simcord.components import walk_components

from bot.app import NomenBot
from bot.cards.privacy import Deleted, DeletedCard, Holding, PrivacyCard, SureCard
from bot.commands.privacy import DeleteAllButton, DeleteButton, ExportButton, KeepButton
from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES, RETENTION
from bot.favourites.repository import FavouritesRepository, Report
from bot.i18n.languages import languages
from bot.i18n.translator import translator_in
from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.stage import Stage, buttons_on, parts_of, refused, shown, stars_on, text_of

OTHER_GUILD = 7
BLEND = Provenance(Condition((("NL", 0.6), ("PL", 0.4)), "F"), 2.0, 312)
POLICY = "https://nomen.example/PRIVACY.md"
LINK = 5
NOTHING = "You have no stars anywhere, so there is nothing to delete."


def alone(result: InteractionResult) -> ResponseMessage:
    """What is answered to the member alone."""
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def privacy(stage: Stage, by: MemberActor | None = None) -> ResponseMessage:
    return alone(await (by or stage.ada).slash(stage.channel, "privacy"))


async def exported(stage: Stage, by: MemberActor, card: ResponseMessage) -> dict[str, Any]:
    """Press the button and read the file that comes."""
    answer = alone(await by.click(card, label="Export my data"))
    (file,) = answer.attachments
    assert file.filename == "nomen-export.json"
    form: dict[str, Any] = json.loads(stage.env.backend.cdn.get(file.url) or b"")
    return form


async def asked(by: MemberActor, card: ResponseMessage) -> ResponseMessage:
    """Press the button that asks once more."""
    return alone(await by.click(card, label="Delete my data"))


@pytest.fixture
def policy() -> str:
    """What PRIVACY.md says."""
    return Path("PRIVACY.md").read_text("utf-8")


@pytest.fixture
async def stars(stage: Stage, favourites: FavouritesRepository) -> FavouritesRepository:
    """Of Ada in two servers and outside of them, and one of Ben."""
    here, ada = stage.ada.guild.id, stage.ada.id
    await favourites.star(here, ada, "Zoë", None)
    await favourites.star(here, ada, "Marenka", BLEND)
    await favourites.star(OTHER_GUILD, ada, "Ana", None)
    await favourites.star(DIRECT_MESSAGES, ada, "Vesna", None)
    await favourites.star(here, stage.ben.id, "Bensecret", None)
    return favourites


async def test_the_card_says_what_is_kept_for_how_long_and_that_there_may_be_backups(
    stage: Stage,
) -> None:
    card = await privacy(stage)
    text = text_of(card)
    assert "your id, and for each name that you starred" in text
    assert f"{RETENTION.days} days later" in text
    assert "**Backups:**" in text
    assert [*buttons_on(card)] == ["Export my data", "Delete my data"]


async def test_the_policy_is_linked_to_where_its_address_is_set(
    stage: Stage, naming: NameService, favourites: FavouritesRepository
) -> None:
    bot = NomenBot(naming, favourites, shard_count=1, privacy_url=POLICY)
    await stage.env.restart_bot(bot)
    links = [part for part in walk_components((await privacy(stage)).components) if "url" in part]
    assert [(link["style"], link["label"], link["url"]) for link in links] == [
        (LINK, "Privacy policy", POLICY)
    ]


async def test_the_buttons_carry_nobodys_id(stage: Stage, stars: FavouritesRepository) -> None:
    card = await privacy(stage)
    ids = [*buttons_on(card).values(), *buttons_on(await asked(stage.ada, card)).values()]
    assert ids == ["export:", "delete:", "delete-all:", "keep:"]
    assert (await stars.export(stage.ada.id)).stars


async def test_the_export_is_all_that_is_kept_of_the_member(
    stage: Stage, stars: FavouritesRepository
) -> None:
    form = await exported(stage, stage.ada, await privacy(stage))
    kept = (await stars.export(stage.ada.id)).stars
    assert [*form] == ["version", "member", "stars"]
    assert (form["version"], form["member"]) == (1, str(stage.ada.id))
    assert [
        (star["guild"], star["name"], star["folded"], star["place"], star["starred_at"])
        for star in form["stars"]
    ] == [(one.guild, one.name, one.folded, one.place, one.starred_at) for one in kept]
    assert {star["guild"] for star in form["stars"]} == {
        None,
        str(OTHER_GUILD),
        str(stage.ada.guild.id),
    }


async def test_the_export_tells_what_a_name_was_invented_from(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Marenka", BLEND)
    (star,) = (await exported(stage, stage.ada, await privacy(stage)))["stars"]
    assert {key: star[key] for key in ("typed", "countries", "gender", "sharpness", "seed")} == {
        "typed": False,
        "countries": {"NL": 0.6, "PL": 0.4},
        "gender": "F",
        "sharpness": 2.0,
        "seed": 312,
    }


@pytest.mark.usefixtures("stars")
async def test_nothing_of_another_members_is_exported(stage: Stage) -> None:
    card = await privacy(stage)
    assert "Bensecret" not in json.dumps(await exported(stage, stage.ada, card))
    bens = await exported(stage, stage.ben, await privacy(stage, stage.ben))
    assert [star["name"] for star in bens["stars"]] == ["Bensecret"]
    assert str(stage.ada.id) not in json.dumps(bens)


async def test_of_whom_nothing_is_kept_an_empty_export_says_so(stage: Stage) -> None:
    form = await exported(stage, stage.ada, await privacy(stage))
    assert form == {"version": 1, "member": str(stage.ada.id), "stars": []}


async def test_the_policy_describes_every_field_of_the_export(
    stage: Stage, favourites: FavouritesRepository, policy: str
) -> None:
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Ana", None)
    form = await exported(stage, stage.ada, await privacy(stage))
    for field in (*form, *form["stars"][0]):
        assert f"| `{field}` |" in policy


@pytest.mark.usefixtures("stars")
@pytest.mark.parametrize(
    ("taken_back", "said"),
    [
        ((), "**4 stars** in 2 servers and outside of them will be gone for good."),
        (("Vesna",), "**3 stars** in 2 servers will be gone for good."),
        (("Vesna", "Ana"), "**2 stars** in 1 server will be gone for good."),
        (("Ana",), "**3 stars** in 1 server and outside of it will be gone for good."),
        (("Ana", "Zoë", "Marenka"), "**1 star** outside of servers will be gone for good."),
    ],
)
async def test_before_it_deletes_it_says_how_much_would_go(
    stage: Stage, favourites: FavouritesRepository, taken_back: tuple[str, ...], said: str
) -> None:
    for name in taken_back:
        for guild in (DIRECT_MESSAGES, OTHER_GUILD, stage.ada.guild.id):
            await favourites.unstar(guild, stage.ada.id, name)
    question = text_of(await asked(stage.ada, await privacy(stage)))
    assert said in question
    assert "cannot be undone" in question


async def test_who_keeps_it_keeps_it(stage: Stage, stars: FavouritesRepository) -> None:
    question = await asked(stage.ada, await privacy(stage))
    assert alone(await stage.ada.click(question, label="Keep it")).id == question.id
    assert "Nothing was deleted" in text_of(question)
    assert not buttons_on(question)
    assert len((await stars.export(stage.ada.id)).stars) == 4


async def test_everything_of_the_member_is_deleted_and_nothing_of_anybody_elses(
    stage: Stage, stars: FavouritesRepository
) -> None:
    question = await asked(stage.ada, await privacy(stage))
    assert alone(await stage.ada.click(question, label="Delete everything")).id == question.id
    assert "✓ favourites: 4 stars" in text_of(question)
    assert not buttons_on(question)
    assert (await stars.export(stage.ada.id)).stars == ()
    assert len((await stars.export(stage.ben.id)).stars) == 1


async def test_a_second_deletion_finds_nothing(stage: Stage, stars: FavouritesRepository) -> None:
    card = await privacy(stage)
    first, second = await asked(stage.ada, card), await asked(stage.ada, card)
    for question in (first, second):
        await stage.ada.click(question, label="Delete everything")
    assert "4 stars" in text_of(first)
    assert text_of(second) == NOTHING
    third = await asked(stage.ada, card)
    assert text_of(third) == NOTHING
    assert not buttons_on(third)
    assert (await stars.export(stage.ada.id)).stars == ()


@pytest.mark.usefixtures("stars")
async def test_a_top_five_counts_without_what_was_deleted(stage: Stage) -> None:
    top = shown(await stage.ada.slash(stage.channel, "top5"))
    assert set(stars_on(top)) == {"Zoë", "Marenka", "Bensecret"}
    question = await asked(stage.ada, await privacy(stage))
    await stage.ada.click(question, label="Delete everything")
    await stage.ben.click(top, label="Count again")
    assert [*stars_on(top)] == ["Bensecret"]


@pytest.mark.usefixtures("stars")
async def test_in_direct_messages_it_is_the_same(stage: Stage) -> None:
    card = alone(await stage.ada.user.slash("privacy"))
    answer = alone(await stage.ada.user.click(card, label="Export my data"))
    (file,) = answer.attachments
    assert len(json.loads(stage.env.backend.cdn.get(file.url) or b"")["stars"]) == 4
    question = alone(await stage.ada.user.click(card, label="Delete my data"))
    await stage.ada.user.click(question, label="Delete everything")
    assert "✓ favourites: 4 stars" in text_of(question)


class Notes:
    """A part that keeps two notes of everybody, and cannot let go of them until it is mended."""

    part = "notes"

    def __init__(self) -> None:
        self.broken = True

    async def delete_member(self, member: int) -> Report:  # noqa: ARG002 - of everybody
        if self.broken:
            message = "no paper"
            raise StoreError(message)
        return Report(self.part, {"notes": 2})


async def test_a_part_that_fails_is_named_beside_what_was_deleted_and_can_be_tried_again(
    stage: Stage,
    simcord_bot: NomenBot,
    stars: FavouritesRepository,
    caplog: pytest.LogCaptureFixture,
) -> None:
    notes = Notes()
    simcord_bot.keepers = (stars, notes)
    question = await asked(stage.ada, await privacy(stage))
    await stage.ada.click(question, label="Delete everything")
    assert "Not everything could be deleted" in text_of(question)
    assert "✓ favourites: 4 stars\n✕ Could not be deleted: notes" in text_of(question)
    assert "no paper" not in text_of(question)
    assert "no paper" in caplog.text
    notes.broken = False
    await stage.ada.click(question, label="Try again")
    assert "✓ notes: 2 notes" in text_of(question)
    assert "favourites" not in text_of(question)


@pytest.mark.parametrize("label", ["Export my data", "Delete my data"])
async def test_where_nothing_can_be_read_the_member_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, favourites: FavouritesRepository, label: str
) -> None:
    card = await privacy(stage)

    async def fail(_: int) -> None:
        message = "The database of favourites is in use by another program. Try again in a moment."
        raise StoreError(message)

    monkeypatch.setattr(favourites, "export", fail)
    assert "is in use by another program" in refused(await stage.ada.click(card, label=label))


@pytest.mark.parametrize("language", languages())
async def test_its_cards_are_within_what_discord_allows(language: str) -> None:
    _, many = translator_in(language), 40_000
    amounts = {"favourites": {"stars": many}, "notes": {"notes": many}}
    for card in (
        PrivacyCard(
            _,
            30,
            [ExportButton.with_payload("", label="x"), DeleteButton.with_payload("", label="x")],
        ),
        SureCard(
            _,
            Holding(many, 200, outside=True),
            [DeleteAllButton.with_payload("", label="x"), KeepButton.with_payload("", label="x")],
        ),
        DeletedCard(_, Deleted(amounts, ["notes"]), [DeleteAllButton.with_payload("", label="x")]),
    ):
        assert sum(len(part.get("content", "")) for part in parts_of(card)) <= 4000
