"""Custom ids exactly as they stand in messages that were sent before; none of them may change."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.commands import BUTTONS
from bot.interactions.custom_ids import (
    ANYWHERE,
    OutdatedComponentError,
    RemovedStar,
    Starrable,
    decode_ranking,
    decode_removed,
    decode_request,
    decode_star,
    decode_wishes,
    encode_ranking,
    encode_removed,
    encode_request,
    encode_star,
    encode_wishes,
)
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.filters import Filters, Initials
from model.domain.generation import NameRequest, Provenance, RequestedKind
from tests.bot.stage import Stage, buttons_on, names_on, public_message, text_of

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
WISHES = {
    "more:F.5.200.2.16.TWE.d..n.o.~r": NameRequest(
        replace(ANYWHERE, gender="F"),
        inverse_temperature=2.0,
        starts_with="Ma",
        filters=Filters("", "n", "o", Initials.DIFFERENT),
        kind=RequestedKind.RARE,
    )
}
PRESSED = {
    'retry:name.{"count":3,"country":"PL","gender":"F","seed":312,"style":"classic"}': "🇵🇱 Poland",
    'retry:blend.{"count":1,"first":"NL","second":"PL","share":60}': "🇳🇱 Netherlands × 🇵🇱 Poland",
    'retry:origin.{"among":"NL, PL","name":"Marieke"}': "## Marieke",
    "mix:DE.1.Anna.Peter": "### Anna + Peter",
    "origin:Jean-Łuć": "## Jean-Łuć",
    "why:.Marle": "## Marle →",
    "why:NLPLCL.Jean-Łuć": "## Jean-Łuć →",
    "numbers:312_50_40.15": "## √312: the numbers",
    "overview:": "## What I can do",
    "countries:": "70 countries",
    "top5:": "This server’s top five",
    "mine:": "Your top five",
    "share:": "ada’s top five",
    "export:": "**3 stars**",
    "delete:": "**3 stars** in 1 server for good.",
    "keep:": "Nothing was deleted",
    "delete-all:": "favourites: 3 stars",
}
"""What a member with three stars sees who presses them."""
KINDS = {
    "copy:": "CopyButton",
    "copy:312": "CopyButton",
    "copy:DE.1.Anna.Peter": "CopyButton",
    "help:": "HelpSelect",
    "overview:": "OverviewButton",
    "countries:": "CountriesButton",
    "country:0": "CountrySelect",
    "numbers:312_50_40.15": "NumbersButton",
    "surprise:": "SurpriseButton",
    "why:.Marle": "WhyButton",
    "why:NLPLCL.Jean-Łuć": "WhyButton",
    "hear:NL.Jean-Łuć": "HearButton",
    "origins:": "OriginSelect",
    "origins:IEIT": "OriginSelect",
    "check-poll:": "CheckPollSelect",
    **dict.fromkeys(REQUESTS, "GenerateButton"),
    "tune:NL1000..5.100.2.16.": "RefineButton",
    "tune:/plain/F/Ma/lle/x/NL1000..5.100.2.16.": "RefineButton",
    **dict.fromkeys(STARS, "StarButton"),
    **dict.fromkeys([custom_id for custom_id in PRESSED if "retry" in custom_id], "RetryButton"),
    "origin:Jean-Łuć": "OriginButton",
    "origin:NLPL.Jean-Łuć": "OriginButton",
    "own:up.1.O'Nea": "FavouritesButton",
    "own:down.1.Marle": "FavouritesButton",
    "own:remove.1.Jean-Łuć": "FavouritesButton",
    "own:page.2.": "FavouritesButton",
    "own:top.1.Marle": "FavouritesButton",
    "pick:1": "FavouritesSelect",
    **dict.fromkeys(REMOVED, "RestoreButton"),
    "undo:.2.....Vesna": "UndoButton",
    "duel:": "DuelButton",
    "duel:kmgqrYdU.HQ": "DuelButton",
    "duel:lSKDcxaG3Dw.HQ": "DuelButton",
    "duel-even:lSKDcxaG3Dw.HQ": "EvenButton",
    "top5:": "RefreshTop5Button",
    "top5:2026-11-23": "RefreshTop5Button",
    "mine:": "OwnTop5Button",
    "share:": "ShareTop5Button",
    "ties:yes": "TiesButton",
    "ties:no": "TiesButton",
    "ties-end-all:": "EndAllTiesButton",
    "match-yes:1234567890123456789.1234567890123456788": "AcceptMatchButton",
    "match-no:1234567890123456789.1234567890123456788": "DeclineMatchButton",
    "match-open:1234567890123456789.1234567890123456788": "OpenMatchButton",
    "match-refuse:1234567890123456789": "RefuseButton",
    "match-refuse:": "RefuseButton",
    "match-in:1.1234567890123456789": "MatchCountrySelect",
    "match-like:1234567890123456789.17.NLF.Ma.e.Marle": "LikeButton",
    "match-next:1234567890123456789.17.NLF.Ma.e": "PassButton",
    "match-choose:1234567890123456789.0...": "ChooseNamesButton",
    "match-star:": "StarCommonSelect",
    "match-end:1234567890123456789.17.NL..": "EndMatchButton",
    "match-stay:1234567890123456789.17.NL..": "StayButton",
    "match-end-now:1234567890123456789.17.NL..": "EndNowButton",
    "match-allow:": "AllowQuestionsButton",
    "match-end-all:": "EndAllMatchesButton",
    "mix:DE.1.Anna.Peter": "MixButton",
    "more:group": "MoreButton",
    "more:mine": "MoreButton",
    "more:mine.rare": "MoreButton",
    "more:group.F.5.200.2.16.TWE.d..n.o.~r": "MoreButton",
    "suit:group.F.5.200.2.16.TWE.d..n.o.~r": "RefineMoreButton",
    "poll:": "AskPollButton",
    "poll-for:24": "StartPollButton",
    "save:group": "SaveButton",
    "save:mine": "SaveButton",
    "picture:group": "PictureButton",
    "csv:mine": "TableButton",
    "export:": "ExportButton",
    "delete:": "AskDeletionButton",
    "delete-all:": "ConfirmDeletionButton",
    "keep:": "CancelDeletionButton",
}
"""Which button or list answers to each."""
CODECS: Mapping[str, tuple[Callable[[Any], str], Callable[[str], object]]] = {
    "wish": (encode_request, decode_request),
    "star": (encode_star, decode_star),
    "restore": (encode_removed, decode_removed),
    "more": (encode_wishes, decode_wishes),
}


@pytest.fixture
async def starred(stage: Stage) -> None:
    """Ada's favourites, in this order."""
    await stage.give_stars(stage.ada, "Marle", "Jean-Łuć", "O'Nea")


