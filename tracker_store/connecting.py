"""How the bot's own database is reached: the variables of endpoints.yml as SQLAlchemy wants them, and a pool that does not hang.

Unset variables arrive as empty texts and are left out. A server that is gone is noticed within seconds: the bot's turn
waits for it in the event loop, and so does everybody else's.
"""

from __future__ import annotations

import os
import re
from typing import Any, Dict

import sqlalchemy as sa
from rasa.core.tracker_store import POSTGRESQL_SCHEMA, SQLTrackerStore

NAMES = ("dialect", "host", "port", "db", "username", "password", "login_db", "query")
POOL = {"pool_size": 5, "max_overflow": 45, "pool_timeout": 5}
POSTGRESQL = {"connect_timeout": 3, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
STATEMENT_MS = 5000


def given(settings: Dict[str, Any]) -> Dict[str, Any]:
    """The settings that were made; a port as a number. Raises ValueError with the mend."""
    made = {name: value for name, value in settings.items() if value not in ("", None)}
    if "port" in made:
        try:
            made["port"] = int(made["port"])
        except ValueError:
            raise ValueError(
                f"CIVICLINE_TRACKER_PORT is {made['port']!r}; write a port number, or leave it out."
            ) from None
    return made


def url_of(settings: Dict[str, Any]) -> Any:
    """The address, as Rasa's own store composes it: a host with "://" is the whole address."""
    return SQLTrackerStore.get_db_url(**{name: value for name, value in given(settings).items() if name in NAMES})


def in_drivers_words(statement: str, paramstyle: str) -> str:
    """`:name` as the database's driver wants it (PEP 249); SQLite takes it as it is."""
    return re.sub(r":(\w+)", r"%(\1)s", statement) if paramstyle in ("pyformat", "format") else statement


def postgresql_engine(url: Any) -> sa.engine.Engine:
    options = f"-c statement_timeout={STATEMENT_MS}"
    if schema := os.environ.get(POSTGRESQL_SCHEMA):
        options += f" -csearch_path={schema}"
    return sa.create_engine(url, connect_args={**POSTGRESQL, "options": options}, **POOL)
