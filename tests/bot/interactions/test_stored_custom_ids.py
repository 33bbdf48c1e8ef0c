"""Custom ids exactly as they stand in messages that were sent before; none of them may change."""

from typing import Any

import pytest
from simcord import InteractionResult, ResponseMessage

from bot.commands import BUTTONS
from bot.commands.check import CheckPollSelect
from bot.commands.clipdemo import NumbersButton
from bot.commands.copy_button import CopyButton
from bot.commands.countries import CountriesButton, CountrySelect, SurpriseButton
from bot.commands.duel import DuelButton, EvenButton
from bot.commands.favourites_list import FavouritesButton, FavouritesSelect, RestoreButton
from bot.commands.generation import GenerateButton, RefineButton
from bot.commands.hear_button import HearButton
from bot.commands.match import (
    AcceptMatchButton,
    DeclineMatchButton,
    OpenMatchButton,
    RefuseButton,
)
from bot.commands.match_side import (
    ChooseNamesButton,
    EndMatchButton,
    EndNowButton,
    LikeButton,
    PassButton,
    StarCommonSelect,
    StayButton,
)
from bot.commands.mix import MixButton
from bot.commands.more import MoreButton, RefineMoreButton
from bot.commands.origin import OriginButton, OriginSelect, WhyButton
from bot.commands.poll import AskPollButton, StartPollButton
from bot.commands.privacy import (
    AllowQuestionsButton,
    AskDeletionButton,
    CancelDeletionButton,
    ConfirmDeletionButton,
    EndAllMatchesButton,
    EndAllTiesButton,
    ExportButton,
)
from bot.commands.retry import RetryButton
from bot.commands.shortlist import PictureButton, SaveButton, TableButton
from bot.commands.star_button import StarButton, UndoButton
from bot.commands.top5 import OwnTop5Button, RefreshTop5Button, ShareTop5Button, TiesButton
from bot.favourites.repository import FavouritesRepository
from bot.interactions.custom_ids import (
    OutdatedComponentError,
    RemovedStar,
    Starrable,
    decode_ranking,
    decode_removed,
    decode_request,
    decode_star,
    encode_ranking,
    encode_removed,
    parse_name,
)
from bot.interactions.persistent_button import PersistentItem
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.filters import Filters, Initials
from model.domain.generation import NameRequest, Provenance
from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    names_on,
    public_message,
    seed_on,
    text_of,
)

