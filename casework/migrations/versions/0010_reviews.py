"""Turns that a model judged, and what reviewers say of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "logged_turns",
        sa.Column("call_id", sa.String(100), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("intent", sa.String(60), nullable=False),
        sa.Column("understood", sa.JSON, nullable=False),
        sa.Column("model", sa.String(80)),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "n", name="pk_logged_turns"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call_records.call_id"], name="fk_logged_turns_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index(
        "ix_logged_turns_agency_state_score_call_id_n", "logged_turns", ["agency", "state", "score", "call_id", "n"]
    )
    op.create_index("ix_logged_turns_agency_at", "logged_turns", ["agency", "at"])
    op.create_table(
        "turn_labels",
        sa.Column("call_id", sa.String(100), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("reviewer", sa.String(80), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("needs", sa.JSON, nullable=False),
        sa.Column("danger", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("call_id", "n", "reviewer", name="pk_turn_labels"),
        sa.ForeignKeyConstraint(
            ["call_id", "n"],
            ["logged_turns.call_id", "logged_turns.n"],
            name="fk_turn_labels_call_id",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("turn_labels")
    op.drop_index("ix_logged_turns_agency_at", "logged_turns")
    op.drop_index("ix_logged_turns_agency_state_score_call_id_n", "logged_turns")
    op.drop_table("logged_turns")
