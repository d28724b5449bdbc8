"""Who asks for the model before names the model in use; a wish says whether its reason overrides the gate; an agency has one open wish."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_OPEN = "state IN ('asked', 'doing')"


def upgrade() -> None:
    op.add_column("model_wishes", sa.Column("in_use", sa.String(100)))
    op.add_column("model_wishes", sa.Column("override", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        f"UPDATE model_wishes SET state = 'refused', ended_at = at, said = 'Something else was asked for already.' WHERE {_OPEN}"  # noqa: S608
        f" AND id NOT IN (SELECT MIN(id) FROM model_wishes WHERE {_OPEN} GROUP BY agency)"
    )
    where = sa.text(_OPEN)
    op.create_index(
        "uq_model_wishes_open", "model_wishes", ["agency"], unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index("uq_model_wishes_open", "model_wishes")
    op.drop_column("model_wishes", "override")
    op.drop_column("model_wishes", "in_use")
