"""Where a place is on the map: of an answer, and of the case that it became."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("report_answers", sa.Column("point", sa.JSON(), nullable=True))
    op.add_column("cases", sa.Column("lat", sa.Float(), nullable=True))
    op.add_column("cases", sa.Column("lon", sa.Float(), nullable=True))
    op.add_column("cases", sa.Column("located_by", sa.String(10), nullable=True))


def downgrade() -> None:
    for column in ("located_by", "lon", "lat"):
        op.drop_column("cases", column)
    op.drop_column("report_answers", "point")
