"""When an imported line named an officer, by its source's clock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("imported_updates", sa.Column("officer_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("imported_updates", "officer_at")
