"""The entities of the loopback Discord: an application, a server, channels and users."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

APPLICATION_ID = 1_200_000_000_000_000_001
GUILD_ID = 1_200_000_000_000_000_002
CHANNEL_ID = 1_200_000_000_000_000_003
DM_CHANNEL_ID = 1_200_000_000_000_000_004
GROUP_DM_CHANNEL_ID = 1_200_000_000_000_000_005
USER_INSTALL_GUILD_ID = 1_200_000_000_000_000_006
USER_INSTALL_CHANNEL_ID = 1_200_000_000_000_000_007
OWNER_ID = 1_200_000_000_000_000_008

_JOINED_AT = "2024-01-01T00:00:00.000000+00:00"
_PERMISSIONS = str(1 << 10 | 1 << 11 | 1 << 14 | 1 << 31 | 1 << 49)
"""View, send, embed links, use commands, create polls."""
_MANAGE_SERVER = 1 << 5
_THREAD_TYPES = {10, 11, 12}
_DISCORD_EPOCH = 1_420_070_400.0
_numbers = itertools.count()


def new_snowflake(seconds_ago: float = 0) -> str:
    """Return a unique snowflake that holds the current time, or an earlier one."""
    milliseconds = int((time.time() - seconds_ago - _DISCORD_EPOCH) * 1000)
    return str(milliseconds << 22 | next(_numbers) % (1 << 22))


@dataclass(frozen=True, slots=True)
class User:
    """A user of the bot; without a display name that is the capitalised username."""

    username: str = "ada"
    locale: str = "en-US"
    display_name: str | None = None
    manages_server: bool = False
    id: str = field(default_factory=new_snowflake)

    def user_payload(self) -> dict[str, Any]:
        shown = {} if self.display_name is None else {"global_name": self.display_name}
        return _user_payload(self.id, self.username) | shown

    def member_payload(self) -> dict[str, Any]:
        return {
            "user": self.user_payload(),
            **_MEMBER_DEFAULTS,
            "permissions": str(self.permissions()),
        }

    def permissions(self) -> int:
        return int(_PERMISSIONS) | (_MANAGE_SERVER if self.manages_server else 0)


@dataclass(frozen=True, slots=True)
class InteractionContext:
    """Where an interaction happens. The context is 0 for a server, 1 for the bot's DMs, 2 for other
    private channels; `user_install` if the user has installed the application, not the server.
    """

    context_type: int
    channel_type: int
    channel_id: int
    guild_id: int | None = None
    user_install: bool = False
    locale: str = "en-US"

    def payload(self, user: User) -> dict[str, Any]:
        channel: dict[str, Any] = {
            "id": str(self.channel_id),
            "type": self.channel_type,
            "flags": 0,
        }
        payload: dict[str, Any] = {
            "channel_id": channel["id"],
            "channel": channel,
            "context": self.context_type,
            "app_permissions": _PERMISSIONS,
            "locale": user.locale,
            "authorizing_integration_owners": self._integration_owners(user),
        }
        if self.guild_id is None:
            recipients = [user.user_payload()]
            channel |= {"last_message_id": None, "recipients": recipients, "name": "friends"}
            return payload | {"user": user.user_payload()}
        channel |= {"name": "names", "position": 0, "nsfw": False, "permissions": _PERMISSIONS}
        channel |= {"guild_id": str(self.guild_id), "last_message_id": None}
        channel |= {"parent_id": str(CHANNEL_ID) if self.channel_type in _THREAD_TYPES else None}
        guild = {"id": str(self.guild_id), "locale": self.locale, "features": []}
        return payload | {
            "member": user.member_payload(),
            "guild_id": str(self.guild_id),
            "guild": guild,
            "guild_locale": self.locale,
        }

    def _integration_owners(self, user: User) -> dict[str, str]:
        if self.user_install:
            return {"1": user.id}
        return {"0": str(self.guild_id or 0)}


SERVER = InteractionContext(0, 0, CHANNEL_ID, GUILD_ID)
DM = InteractionContext(1, 1, DM_CHANNEL_ID)
GROUP_DM = InteractionContext(2, 3, GROUP_DM_CHANNEL_ID, user_install=True)
USER_INSTALL_SERVER = InteractionContext(
    0, 0, USER_INSTALL_CHANNEL_ID, USER_INSTALL_GUILD_ID, user_install=True
)
"""A server without the bot, used by someone who has installed it for themselves."""


def _user_payload(user_id: str, name: str, *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": user_id,
        "username": name,
        "discriminator": "0",
        "global_name": name.title(),
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


_MEMBER_DEFAULTS: dict[str, Any] = {"nick": None, "roles": [], "joined_at": _JOINED_AT, "flags": 0}


def bot_user() -> dict[str, Any]:
    return _user_payload(str(APPLICATION_ID), "nomen", bot=True)


def attachment(declared: dict[str, Any], size: int) -> dict[str, Any]:
    """Return a declared attachment as Discord sends it once it is uploaded."""
    url = f"https://cdn.invalid/{declared['filename']}"
    return {**declared, "id": new_snowflake(), "url": url, "proxy_url": url, "size": size}


def application() -> dict[str, Any]:
    """Return the application as its owner sees it."""
    return {
        "id": str(APPLICATION_ID),
        "name": "Nomen",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": _user_payload(str(OWNER_ID), "owner"),
    }
