"""What befalls an answer on its way to Discord, as its errors tell."""

import aiohttp
import discord

_ANSWERED = 40060
"""Discord's code for an interaction that has been answered, such as by an attempt thought lost."""
_EXPIRED = 50027
"""Its code for a token that is older than fifteen minutes."""
_TOO_MANY = 429


def is_over(error: BaseException) -> bool:
    """Whether Discord takes no answer any more: there is one, it came too late, or all is gone."""
    match error:
        case discord.NotFound():
            return True
        case discord.HTTPException(code=code):
            return code in {_ANSWERED, _EXPIRED}
        case _:
            return False


def is_transit(error: BaseException) -> bool:
    """Whether the answer was as it should be, and broke or crowded lines kept it from Discord."""
    match error:
        case aiohttp.ClientError() | discord.DiscordServerError():
            return True
        case discord.HTTPException(status=status):
            return status == _TOO_MANY
        case _:
            return False
