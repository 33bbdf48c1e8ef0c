"""Custom ids exactly as they stand in messages that were sent before; none of them may change."""

from collections.abc import Callable, Collection, Mapping
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
from tests.bot.stage import Stage, buttons_on, public_message, text_of

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
    "mix:US.1.Sarah.Michael.F": "### Sarah + Michael\n-# female",
    "origin:Jean-Łuć": "## Jean-Łuć",
    "why:.Marle": "## Marle →",
    "why:NLPLCL.Jean-Łuć": "## Jean-Łuć →",
    "numbers:312_50_40.15": "## √312: the numbers",
    "overview:": "## What I can do",
    "countries:": "70 countries",
    "top5:": "This server’s top five",
    "mine:": "Your top five",
    "share:": "ada’s top five",
    "export:": "Here’s everything I keep about you.",
    "delete:": "**3 stars** in 1 server for good.",
    "keep:": "Nothing was deleted",
    "delete-all:": "✓ 3 stars",
}
"""What a member with three stars sees who presses them."""
KINDS: Mapping[str, Collection[str]] = {
    "CopyButton": ["copy:", "copy:312", "copy:DE.1.Anna.Peter"],
    "HelpSelect": ["help:"],
    "OverviewButton": ["overview:"],
    "CountriesButton": ["countries:"],
    "CountrySelect": ["country:0"],
    "NumbersButton": ["numbers:312_50_40.15"],
    "SurpriseButton": ["surprise:"],
    "WhyButton": ["why:.Marle", "why:NLPLCL.Jean-Łuć"],
    "HearButton": ["hear:NL.Jean-Łuć"],
    "OriginSelect": ["origins:", "origins:IEIT"],
    "CheckPollSelect": ["check-poll:"],
    "GenerateButton": REQUESTS,
    "RefineButton": ["tune:NL1000..5.100.2.16.", "tune:/plain/F/Ma/lle/x/NL1000..5.100.2.16."],
    "StarButton": STARS,
    "RetryButton": [custom_id for custom_id in PRESSED if "retry" in custom_id],
    "OriginButton": ["origin:Jean-Łuć", "origin:NLPL.Jean-Łuć"],
    "FavouritesButton": [
        *("own:up.1.O'Nea", "own:down.1.Marle", "own:remove.1.Jean-Łuć", "own:page.2."),
        "own:top.1.Marle",
    ],
    "FavouritesSelect": ["pick:1"],
    "RestoreButton": REMOVED,
    "TakeBackButton": ["unstar:.Marle", "unstar:ESIQ9H3pgRU.Jean-Łuć"],
    "UndoButton": ["undo:.2.....Vesna"],
    "DuelButton": ["duel:", "duel:kmgqrYdU.HQ", "duel:lSKDcxaG3Dw.HQ"],
    "EvenButton": ["duel-even:lSKDcxaG3Dw.HQ"],
    "RefreshTop5Button": ["top5:", "top5:2026-11-23"],
    "OwnTop5Button": ["mine:"],
    "ShareTop5Button": ["share:"],
    "AcceptMatchButton": ["match-yes:1234567890123456789.1234567890123456788"],
    "DeclineMatchButton": ["match-no:1234567890123456789.1234567890123456788"],
    "OpenMatchButton": ["match-open:1234567890123456789.1234567890123456788"],
    "TurnOffInvitationsButton": ["match-refuse:"],
    "MatchCountrySelect": ["match-in:1.1234567890123456789"],
    "LikeButton": ["match-like:1234567890123456789.17.NLF.Ma.e.Marle"],
    "PassButton": ["match-next:1234567890123456789.17.NLF.Ma.e"],
    "ChooseNamesButton": ["match-choose:1234567890123456789.0..."],
    "StarCommonSelect": ["match-star:"],
    "EndMatchButton": ["match-end:1234567890123456789.17.NL.."],
    "StayButton": ["match-stay:1234567890123456789.17.NL.."],
    "EndNowButton": ["match-end-now:1234567890123456789.17.NL.."],
    "AllowInvitationsButton": ["match-allow:"],
    "EndAllMatchesButton": ["match-end-all:"],
    "MixButton": ["mix:DE.1.Anna.Peter", "mix:US.1.Sarah.Michael.F"],
    "MoreButton": [
        "more:group",
        "more:mine",
        "more:mine.rare",
        "more:group.F.5.200.2.16.TWE.d..n.o.~r",
    ],
    "RefineMoreButton": ["suit:group.F.5.200.2.16.TWE.d..n.o.~r"],
    "AskPollButton": ["poll:"],
    "StartPollButton": ["poll-for:24"],
    "SaveButton": ["save:group", "save:mine"],
    "PictureButton": ["picture:group"],
    "TableButton": ["csv:mine"],
    "ExportButton": ["export:"],
    "AskDeletionButton": ["delete:"],
    "ConfirmDeletionButton": ["delete-all:"],
    "CancelDeletionButton": ["keep:"],
}
"""The button or list that answers to each."""
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
    assert KINDS.keys() == {button.__name__ for button in BUTTONS}


@pytest.mark.parametrize(
    ("kind", "custom_id"), [(kind, each) for kind, ids in KINDS.items() for each in ids]
)
def test_exactly_one_registered_button_matches(kind: str, custom_id: str) -> None:
    (taken,) = [button for button in BUTTONS if button.payload_of(custom_id) is not None]
    (dispatched,) = [
        button for button in BUTTONS if button.__discord_ui_compiled_template__.fullmatch(custom_id)
    ]
    assert taken.__name__ == dispatched.__name__ == kind


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
        ("unstar:.Jean-Łuć", ["Marle", "O'Nea"]),
        ("unstar:ESIQ9H3pgRU.Vesna", ["Marle", "Jean-Łuć", "O'Nea"]),
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
    assert buttons_on(public_message(result))["Again"] == custom_id
