"""What a name or address of a contact was before it was changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "contact_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("of_contact", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("was", sa.String(254)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact_changes"),
        sa.ForeignKeyConstraint(
            ["of_contact"], ["contacts.id"], name="fk_contact_changes_of_contact_contacts", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_contact_changes_of_contact", "contact_changes", ["of_contact"])


def downgrade() -> None:
    op.drop_index("ix_contact_changes_of_contact", "contact_changes")
    op.drop_table("contact_changes")
