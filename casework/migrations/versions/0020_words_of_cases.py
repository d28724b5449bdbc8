"""The words of cases and their index. Cases that were there before get their words after the start, a few at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from casework.cases.words import statements

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "case_words",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_words"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_words_case_id", ondelete="CASCADE"),
    )
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_words_index")
    op.drop_table("case_words")
