"""Refusals in Discord's own form."""

from typing import Any


class ApiError(Exception):
    """A request that Discord turns down.

    Attributes:
        status: of HTTP.
        body: what is answered: Discord's own code and message, and perhaps what is wrong where.
    """

    def __init__(
        self, status: int, code: int, message: str, errors: dict[str, Any] | None = None
    ) -> None:
        self.status = status
        self.body = {"message": message, "code": code, **({"errors": errors} if errors else {})}
        super().__init__(f"{status} {message} ({code})")


def unauthorised() -> ApiError:
    """There is no token, or a wrong one."""
    return ApiError(401, 0, "401: Unauthorized")


def forbidden() -> ApiError:
    """There is no user agent as Discord asks for it."""
    return ApiError(403, 40333, "internal network error")


def missing_access() -> ApiError:
    """The bot cannot look into the channel."""
    return ApiError(403, 50001, "Missing Access")


def unknown_application() -> ApiError:
    """The path names another application than the token's."""
    return ApiError(404, 10002, "Unknown Application")


def unknown_interaction() -> ApiError:
    """There never was such an interaction, or its three seconds are over."""
    return ApiError(404, 10062, "Unknown interaction")


def unknown_webhook() -> ApiError:
    """There is no interaction with this token that has been answered."""
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_message() -> ApiError:
    """There is no such message."""
    return ApiError(404, 10008, "Unknown Message")


def answered_before() -> ApiError:
    """An interaction can be answered once."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def unreadable() -> ApiError:
    """The body is no JSON."""
    return ApiError(400, 50109, "The request body contains invalid JSON.")