BLEND = Condition.blend({"NL": 0.6, "PL": 0.4}, "F")
THIRDS = {"NL": 1, "PL": 1, "CL": 1}
REQUESTS = {
    "wish:NL1000..5.100.2.16.": NameRequest(Condition.for_country("NL")),
    "wish:NL600-PL400.F.10.200.4.9.TWE": NameRequest(
        BLEND, 10, 2.0, "Ma", min_length=4, max_length=9
    ),
    "wish:NL333-PL333-CL333..3.70.2.24.xYJ1": NameRequest(
        Condition.blend(THIRDS), 3, 0.7, "łu", max_length=24
    ),
    "wish:NL1000.N.5.100.2.16..d.or..x.": NameRequest(
        Condition.for_country("NL", "N"), filters=Filters("or", "", "x", Initials.DIFFERENT)
    ),
    "wish:NL1000..5.100.2.16....lle..Jorien": NameRequest(
        Condition.for_country("NL"), filters=Filters(ends_with="lle", like="Jorien")
    ),
}
STARS = {
    "star:NL1000..100.312.Marle": Starrable(
        "Marle", Provenance(Condition.for_country("NL"), seed=312)
    ),
    "star:NL600-PL400.F.200.4294967295.Jean-Łuć": Starrable(
        "Jean-Łuć", Provenance(BLEND, 2.0, 4294967295)
    ),
    "star:NL333-PL333-CL333.M.70..O'Nea": Starrable(
        "O'Nea", Provenance(Condition.blend(THIRDS, "M"), 0.7)
    ),
    "star:....Vesna": Starrable("Vesna", None),
}
REMOVED = {
    "restore:.3.NL1000..100.312.Marle": RemovedStar(STARS["star:NL1000..100.312.Marle"], 3),
    "restore:ESIQ9H3pgRU.200.....Vesna": RemovedStar(
        Starrable("Vesna", None), 200, 1234567890123456789
    ),
}
KINDS: dict[str, type[PersistentItem[Any]]] = {
    "copy:": CopyButton,
    "countries:": CountriesButton,
    "country:0": CountrySelect,
    "numbers:312_50_40.15": NumbersButton,
    "surprise:": SurpriseButton,
    "why:.Marle": WhyButton,
    "why:NLPLCL.Jean-Łuć": WhyButton,
    "hear:NL.Jean-Łuć": HearButton,
    "origins:": OriginSelect,
    "check-poll:": CheckPollSelect,
    **dict.fromkeys(REQUESTS, GenerateButton),
    "tune:NL1000..5.100.2.16.": RefineButton,
    "tune:/plain/F/Ma/lle/x/NL1000..5.100.2.16.": RefineButton,
    **dict.fromkeys(STARS, StarButton),
    'retry:name.{"count":3,"country":"PL","gender":"F","seed":312,"style":"classic"}': RetryButton,
    'retry:blend.{"count":1,"first":"NL","second":"PL","share":60}': RetryButton,
    'retry:origin.{"among":"NL, PL","name":"Marieke"}': RetryButton,
    "origin:Jean-Łuć": OriginButton,
    "own:up.1.O'Nea": FavouritesButton,
    "own:down.1.Marle": FavouritesButton,
    "own:remove.1.Jean-Łuć": FavouritesButton,
    "own:page.2.": FavouritesButton,
    "own:top.1.Marle": FavouritesButton,
    "pick:1": FavouritesSelect,
    **dict.fromkeys(REMOVED, RestoreButton),
    "undo:.2.....Vesna": UndoButton,
    "duel:": DuelButton,
    "duel:kmgqrYdU.HQ": DuelButton,
    "duel:lSKDcxaG3Dw.HQ": DuelButton,
    "duel-even:lSKDcxaG3Dw.HQ": EvenButton,
    "top5:": RefreshTop5Button,
    "top5:2026-11-23": RefreshTop5Button,
    "mine:": OwnTop5Button,
    "share:": ShareTop5Button,
    "ties:yes": TiesButton,
    "ties:no": TiesButton,
    "ties-end-all:": EndAllTiesButton,
    "match-yes:1234567890123456789.1234567890123456788": AcceptMatchButton,
    "match-no:1234567890123456789.1234567890123456788": DeclineMatchButton,
    "match-open:1234567890123456789.1234567890123456788": OpenMatchButton,
    "match-refuse:1234567890123456789": RefuseButton,
    "match-refuse:": RefuseButton,
    "match-like:1234567890123456789.17.NLF.Ma.e.Marle": LikeButton,
    "match-next:1234567890123456789.17.NLF.Ma.e": PassButton,
    "match-choose:1234567890123456789.0...": ChooseNamesButton,
    "match-star:": StarCommonSelect,
    "match-end:1234567890123456789.17.NL..": EndMatchButton,
    "match-stay:1234567890123456789.17.NL..": StayButton,
    "match-end-now:1234567890123456789.17.NL..": EndNowButton,
    "match-allow:": AllowQuestionsButton,
    "match-end-all:": EndAllMatchesButton,
    "mix:DE.1.Anna.Peter": MixButton,
    "more:group": MoreButton,
    "more:mine": MoreButton,
    "more:mine.rare": MoreButton,
    "more:group.F.5.200.2.16.TWE.d..n.o.~r": MoreButton,
    "suit:group.F.5.200.2.16.TWE.d..n.o.~r": RefineMoreButton,
    "poll:": AskPollButton,
    "poll-for:24": StartPollButton,
    "save:group": SaveButton,
    "save:mine": SaveButton,
    "picture:group": PictureButton,
    "csv:mine": TableButton,
    "export:": ExportButton,
    "delete:": AskDeletionButton,
    "delete-all:": ConfirmDeletionButton,
    "keep:": CancelDeletionButton,
}


