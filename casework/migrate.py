"""Brings the database to the newest schema; runs at every start."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from casework.errors import DatabaseDown

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
        with engine.execution_options(civicline_write=True).begin() as connection:
            config.attributes["connection"] = connection
            step(config, revision)
    except OperationalError as error:
        raise DatabaseDown(type(error).__name__) from error
