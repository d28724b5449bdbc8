"""The audit trail is sealed by a chain of digests, and no entry of it is replaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from casework.trail.guard import statements_of_seals

revision = "0014"
down_revision = "0013"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last_entry", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_seals"),
    )
    op.create_table(
        "audit_leaves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("gone_at", _TIME),
        sa.ForeignKeyConstraint(["seal_id"], ["audit_seals.id"], "fk_audit_leaves_seal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_leaves"),
    )
    op.create_index("ix_audit_leaves_entry_id", "audit_leaves", ["entry_id"])
    op.create_index("ix_audit_leaves_seal_id", "audit_leaves", ["seal_id"])
    for statement in statements_of_seals(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("audit_leaves")
    op.drop_table("audit_seals")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_seals_guard()")
    else:
        op.execute("DROP TRIGGER audit_entries_not_replaced")