@pytest.fixture
async def starred(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    """Ada's favourites, in this order."""
    names = ["Marle", "Jean-Łuć", "O'Nea"]
    for name in names:
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, None)
    return names


async def names_of_ada(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    stars = await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)
    return [star.name for star in stars]


async def press(stage: Stage, custom_id: str) -> tuple[ResponseMessage, InteractionResult]:
    """Let Ada press a button with a custom id; return its message and the response."""
    card = await stage.name_card(country="NL", count=1)
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    stored.components[0]["components"][-1]["components"][0]["custom_id"] = custom_id
    return card, await stage.ada.click(card, custom_id=custom_id)


def test_every_kind_of_button_is_listed() -> None:
    assert set(KINDS.values()) == set(BUTTONS)


@pytest.mark.parametrize("custom_id", KINDS)
def test_exactly_one_registered_button_matches(custom_id: str) -> None:
    matching = [
        button
        for button in BUTTONS
        if button.__discord_ui_compiled_template__.fullmatch(custom_id)
        and button.payload_of(custom_id) is not None
    ]
    assert matching == [KINDS[custom_id]]


@pytest.mark.parametrize(("custom_id", "name_request"), REQUESTS.items())
def test_requests_are_decoded(custom_id: str, name_request: NameRequest) -> None:
    payload = GenerateButton.payload_of(custom_id)
    assert payload is not None
    assert decode_request(payload) == name_request


@pytest.mark.parametrize(("custom_id", "starrable"), STARS.items())
def test_stars_are_decoded(custom_id: str, starrable: Starrable) -> None:
    payload = StarButton.payload_of(custom_id)
    assert payload is not None
    assert decode_star(payload) == starrable
    assert parse_name(payload) == starrable.name


@pytest.mark.parametrize(("custom_id", "removed"), REMOVED.items())
def test_removed_stars_are_decoded(custom_id: str, removed: RemovedStar) -> None:
    payload = custom_id.removeprefix("restore:")
    assert decode_removed(payload) == removed
    assert encode_removed(removed) == payload


@pytest.mark.usefixtures("starred")
@pytest.mark.parametrize("custom_id", ["restore:.2.....Vesna", "undo:.2.....Vesna"])
async def test_restoring_buttons_work(
    stage: Stage, favourites: FavouritesRepository, custom_id: str
) -> None:
    await press(stage, custom_id)
    assert await names_of_ada(stage, favourites) == ["Marle", "Vesna", "Jean-Łuć", "O'Nea"]


@pytest.mark.parametrize(("custom_id", "name_request"), REQUESTS.items())
async def test_request_buttons_work(
    stage: Stage, custom_id: str, name_request: NameRequest
) -> None:
    _, result = await press(stage, custom_id)
    card = public_message(result)
    assert len(names_on(card)) == name_request.count
    assert buttons_on(card)["Again"] == custom_id


@pytest.mark.parametrize(
    ("custom_id", "shown"),
    [
        (
            'retry:name.{"count":3,"country":"PL","gender":"F","seed":312,"style":"classic"}',
            "🇵🇱 Poland",
        ),
        (
            'retry:blend.{"count":1,"first":"NL","second":"PL","share":60}',
            "🇳🇱 Netherlands × 🇵🇱 Poland",
        ),
        ('retry:origin.{"among":"NL, PL","name":"Marieke"}', "## Marieke"),
    ],
)
async def test_retry_buttons_work(stage: Stage, custom_id: str, shown: str) -> None:
    _, result = await press(stage, custom_id)
    assert shown in text_of(public_message(result))


@pytest.mark.parametrize(("custom_id", "starrable"), STARS.items())
async def test_star_buttons_work(
    stage: Stage, favourites: FavouritesRepository, custom_id: str, starrable: Starrable
) -> None:
    await press(stage, custom_id)
    (star,) = await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)
    assert Starrable(star.name, star.provenance) == starrable


