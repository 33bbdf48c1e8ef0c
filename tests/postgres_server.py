"""A PostgreSQL server of its own for tests, in a temporary folder, on a Unix socket.

Where its programs are missing the tests are skipped; with NOMEN_REQUIRE_POSTGRES=1 they fail.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from bot.runtime.postgres_url import PostgresUrl

DEBIANS_FOLDERS = Path("/usr/lib/postgresql")
UNPRIVILEGED = ("postgres", "nobody")
"""Who runs it where the tests run as root, which PostgreSQL refuses."""
OPTIONS = {
    "listen_addresses": "''",
    "max_connections": "60",
    "fsync": "off",  # a killed server loses nothing by that, only a machine without power would
}
EMPTY = """
    SET default_transaction_read_only = off;
    ALTER DATABASE {name} RESET ALL;
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = '{name}' AND pid <> pg_backend_pid();
    DROP SCHEMA IF EXISTS nomen, public CASCADE;
    CREATE SCHEMA public;
    SELECT pg_stat_reset();
"""
"""Leaves a database as it was created."""

_numbers = count(1)


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest of Debian's or the one on PATH."""
    folders = sorted(DEBIANS_FOLDERS.glob("[0-9]*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    complete = [folder for folder in folders if (folder / "initdb").exists()]
    return complete[-1] if complete else None


def require_programs() -> Path:
    """Return the folder of PostgreSQL's programs, or skip the test, or fail it."""
    programs = find_programs()
    if programs is not None:
        return programs
    missing = f"no PostgreSQL: no initdb on PATH or in {DEBIANS_FOLDERS}"
    if os.environ.get("NOMEN_REQUIRE_POSTGRES") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server.

    Attributes:
        programs: the folder of PostgreSQL's programs.
        folder: of its data and its socket.
        account: who runs it, if that is not who runs the tests.
    """

    programs: Path
    folder: Path
    account: pwd.struct_passwd | None
    _used: list[str] = field(default_factory=list)
    _copies: list[str] = field(default_factory=list)
    _free: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
        log = str(self.folder / "log")
        socket = f"{options} -k {self.folder}"
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", log, "-o", socket)

    def stop(self) -> None:
        """Stop it as if it was killed."""
        self.run("pg_ctl", "stop", "-w", "-D", self.data, "-m", "immediate")

    def create_database(self) -> PostgresUrl:
        """Create an empty database, or take one that was emptied."""
        if self._free:
            self._used.append(self._free.pop())
            return self.url(self._used[-1])
        return self._create()

    def copy_database(self, url: PostgresUrl) -> PostgresUrl:
        """Copy a database that nobody has open."""
        url = self._create("-T", url.shown.rpartition("/")[2])
        self._copies.append(self._used.pop())
        return url

    def empty_databases(self) -> None:
        """Empty those that were created, for others: it takes a tenth of that; drop the copies."""
        if not self._used:
            return
        # One program for all: each to start takes as long as what it does.
        commands = [
            f"-c{command}"
            for name in self._used
            for command in (rf"\connect {name}", *EMPTY.format(name=name).split(";"))
        ]
        commands += [f"-cDROP DATABASE {name} WITH (FORCE)" for name in self._copies]
        self.use("psql", "-d", "postgres", "-vON_ERROR_STOP=1", *commands)
        self._free.extend(self._used)
        self._used.clear()
        self._copies.clear()

    def _create(self, *options: str) -> PostgresUrl:
        name = f"nomen{next(_numbers)}"
        self.use("createdb", *options, name)
        self._used.append(name)
        return self.url(name)

    def url(self, database: str) -> PostgresUrl:
        """Return a database's address."""
        return PostgresUrl.parse(f"postgresql://postgres@/{database}?host={self.folder}")

    def use(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs on the server, and return what it prints."""
        return self.run(program, "-h", str(self.folder), "-U", "postgres", *arguments)

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as the server's user, and return what it prints."""
        completed = subprocess.run(  # noqa: S603 - arguments of the tests' own
            [self.programs / program, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            # Not a pipe: the server would inherit it, and its end would be waited for.
            stdout=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            text=True,
            cwd=self.folder,
            user=self.account and self.account.pw_uid,
            group=self.account and self.account.pw_gid,
            extra_groups=self.account and (),
        )
        assert completed.returncode == 0, f"{program}: {completed.stderr}"
        return completed.stdout or ""

    @property
    def data(self) -> str:
        """The folder of its data."""
        return str(self.folder / "data")


@contextmanager
def running_server(programs: Path, parent: Path | None = None) -> Iterator[PostgresServer]:
    """Run a server within the context, in a folder of its own, in another if one is given."""
    account = _account()
    # Not pytest's folder, which other users may not enter.
    folder = Path(tempfile.mkdtemp(prefix="nomen-postgres-", dir=parent))
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    server = PostgresServer(programs, folder, account)
    try:
        server.run("initdb", "-D", server.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in UNPRIVILEGED if name in known)
