"""Entries of the trail whose cases are gone, for the trail's own time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from casework.trail.guard import statements_of_outliving

revision = "0017"
down_revision = "0016"

_TABLE = "audit_outliving"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("case_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(80), nullable=False),
        sa.Column("actor_role", sa.String(20), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("from_stage", sa.String(40)),
        sa.Column("to_stage", sa.String(40)),
        sa.Column("why", sa.String(500)),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
    )
    op.create_index(f"ix_{_TABLE}_entry_id", _TABLE, ["entry_id"])
    op.create_index(f"ix_{_TABLE}_case_id", _TABLE, ["case_id"])
    op.create_index(f"ix_{_TABLE}_agency_at", _TABLE, ["agency", "at"])
    for statement in statements_of_outliving(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(_TABLE)
