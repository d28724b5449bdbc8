"""A database as one file, and back: SQLite by its own copy, PostgreSQL by its own programs, each a single moment of it while
others go on writing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, make_url, text

from casework.database import Database
from casework.errors import BadSetting, CaseworkError
from casework.files import private_file

NAMES = {"sqlite": "casework.db", "postgresql": "casework.dump"}
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "username": "PGUSER",
    "password": "PGPASSWORD",
    "database": "PGDATABASE",
}
_QUERY = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}


@contextmanager
def copied(database: Database, target: Path) -> Iterator[Connection]:
    """Writes the copy, and gives a connection that sees the very moment that was copied."""
    private_file(target)
    if database.engine.dialect.name == "sqlite":
        target.unlink()
        with closing(sqlite3.connect(str(database.engine.url.database), timeout=60)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        target.chmod(0o600)
        copy = Database(f"sqlite:///{target.absolute()}", threads=1)
        try:
            with copy.engine.connect() as connection:
                yield connection
        finally:
            copy.close()
        return
    repeatable = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with repeatable.connect() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        moment = str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())
        dump = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={target}")
        _run("pg_dump", dump, database.engine.url)
        yield connection


def brought_back(kind: str, source: Path, url: str) -> None:
    """Makes the database of `url`, which is there and empty (PostgreSQL) or not there at all (SQLite), what the copy is."""
    where = make_url(url)
    if kind == "sqlite":
        target = private_file(Path(str(where.database)))
        for beside in target.parent.glob(f"{target.name}-*"):
            beside.unlink()
        shutil.copyfile(source, target)
        return
    _run(
        "pg_restore",
        (
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            f"--dbname={where.database}",
            str(source),
        ),
        where,
    )


def _run(program: str, arguments: Sequence[str], url: URL) -> None:
    """The password goes by the environment: arguments are seen by everybody on the machine."""
    found = shutil.which(program) or next(
        map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
    )
    if found is None:
        raise BadSetting(f"{program} is not on this machine: install PostgreSQL's client programs.")
    own = {variable: str(getattr(url, name)) for name, variable in _VARIABLES.items() if getattr(url, name)}
    own |= {variable: str(url.query[name]) for name, variable in _QUERY.items() if name in url.query}
    done = subprocess.run([found, *arguments], env={**os.environ, **own}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CaseworkError(f"{program} ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
