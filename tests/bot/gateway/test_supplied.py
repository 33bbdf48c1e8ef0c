"""The token goes to no gateway but Discord's, whatever the database says."""

import pytest
import yarl
from discord.gateway import DiscordWebSocket

from bot.gateway.supplied import is_discords

DISCORDS, LOOPBACK = "wss://gateway.discord.gg/", "ws://127.0.0.1:9000/"


@pytest.mark.parametrize(
    ("own", "gateway"),
    [
        (DISCORDS, "wss://gateway-us-east1-b.discord.gg"),
        (DISCORDS, "wss://gateway.discord.gg/?v=10"),
        (LOOPBACK, "ws://127.0.0.1:9000/"),
    ],
)
def test_session_is_resumed_where_the_token_may_go(
    monkeypatch: pytest.MonkeyPatch, own: str, gateway: str
) -> None:
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(own))
    assert is_discords(gateway)


@pytest.mark.parametrize(
    ("own", "gateway"),
    [
        (DISCORDS, "wss://gateway.example.org"),
        (DISCORDS, "wss://evildiscord.gg"),
        (DISCORDS, "wss://discord.gg.example.org"),
        (DISCORDS, "wss://user@example.org/.discord.gg"),
        (DISCORDS, "ws://gateway.discord.gg"),
        (DISCORDS, "wss://gateway.discord.gg:8443"),
        (DISCORDS, "nothing"),
        (DISCORDS, ""),
        (LOOPBACK, "ws://127.0.0.1:9001/"),
        (LOOPBACK, "wss://gateway.discord.gg"),
    ],
)
def test_token_goes_nowhere_else(monkeypatch: pytest.MonkeyPatch, own: str, gateway: str) -> None:
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(own))
    assert not is_discords(gateway)
