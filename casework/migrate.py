"""Brings the database to the newest schema; runs at every start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from casework.errors import BadSetting, DatabaseDown

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Upgrades in one transaction; raises DatabaseDown when there is no database to upgrade."""
    _run(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Goes back to `revision` ('base' for an empty database)."""
    _run(engine, command.downgrade, revision)


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
    """One transaction. SQLite changes a table by building it anew and dropping the old one, which must not delete what
    refers to it: foreign keys rest meanwhile, and are all checked before the end (https://sqlite.org/lang_altertable.html)."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise BadSetting("the database has rows that refer to nothing; restore a backup, then upgrade again.")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
