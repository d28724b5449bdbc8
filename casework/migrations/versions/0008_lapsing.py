"""Messages that have an order and an end of use, and the agency's switch for all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("notifications", sa.Column("rank", sa.Integer(), nullable=False, server_default="2"))
    op.add_column("notifications", sa.Column("not_after", _TIME))
    op.execute("UPDATE notifications SET rank = 0 WHERE urgent")
    op.create_index("ix_notifications_state_rank_due_at", "notifications", ["state", "rank", "due_at"])
    op.create_table(
        "message_switches",
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("agency", name="pk_message_switches"),
    )


def downgrade() -> None:
    op.drop_table("message_switches")
    op.drop_index("ix_notifications_state_rank_due_at", "notifications")
    op.drop_column("notifications", "not_after")
    op.drop_column("notifications", "rank")