def test_every_kind_of_button_is_listed() -> None:
    assert set(KINDS.values()) == {button.__name__ for button in BUTTONS}


@pytest.mark.parametrize("custom_id", KINDS)
def test_exactly_one_registered_button_matches(custom_id: str) -> None:
    matching = [
        button.__name__
        for button in BUTTONS
        if button.__discord_ui_compiled_template__.fullmatch(custom_id)
        and button.payload_of(custom_id) is not None
    ]
    assert matching == [KINDS[custom_id]]


@pytest.mark.parametrize(("custom_id", "value"), (REQUESTS | STARS | REMOVED | WISHES).items())
def test_payloads_are_decoded_and_encoded(custom_id: str, value: object) -> None:
    kind, payload = custom_id.split(":", 1)
    encode, decode = CODECS[kind]
    assert decode(payload) == value
    assert encode(value) == payload


def test_countries_of_a_ranking_are_decoded() -> None:
    assert decode_ranking(".Marle") == ("Marle", None)
    assert decode_ranking("NLPLCL.Jean-Łuć") == ("Jean-Łuć", ["NL", "PL", "CL"])


@pytest.mark.usefixtures("starred")
@pytest.mark.parametrize(("custom_id", "expected"), PRESSED.items())
async def test_pressed_buttons_answer(stage: Stage, custom_id: str, expected: str) -> None:
    card, result = await stage.press_forged(custom_id)
    answer = card if result.response is None else result.response
    assert expected in text_of(answer)


def test_a_ranking_is_of_25_known_countries_at_most() -> None:
    codes = sorted(countries())
    assert decode_ranking(encode_ranking("Marle", codes)) == ("Marle", codes[:25])
    for joined in ("".join(codes[:26]), "NLQQ", "NLP"):
        with pytest.raises(OutdatedComponentError):
            decode_ranking(f"{joined}.Marle")


@pytest.mark.usefixtures("starred")
@pytest.mark.parametrize(
    ("custom_id", "expected"),
    [
        ("own:up.1.O'Nea", ["Marle", "O'Nea", "Jean-Łuć"]),
        ("own:down.1.Marle", ["Jean-Łuć", "Marle", "O'Nea"]),
        ("own:remove.1.Jean-Łuć", ["Marle", "O'Nea"]),
        ("own:page.2.", ["Marle", "Jean-Łuć", "O'Nea"]),
        ("own:top.1.O'Nea", ["O'Nea", "Marle", "Jean-Łuć"]),
        ("star:....Vesna", ["Marle", "Jean-Łuć", "O'Nea", "Vesna"]),
        ("restore:.2.....Vesna", ["Marle", "Vesna", "Jean-Łuć", "O'Nea"]),
        ("undo:.2.....Vesna", ["Marle", "Vesna", "Jean-Łuć", "O'Nea"]),
        ("keep:", ["Marle", "Jean-Łuć", "O'Nea"]),
        ("delete-all:", []),
    ],
)
async def test_pressed_buttons_change_the_favourites(
    stage: Stage, custom_id: str, expected: list[str]
) -> None:
    await stage.press_forged(custom_id)
    assert await stage.starred_by(stage.ada) == expected


async def test_pressed_request_is_kept(stage: Stage) -> None:
    custom_id = "wish:NL600-PL400.F.10.200.4.9.TWE"
    _, result = await stage.press_forged(custom_id)
    card = public_message(result)
    assert (len(names_on(card)), buttons_on(card)["Again"]) == (10, custom_id)
