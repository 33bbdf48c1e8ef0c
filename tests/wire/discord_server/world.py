"""Who and what there is on the loopback Discord: an application, a server, a channel, members."""

import itertools
from dataclasses import dataclass, field
from typing import Any

APPLICATION_ID = 1_200_000_000_000_000_001
GUILD_ID = 1_200_000_000_000_000_002
CHANNEL_ID = 1_200_000_000_000_000_003
DIRECT_CHANNEL_ID = 1_200_000_000_000_000_004
GROUP_CHANNEL_ID = 1_200_000_000_000_000_005
STRANGE_GUILD_ID = 1_200_000_000_000_000_006
STRANGE_CHANNEL_ID = 1_200_000_000_000_000_007
OWNER_ID = 1_200_000_000_000_000_008

_JOINED = "2024-01-01T00:00:00.000000+00:00"
_MAY = str(1 << 10 | 1 << 11 | 1 << 14 | 1 << 31)  # view, send, embed links, use commands
_ids = itertools.count(1_300_000_000_000_000_000)


def new_id() -> str:
    """Make a snowflake that nothing else has."""
    return str(next(_ids))


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who uses the bot, with their language.

    Attributes:
        name: what they log in with.
        locale: Discord's code of their language.
        shown: what they call themselves; None for their name with a capital.
        nick: what they are called in the server, if anything else.
    """

    name: str = "ada"
    locale: str = "en-US"
    shown: str | None = None
    nick: str | None = None
    id: str = field(default_factory=new_id)

    def user(self) -> dict[str, Any]:
        """Give the user as Discord sends it."""
        return _user(self.id, self.name) | (
            {} if self.shown is None else {"global_name": self.shown}
        )

    def member(self) -> dict[str, Any]:
        """Give the member of a server as Discord sends it."""
        return {"user": self.user(), **_MEMBER, "nick": self.nick, "permissions": _MAY}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an interaction happens, and by whose installation of the application.

    Attributes:
        context: Discord's number: 0 a server, 1 the bot's direct messages, 2 private channels.
        channel_kind: Discord's number for the type of the channel.
        channel_id: the channel.
        guild_id: the server, or None in private.
        by_user: whether it is the person, not the server, who has installed the application.
        locale: the server's language.
    """

    context: int
    channel_kind: int
    channel_id: int
    guild_id: int | None = None
    by_user: bool = False
    locale: str = "en-US"

    def describe(self, person: Person) -> dict[str, Any]:
        """Give what an interaction says of its place and of the person who acts there."""
        channel: dict[str, Any] = {
            "id": str(self.channel_id),
            "type": self.channel_kind,
            "flags": 0,
        }
        said: dict[str, Any] = {
            "channel_id": channel["id"],
            "channel": channel,
            "context": self.context,
            "app_permissions": _MAY,
            "locale": person.locale,
            "authorizing_integration_owners": self._owners(person),
        }
        if self.guild_id is None:
            channel |= {"last_message_id": None, "recipients": [person.user()], "name": "friends"}
            return said | {"user": person.user()}
        channel |= {"name": "names", "position": 0, "nsfw": False, "permissions": _MAY}
        channel |= {"guild_id": str(self.guild_id), "parent_id": None, "last_message_id": None}
        guild = {"id": str(self.guild_id), "locale": self.locale, "features": []}
        return said | {
            "member": person.member(),
            "guild_id": str(self.guild_id),
            "guild": guild,
            "guild_locale": self.locale,
        }

    def _owners(self, person: Person) -> dict[str, str]:
        if self.by_user:
            return {"1": person.id}
        return {"0": str(self.guild_id or 0)}


SERVER = Place(0, 0, CHANNEL_ID, GUILD_ID)
DIRECT = Place(1, 1, DIRECT_CHANNEL_ID)
GROUP = Place(2, 3, GROUP_CHANNEL_ID, by_user=True)
STRANGE_SERVER = Place(0, 0, STRANGE_CHANNEL_ID, STRANGE_GUILD_ID, by_user=True)
"""A server that the bot is not in, where a person brings it along."""


def _user(user_id: str, name: str, *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": user_id,
        "username": name,
        "discriminator": "0",
        "global_name": name.title(),
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


_MEMBER: dict[str, Any] = {
    "nick": None,
    "avatar": None,
    "roles": [],
    "joined_at": _JOINED,
    "premium_since": None,
    "deaf": False,
    "mute": False,
    "flags": 0,
    "pending": False,
    "communication_disabled_until": None,
}


def bot_user() -> dict[str, Any]:
    """Give the bot's own user."""
    return _user(str(APPLICATION_ID), "nomen", bot=True)


def attachment(announced: dict[str, Any], size: int) -> dict[str, Any]:
    """Give a file of so many bytes as Discord shows it once it has it."""
    url = f"https://cdn.invalid/{announced['filename']}"
    return {**announced, "id": new_id(), "url": url, "proxy_url": url, "size": size}


def application() -> dict[str, Any]:
    """Give the application as its owner sees it."""
    return {
        "id": str(APPLICATION_ID),
        "name": "Nomen",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "hook": True,
        "team": None,
        "owner": _user(str(OWNER_ID), "owner"),
        "integration_types_config": {"0": {}, "1": {}},
    }


def guild() -> dict[str, Any]:
    """Give the one server as GUILD_CREATE has it under the `guilds` intent: of members, the bot."""
    everyone = {
        "id": str(GUILD_ID),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": 0,
        "permissions": _MAY,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    channel = {
        "id": str(CHANNEL_ID),
        "type": 0,
        "name": "names",
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "flags": 0,
    }
    return {
        "id": str(GUILD_ID),
        "name": "Friends",
        "icon": None,
        "owner_id": str(OWNER_ID),
        "joined_at": _JOINED,
        "large": False,
        "unavailable": False,
        "member_count": 4,
        "roles": [everyone],
        "channels": [channel],
        "members": [{"user": bot_user(), **_MEMBER}],
        "emojis": [],
        "stickers": [],
        "threads": [],
        "features": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_flags": 0,
        "premium_progress_bar_enabled": False,
    }