async def test_mix_button_works(stage: Stage) -> None:
    _, result = await press(stage, "mix:DE.1.Anna.Peter")
    card = public_message(result)
    assert "## Anna + Peter" in text_of(card)
    assert seed_on(card) == 1


async def test_origin_button_works(stage: Stage) -> None:
    _, result = await press(stage, "origin:Jean-Łuć")
    assert "## Jean-Łuć" in text_of(public_message(result))


def test_a_ranking_is_of_25_known_countries_at_most() -> None:
    codes = sorted(countries())
    assert decode_ranking(encode_ranking("Marle", codes)) == ("Marle", codes[:25])
    for joined in ("".join(codes[:26]), "NLQQ", "NLP"):
        with pytest.raises(OutdatedComponentError):
            decode_ranking(f"{joined}.Marle")


@pytest.mark.parametrize(
    ("custom_id", "name", "among"),
    [("why:.Marle", "Marle", None), ("why:NLPLCL.Jean-Łuć", "Jean-Łuć", ["NL", "PL", "CL"])],
)
async def test_why_button_works(
    stage: Stage, custom_id: str, name: str, among: list[str] | None
) -> None:
    assert decode_ranking(custom_id.removeprefix("why:")) == (name, among)
    _, result = await press(stage, custom_id)
    assert f"## {name} →" in text_of(ephemeral_message(result))


async def test_numbers_button_works(stage: Stage) -> None:
    _, result = await press(stage, "numbers:312_50_40.15")
    assert "## √312: the numbers" in text_of(ephemeral_message(result))


async def test_countries_button_works(stage: Stage) -> None:
    _, result = await press(stage, "countries:")
    assert "70 countries" in text_of(ephemeral_message(result))


@pytest.mark.usefixtures("starred")
@pytest.mark.parametrize(
    ("custom_id", "expected"),
    [
        ("own:up.1.O'Nea", ["Marle", "O'Nea", "Jean-Łuć"]),
        ("own:down.1.Marle", ["Jean-Łuć", "Marle", "O'Nea"]),
        ("own:remove.1.Jean-Łuć", ["Marle", "O'Nea"]),
        ("own:page.2.", ["Marle", "Jean-Łuć", "O'Nea"]),
        ("own:top.1.O'Nea", ["O'Nea", "Marle", "Jean-Łuć"]),
    ],
)
async def test_favourites_buttons_work(
    stage: Stage, favourites: FavouritesRepository, custom_id: str, expected: list[str]
) -> None:
    card, _ = await press(stage, custom_id)
    assert f"Your favourites ({len(expected)})" in text_of(card)
    assert await names_of_ada(stage, favourites) == expected


@pytest.mark.usefixtures("starred")
async def test_refresh_button_works(stage: Stage) -> None:
    card, _ = await press(stage, "top5:")
    assert "This server’s top five" in text_of(card)


@pytest.mark.usefixtures("starred")
async def test_own_top5_button_works(stage: Stage) -> None:
    card, _ = await press(stage, "mine:")
    assert "Your top five" in text_of(card)


@pytest.mark.usefixtures("starred")
async def test_share_button_works(stage: Stage) -> None:
    _, result = await press(stage, "share:")
    assert "ada’s top five" in text_of(public_message(result))


@pytest.mark.usefixtures("starred")
async def test_export_button_works(stage: Stage) -> None:
    _, result = await press(stage, "export:")
    assert result.response is not None
    assert "**3 stars**" in text_of(result.response)


@pytest.mark.usefixtures("starred")
async def test_deletion_buttons_work(stage: Stage, favourites: FavouritesRepository) -> None:
    _, result = await press(stage, "delete:")
    assert result.response is not None
    assert "**3 stars** in 1 server for good." in text_of(result.response)
    card, _ = await press(stage, "keep:")
    assert "Nothing was deleted" in text_of(card)
    assert len(await names_of_ada(stage, favourites)) == 3
    card, _ = await press(stage, "delete-all:")
    assert "favourites: 3 stars" in text_of(card)
    assert await names_of_ada(stage, favourites) == []
