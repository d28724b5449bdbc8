"""Brings the database to the newest schema; runs at every start, of any number of processes at once: one does it, the others wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from casework.errors import BadSetting, DatabaseDown

_SCRIPTS = Path(__file__).parent / "migrations"
_LONGEST_MS = 600_000  # a city's tables may take minutes to change, and whoever starts beside that waits as long
_LOCK = 7_319_602_001  # any number; everybody's lock on PostgreSQL must be the same one


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Upgrades in one transaction; raises DatabaseDown when there is no database to upgrade.

    A database that is there already is left alone: checking all that refers to something takes half a minute in a city.
    """
    if revision == "head" and is_newest(engine):
        return
    _run(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Goes back to `revision` ('base' for an empty database)."""
    _run(engine, command.downgrade, revision)


def is_newest(engine: Engine) -> bool:
    """Whether the schema is the newest one; raises DatabaseDown."""
    try:
        with engine.connect() as connection:
            heads = MigrationContext.configure(connection).get_current_heads()
    except OperationalError as error:
        raise DatabaseDown(type(error).__name__) from error
    return heads == tuple(ScriptDirectory(str(_SCRIPTS)).get_heads())


def _run(engine: Engine, step, revision: str) -> None:  # type: ignore[no-untyped-def]  # an alembic command
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    try:
        with engine.execution_options(civicline_write=True).connect() as connection, _tables_rebuilt(connection):
            config.attributes["connection"] = connection
            step(config, revision)
    except OperationalError as error:
        raise DatabaseDown(type(error).__name__) from error


@contextmanager
def _tables_rebuilt(connection: Connection) -> Iterator[None]:
    """One transaction, of one process at a time. SQLite changes a table by building it anew and dropping the old one, which
    must not delete what refers to it: foreign keys rest meanwhile, and are all checked before the end
    (https://sqlite.org/lang_altertable.html)."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {_LONGEST_MS}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    (usual_ms,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute(f"PRAGMA busy_timeout={_LONGEST_MS}")
    try:
        with connection.begin():
            yield
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BadSetting("the database has rows that refer to nothing; restore a backup, then upgrade again.")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
        driver.execute(f"PRAGMA busy_timeout={usual_ms}")
