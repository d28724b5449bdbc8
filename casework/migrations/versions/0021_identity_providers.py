"""People of an agency who sign in by its identity provider, and who is on the way there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("staff_accounts", sa.Column("issuer", sa.String(400)))
    op.add_column("staff_accounts", sa.Column("subject", sa.String(255)))
    op.create_index(
        "ix_staff_accounts_agency_issuer_subject", "staff_accounts", ["agency", "issuer", "subject"], unique=True
    )
    op.create_table(
        "staff_provider_tries",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_provider_tries"),
    )
    op.create_index("ix_staff_provider_tries_expires_at", "staff_provider_tries", ["expires_at"])


def downgrade() -> None:
    op.drop_index("ix_staff_provider_tries_expires_at", "staff_provider_tries")
    op.drop_table("staff_provider_tries")
    op.drop_index("ix_staff_accounts_agency_issuer_subject", "staff_accounts")
    op.drop_column("staff_accounts", "subject")
    op.drop_column("staff_accounts", "issuer")
