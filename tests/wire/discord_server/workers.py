"""Delivering interactions over HTTP, as Discord does, to workers in turn."""

import json
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DELIVERY_TIMEOUT = 3.0
"""Seconds for a worker to take an interaction."""


@dataclass(slots=True)
class Workers:
    """The workers of a bot, and the key by which Discord signs what it sends them. While there are
    no urls, interactions come over the gateway; `refused` are the statuses of those not taken.
    """

    urls: list[str] = field(default_factory=list)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    refused: list[int] = field(default_factory=list)
    _turns: "count[int]" = field(default_factory=count)

    @property
    def public_key(self) -> str:
        return self.key.public_key().public_bytes_raw().hex()

    def signed(self, body: bytes, seconds_ago: float = 0) -> dict[str, str]:
        timestamp = str(int(time.time() - seconds_ago))
        signature = self.key.sign(timestamp.encode() + body).hex()
        return {
            "X-Signature-Ed25519": signature,
            "X-Signature-Timestamp": timestamp,
            "Content-Type": "application/json",
        }

    async def deliver(self, payload: dict[str, Any]) -> None:
        """Send an interaction to the next worker that takes it, as a load balancer does."""
        body = json.dumps(payload).encode()
        for _ in self.urls:
            url = self.urls[next(self._turns) % len(self.urls)]
            status = await self.post(url, body, self.signed(body))
            if status:
                break
        if status != 202:
            self.refused.append(status)

    @staticmethod
    async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        """Send a request, and return the response's status; 0 if nobody listens."""
        timeout = aiohttp.ClientTimeout(DELIVERY_TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            try:
                async with session.post(url, data=body, headers=headers) as response:
                    assert response.status != 202 or not await response.read()
                    return response.status
            except aiohttp.ClientConnectionError:
                return 0
