"""How Alembic reaches our database: always over the connection that migrate.py hands it."""

from alembic import context

import casework.notifications.tables  # noqa: F401  # every room's tables are in the metadata
from casework.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
