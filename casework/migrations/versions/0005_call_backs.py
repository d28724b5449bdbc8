"""Call-backs that were promised to callers whom nobody could take."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "call_backs",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("call_id", sa.String(100), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("best_time", sa.String(20), nullable=False),
        sa.Column("need", sa.String(60)),
        sa.Column("language", sa.String(20)),
        sa.Column("ticket", sa.String(40)),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("done_at", _TIME),
        sa.Column("done_by", sa.String(80)),
        sa.Column("outcome", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_call_backs"),
    )
    op.create_index("ix_call_backs_agency_done_at_created_at", "call_backs", ["agency", "done_at", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_call_backs_agency_done_at_created_at", "call_backs")
    op.drop_table("call_backs")
