"""The address of a PostgreSQL database, whose password is never shown."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class PostgresUrl:
    """Where a PostgreSQL database is; `str` leaves out the password and all parameters.

    Attributes:
        dsn: the URL as libpq takes it, with the password, if it has one.
        shown: the URL without secrets, for messages.
    """

    dsn: str = field(repr=False)
    shown: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a URL such as `postgresql://nomen:secret@db.example.org/nomen`.

        Raises:
            ValueError: it is none, or names no database.
        """
        url = urlsplit(text)
        _ = url.port  # raises ValueError if it is not a valid port
        if url.scheme not in SCHEMES or "://" not in text or not url.path.strip("/"):
            raise ValueError
        if "@" in url.path:  # of a password with a slash, which would be shown
            raise ValueError
        user, _, place = url.netloc.rpartition("@")
        user = user.partition(":")[0]
        return cls(text, f"{url.scheme}://{user}{'@' * bool(user)}{place}{url.path}")

    def __str__(self) -> str:
        return self.shown


def is_meant_as_url(text: str) -> bool:
    """Return whether a text is meant to be a URL rather than a file, even if it is not a valid one.

    It may hold a password.
    """
    return "://" in text or text.lower().startswith(tuple(f"{scheme}:" for scheme in SCHEMES))
