"""Files wait in quarantine; what was sent before waits too, until it has been looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TABLES = ("report_evidence", "case_attachments")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("state", sa.String(20), nullable=False, server_default="quarantined"))
        op.add_column(table, sa.Column("shown_sha256", sa.String(64)))
        op.add_column(table, sa.Column("found", sa.String(80)))


def downgrade() -> None:
    for table in _TABLES:
        for column in ("found", "shown_sha256", "state"):
            op.drop_column(table, column)
