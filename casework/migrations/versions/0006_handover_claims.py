"""Who of the agency's people has a hand-over, and what became of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TIME = sa.DateTime(timezone=True)
_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "claimed_by": sa.String(80),
    "claimed_at": _TIME,
    "ended_at": _TIME,
    "ended_by": sa.String(80),
    "outcome": sa.String(20),
}


def upgrade() -> None:
    for name, kind in _COLUMNS.items():
        op.add_column("handovers", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("handovers") as table:
        for name in _COLUMNS:
            table.drop_column(name)
