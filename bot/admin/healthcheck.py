"""`python -m bot check --quick`: the health of the bot running on this machine.

A supervisor runs it every minute or so, so it imports the standard library only.
"""

from http.client import HTTPConnection, HTTPException, responses

PROBE_TIMEOUT = 3.0
"""Seconds to wait for the bot's answer."""
_OK = 200


def probe(port: int | None) -> tuple[bool, str]:
    """Request the bot's health check on a local port.

    Returns:
        Whether the bot is healthy, and a line to print.
    """
    if port is None:
        return False, "NOMEN_METRICS_PORT is not set, so no bot can be asked."
    connection = HTTPConnection("127.0.0.1", port, timeout=PROBE_TIMEOUT)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return False, f"Nobody answers on port {port}: {error!r}"
    finally:
        connection.close()
    if status == _OK:
        return True, "The bot is well."
    return False, f"The bot is not well: {status} {responses.get(status, '')}".rstrip()
