"""Databases of our own for the tests: one PostgreSQL a session, and empty databases of the newest schema, of both kinds."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from casework.database import Database
from casework.migrate import upgrade
from tests.fakes.postgres import NONE, PROGRAMS, postgres

TEMPLATE = "civicline_migrated"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of our own on a free loopback port, thrown away afterwards."""
    if not PROGRAMS:
        pytest.skip(NONE)
    with postgres(tmp_path_factory.mktemp("pg")) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The address of a server that has a migrated database by the name of TEMPLATE; copying it is quicker than migrating."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    made = Database(_named(postgres_url, TEMPLATE))
    upgrade(made.engine)
    made.close()
    return postgres_url


@contextmanager
def copied(template_of: str) -> Iterator[str]:
    """The address of an empty database of the newest schema on that server (postgres_template), dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(template_of, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    try:
        yield _named(template_of, name)
    finally:
        with psycopg.connect(template_of, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """An address for DATABASE_URL, each test once on either kind; None: the SQLite of casework's own folder."""
    if request.param == "sqlite":
        yield None
        return
    with copied(request.getfixturevalue("postgres_template")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_database(request: pytest.FixtureRequest, tmp_path: Path, migrated_casework: Path) -> Iterator[Database]:
    """An empty database of the newest schema, of both kinds."""
    if request.param == "sqlite":
        shutil.copy(migrated_casework, tmp_path / "migrated.db")
        found = Database(f"sqlite:///{tmp_path / 'migrated.db'}")
        yield found
        found.close()
        return
    with copied(request.getfixturevalue("postgres_template")) as url:
        found = Database(url)
        yield found
        found.close()


def _named(server: str, database: str) -> str:
    return server.replace("postgresql:", "postgresql+psycopg:").rpartition("/")[0] + f"/{database}"
