"""Turns that are unlike all examples say which of them are like each other; callers say afterwards whether they got what they needed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("logged_turns", sa.Column("alike", sa.Integer))
    op.add_column("logged_turns", sa.Column("alike_place", sa.Integer))
    some = sa.text("alike IS NOT NULL")
    op.create_index(
        "ix_logged_turns_alike", "logged_turns", ["agency", "alike"], sqlite_where=some, postgresql_where=some
    )
    turns = sa.table("logged_turns", sa.column("alike"), sa.column("state"), sa.column("reasons", sa.JSON))
    unlike = sa.cast(turns.c.reasons, sa.String).contains('"unlike"')
    op.create_table(
        "call_surveys",
        sa.Column("call_id", sa.String(100), primary_key=True),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helped", sa.Boolean, nullable=False),
    )
    op.create_index("ix_call_surveys_agency_at", "call_surveys", ["agency", "at"])
    op.execute(turns.update().where(turns.c.state == "open", unlike).values(alike=0))


def downgrade() -> None:
    op.drop_table("call_surveys")
    op.drop_index("ix_logged_turns_alike", "logged_turns")
    op.drop_column("logged_turns", "alike_place")
    op.drop_column("logged_turns", "alike")
