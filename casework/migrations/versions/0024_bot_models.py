"""The registry of the bot's models as it was last told, and what is wished of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "model_reports",
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("told", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("agency", name="pk_model_reports"),
    )
    op.create_table(
        "model_wishes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("model", sa.String(100)),
        sa.Column("why", sa.String(500)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("said", sa.Text),
        sa.Column("ended_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_model_wishes"),
    )
    op.create_index("ix_model_wishes_agency_at", "model_wishes", ["agency", "at"])


def downgrade() -> None:
    op.drop_index("ix_model_wishes_agency_at", "model_wishes")
    op.drop_table("model_wishes")
    op.drop_table("model_reports")
