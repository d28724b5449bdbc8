"""Databases of our own for the tests: one PostgreSQL a session, and empty databases of the newest schema, of both kinds."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from casework.database import Database
from casework.migrate import upgrade
from launcher.temporary import free_port

TEMPLATE = "civicline_migrated"
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of our own on a free loopback port, thrown away afterwards."""
    if not POSTGRES:
        pytest.skip("NOT TESTED ON POSTGRESQL: /usr/lib/postgresql is not on this machine")
    as_user, folder = _unprivileged(tmp_path_factory.mktemp("pg"))
    port = free_port()
    programs = POSTGRES[-1].parent
    subprocess.run(
        [*as_user, programs / "initdb", "-D", folder, "-A", "trust", "-U", "civicline", "-N"],
        check=True,
        capture_output=True,
        cwd="/",
    )
    server = subprocess.Popen(
        [
            *as_user,
            programs / "postgres",
            "-D",
            folder,
            "-p",
            str(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
            "-k",
            "",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    ready = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-t", "15"]
    for _ in range(60):
        if subprocess.run(ready, capture_output=True).returncode == 0:
            break
        subprocess.run(["sleep", "0.2"], check=True)
    yield f"postgresql://civicline@127.0.0.1:{port}/postgres"
    server.terminate()
    server.wait(20)
    shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The address of a server that has a migrated database by the name of TEMPLATE; copying it is quicker than migrating."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    made = Database(_named(postgres_url, TEMPLATE))
    upgrade(made.engine)
    made.close()
    return postgres_url


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_database(request: pytest.FixtureRequest, tmp_path: Path, migrated_casework: Path) -> Iterator[Database]:
    """An empty database of the newest schema, of both kinds."""
    if request.param == "sqlite":
        shutil.copy(migrated_casework, tmp_path / "migrated.db")
        found = Database(f"sqlite:///{tmp_path / 'migrated.db'}")
        yield found
        found.close()
        return
    server, name = request.getfixturevalue("postgres_template"), f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    found = Database(_named(server, name))
    yield found
    found.close()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _named(server: str, database: str) -> str:
    return server.replace("postgresql:", "postgresql+psycopg:").rpartition("/")[0] + f"/{database}"


def _unprivileged(folder: Path) -> tuple[list[str], Path]:
    """PostgreSQL refuses to run as root: then it runs as nobody, in a folder that nobody may enter."""
    if os.geteuid() != 0:
        return [], folder / "data"
    own = Path("/tmp") / f"civicline-pg-{os.getpid()}"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(mode=0o700)
    shutil.chown(own, "nobody")
    return ["setpriv", "--reuid=nobody", "--clear-groups"], own / "data"
