"""Turns say by which examples of the training data they are heard, and settled ones what they become there; of two needs which words say each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("logged_turns", sa.Column("nearest_wanted", sa.Boolean, nullable=False, server_default=sa.false()))
    on_sqlite, wanted = sa.text("nearest_wanted = 1"), sa.text("nearest_wanted")
    op.create_index(
        "ix_logged_turns_wanted", "logged_turns", ["agency"], sqlite_where=on_sqlite, postgresql_where=wanted
    )
    op.add_column("logged_turns", sa.Column("nearest", sa.JSON))
    op.add_column("logged_turns", sa.Column("becomes", sa.JSON))
    op.add_column("turn_labels", sa.Column("parts", sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("turn_labels", "parts")
    op.drop_column("logged_turns", "becomes")
    op.drop_column("logged_turns", "nearest")
    op.drop_index("ix_logged_turns_wanted", "logged_turns")
    op.drop_column("logged_turns", "nearest_wanted")
