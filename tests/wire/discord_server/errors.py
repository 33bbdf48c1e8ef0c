"""API errors as Discord sends them."""


class ApiError(Exception):
    """A request that Discord rejects.

    Attributes:
        status: the HTTP status.
        body: the JSON body: Discord's error code and message.
    """

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.body = {"message": message, "code": code}
        super().__init__(f"{status} {message} ({code})")


def unauthorised() -> ApiError:
    """Missing or wrong token."""
    return ApiError(401, 0, "401: Unauthorized")


def missing_access() -> ApiError:
    """The bot cannot see the channel."""
    return ApiError(403, 50001, "Missing Access")


def unknown_interaction() -> ApiError:
    """No such interaction, or its three seconds are over."""
    return ApiError(404, 10062, "Unknown interaction")


def unknown_webhook() -> ApiError:
    """No acknowledged interaction has this token."""
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_message() -> ApiError:
    """No such message."""
    return ApiError(404, 10008, "Unknown Message")


def already_acknowledged() -> ApiError:
    """The interaction already has a response."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")
