"""Legal holds, and corrections that keep what was said first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "legal_holds",
        sa.Column("case_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_legal_holds"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_legal_holds_case_id_cases", ondelete="CASCADE"),
    )
    op.create_table(
        "case_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("was", sa.JSON(none_as_null=True)),
        sa.Column("now", sa.JSON(none_as_null=True)),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_corrections"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_case_corrections_case_id_cases", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_case_corrections_case_id", "case_corrections", ["case_id"])


def downgrade() -> None:
    op.drop_index("ix_case_corrections_case_id", "case_corrections")
    op.drop_table("case_corrections")
    op.drop_table("legal_holds")
