"""The loopback Discord rejects what Discord rejects, without which the wire tests prove nothing."""

from typing import Any

import aiohttp
import pytest

from tests.wire.discord_server.checks import (
    COMPONENTS_V2,
    InteractionType,
    InvalidFormBodyError,
    check_callback,
)
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, SentInteraction
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.world import SERVER, User

Json = dict[str, Any]
COMMAND, COMPONENT = InteractionType.COMMAND, InteractionType.COMPONENT
AUTOCOMPLETE, FORM = InteractionType.AUTOCOMPLETE, InteractionType.FORM
TEXT = {"type": 10, "content": "Vesna"}
PLOT = {"id": 0, "filename": "plot.png"}


def line(**fields: object) -> Json:
    question = {"type": 4, "style": 1, "custom_id": "letters", "max_length": 12, **fields}
    return {"type": 18, "label": "First letters", "component": question}


def form(*questions: Json) -> Json:
    return {"type": 9, "data": {"custom_id": "x", "title": "Refine", "components": [*questions]}}


def gallery(url: str) -> Json:
    return {"type": 12, "items": [{"media": {"url": url}}]}


def card(*children: Json, **fields: object) -> Json:
    data = {
        "flags": COMPONENTS_V2,
        "components": [{"type": 17, "components": list(children)}],
        "allowed_mentions": {"parse": []},
    }
    return {"type": 4, "data": {**data, **fields}}


def choices(*values: str) -> Json:
    return {"type": 8, "data": {"choices": [{"name": "x", "value": value} for value in values]}}


def test_edited_layout_stays_a_layout() -> None:
    change = card(TEXT, flags=0)["data"]
    check_callback({"type": 7, "data": change}, COMPONENT, flags=COMPONENTS_V2)


@pytest.mark.parametrize(
    ("callback", "to", "message"),
    [
        (card(TEXT, allowed_mentions={"parse": ["users"]}), COMMAND, "allowed_mentions"),
        (card(TEXT, allowed_mentions={}), COMMAND, "allowed_mentions"),
        (card(gallery("attachment://b.png"), attachments=[PLOT]), COMMAND, "b.png is not attached"),
        ({"type": 7, "data": {}}, COMMAND, "7 is no response to COMMAND"),
        (form(line()), FORM, "9 is no response to FORM"),
        (form(line(value="x" * 13)), COMPONENT, "more than may be typed"),
        (choices(*map(str, range(26))), AUTOCOMPLETE, "too many choices"),
        (choices("x" * 101), AUTOCOMPLETE, "length of a choice"),
    ],
)
def test_other_callbacks_are_rejected(callback: Json, to: InteractionType, message: str) -> None:
    with pytest.raises(InvalidFormBodyError, match=message):
        check_callback(callback, to)


@pytest.mark.parametrize(("strict", "status"), [(True, 404), (False, 204)])
async def test_late_response_is_refused_but_in_a_benchmark(*, strict: bool, status: int) -> None:
    async with loopback_discord(strict=strict) as server, aiohttp.ClientSession() as client:
        late = RESPONSE_DEADLINE + 0.1
        sent = SentInteraction(InteractionType.COMPONENT, User(), SERVER, delay=late)
        server.members.webhooks.register(sent)
        url = f"{server.api_url}/interactions/{sent.id}/{sent.token}/callback"
        async with client.post(url, json={"type": 6}) as response:
            assert response.status == status
