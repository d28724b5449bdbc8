"""What a call-taker found a call to be, beside its hand-over and its turns; quality of contacts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for table in ("handovers", "logged_turns"):
        op.add_column(table, sa.Column("found_need", sa.String(60)))
        op.add_column(table, sa.Column("found_danger", sa.Boolean()))
    op.create_table(
        "transcripts",
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("contact_id", sa.String(100), nullable=False),
        sa.Column("staff", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("need", sa.String(60)),
        sa.Column("turns", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("agency", "contact_id", name="pk_transcripts"),
    )
    op.create_index("ix_transcripts_agency_at", "transcripts", ["agency", "at"])
    op.create_table(
        "quality_corrections",
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("contact_id", sa.String(100), nullable=False),
        sa.Column("item", sa.String(60), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("rule_said", sa.String(10), nullable=False),
        sa.Column("met", sa.String(10), nullable=False),
        sa.Column("why", sa.String(500)),
        sa.PrimaryKeyConstraint("agency", "contact_id", "item", name="pk_quality_corrections"),
    )


def downgrade() -> None:
    op.drop_table("quality_corrections")
    op.drop_index("ix_transcripts_agency_at", "transcripts")
    op.drop_table("transcripts")
    for table in ("handovers", "logged_turns"):
        op.drop_column(table, "found_danger")
        op.drop_column(table, "found_need")
