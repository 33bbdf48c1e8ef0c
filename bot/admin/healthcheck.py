"""`python -m bot check --quick`: is the bot that runs here well?

A supervisor asks every minute or so; nothing is loaded but the standard library.
"""

from http.client import HTTPConnection, HTTPException, responses

PATIENCE = 3.0
"""Seconds to wait for the bot's answer."""
_OK = 200


def ask(port: int | None) -> tuple[bool, str]:
    """Ask the bot that tells its health on a port of this machine.

    Returns:
        Whether it is well, and a line that says so.
    """
    if port is None:
        return False, "NOMEN_METRICS_PORT is not set, so no bot can be asked."
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
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
