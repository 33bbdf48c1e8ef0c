"""PostgreSQL's errors, translated into messages for users, and which of them pass by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from bot.favourites.errors import StoreBusyError, StoreError

DATABASE_LABEL = "The database of favourites"
"""How messages call the database where its address is not known."""
_AWAY = "{database} cannot be reached. Try again in a moment."
_SLOW = "{database} took too long to answer. Try again in a moment."
_FULL = "{database} has no room left on its disk. Nothing was changed."
_READ_ONLY = "{database} may only be read. Nothing was changed."
_OTHER = "{database} failed: {cause}. Nothing was changed."
_PASSING = {_AWAY, _SLOW}

_ROLLED_BACK = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)
"""PostgreSQL says that nothing was done, and that it may be next time."""
_CONNECTION_LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it is being stopped, or restarts after a crash
    asyncpg.InterfaceError,  # among others: the connection is closed
    asyncpg.InternalClientError,  # the server's last words came between two statements
)
"""Nobody says whether what was under way has been done."""

_ABOUT_VALUES = ("22", "23")
"""Classes of SQLSTATE: values that are invalid, also those that asyncpg cannot send, or against a
constraint."""
_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def is_rolled_back(error: Exception) -> bool:
    """Return whether an error is certain to have changed nothing, and passes by itself."""
    return isinstance(error, _ROLLED_BACK)


def is_connection_lost(error: Exception) -> bool:
    """Return whether a connection was lost, and with it what became of its statement."""
    return (
        isinstance(error, _CONNECTION_LOST)
        and not isinstance(error, ValueError)  # asyncpg's for a parameter of the wrong type
        and not isinstance(error, asyncpg.QueryCanceledError)
    )


def away_error(database: str = DATABASE_LABEL) -> StoreBusyError:
    """Create the error for a server that cannot be reached."""
    return StoreBusyError(_AWAY.format(database=database))


def slow_error() -> StoreBusyError:
    """Create the error for work that did not end in time."""
    return StoreBusyError(_SLOW.format(database=DATABASE_LABEL))


def read_only_error(database: str = DATABASE_LABEL) -> StoreError:
    """Create the error for a server that takes no changes, such as a replica."""
    return StoreError(_READ_ONLY.format(database=database))


@contextmanager
def translate_postgres_errors(database: str = DATABASE_LABEL) -> Iterator[None]:
    """Turn asyncpg's errors into `StoreError`s whose messages begin with the database's label."""
    try:
        yield
    except (*_ERRORS, OSError) as error:
        message = _message(error)
        kind = StoreBusyError if message in _PASSING else StoreError
        raise kind(message.format(database=database, cause=_summary(error))) from error


def _message(error: Exception) -> str:
    match error:
        case asyncpg.QueryCanceledError():
            return _SLOW
        case asyncpg.DiskFullError():
            return _FULL
        case asyncpg.ReadOnlySQLTransactionError():
            return _READ_ONLY
        case asyncpg.InvalidAuthorizationSpecificationError() | asyncpg.InvalidCatalogNameError():
            return _OTHER
        case _ if is_connection_lost(error) or is_rolled_back(error):
            return _AWAY
        case _:
            return _OTHER


def _summary(error: Exception) -> str:
    """Return the error's first line, or only its type if it may quote what members typed.

    What follows the first line, its details, may always do that.
    """
    is_about_values = (getattr(error, "sqlstate", None) or "").startswith(_ABOUT_VALUES)
    return ("" if is_about_values else str(error).partition("\n")[0]) or type(error).__name__
