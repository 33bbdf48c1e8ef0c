"""`python -m bot check --quick`: whether the bot running on this machine is alive.

A supervisor runs it every minute or so, so it imports the standard library only. It may restart a
bot that is not alive, which would not end an outage of Discord; so it does not ask about that.
"""

from http.client import HTTPConnection, HTTPException, responses

PROBE_TIMEOUT = 3.0
"""Seconds to wait for the bot's answer."""
_OK = 200
_LOOPBACK_OF_ALL = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing is bound here
"""Where to ask a bot that listens on all addresses."""


def probe(host: str, port: int | None) -> tuple[bool, str]:
    """Request the bot's liveness on the address that its settings name.

    Returns:
        Whether the bot is alive, and a line to print.
    """
    if port is None:
        return False, "NOMEN_METRICS_PORT is not set, so no bot can be asked."
    connection = HTTPConnection(_LOOPBACK_OF_ALL.get(host, host), port, timeout=PROBE_TIMEOUT)
    try:
        connection.request("GET", "/livez")
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return False, f"Nobody answers on port {port} of {host}: {error!r}"
    finally:
        connection.close()
    if status == _OK:
        return True, "The bot is well."
    return False, f"The bot is not well: {status} {responses.get(status, '')}".rstrip()
