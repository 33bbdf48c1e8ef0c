"""API errors as Discord sends them."""

from functools import partial


class ApiError(Exception):
    """A request that Discord rejects."""

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.body = {"message": message, "code": code}
        super().__init__(f"{status} {message} ({code})")


unauthorised = partial(ApiError, 401, 0, "401: Unauthorized")
missing_access = partial(ApiError, 403, 50001, "Missing Access")
unknown_interaction = partial(ApiError, 404, 10062, "Unknown interaction")
unknown_webhook = partial(ApiError, 404, 10015, "Unknown Webhook")
unknown_message = partial(ApiError, 404, 10008, "Unknown Message")
already_acknowledged = partial(ApiError, 400, 40060, "Interaction has already been acknowledged.")
