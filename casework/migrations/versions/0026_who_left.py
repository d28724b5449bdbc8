"""When the person of a hand-over was gone; the call or chat in which a case's report was begun."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_MISSED = "gone_at IS NOT NULL AND claimed_by IS NULL AND ended_at IS NULL"
_PBX = ("connected", "simulated")  # a telephone system has them: the record says nothing of their end


def upgrade() -> None:
    op.add_column("handovers", sa.Column("gone_at", sa.DateTime(timezone=True)))
    op.add_column("cases", sa.Column("call_id", sa.String(100)))
    _when_gone()
    op.execute(
        "UPDATE cases SET call_id = (SELECT reports.call_id FROM reports WHERE reports.id = cases.report_id)"
        " WHERE report_id IS NOT NULL"
    )
    where = sa.text(_MISSED)
    op.create_index(
        "ix_handovers_missed", "handovers", ["agency", "created_at"], sqlite_where=where, postgresql_where=where
    )
    op.create_index("ix_cases_call_id", "cases", ["call_id"])


def downgrade() -> None:
    op.drop_index("ix_cases_call_id", "cases")
    op.drop_index("ix_handovers_missed", "handovers")
    op.drop_column("cases", "call_id")
    op.drop_column("handovers", "gone_at")


def _when_gone() -> None:
    """Of hand-overs that nobody has closed, by the records of their calls."""
    bind = op.get_bind()
    open_ = (
        "SELECT h.ticket, c.channel, c.ended_at, c.record FROM handovers h JOIN call_records c ON c.call_id = h.call_id"
    )
    rows = bind.execute(sa.text(f"{open_} AND c.agency = h.agency WHERE h.ended_at IS NULL")).all()
    given = [{"gone": row[2], "ticket": row[0]} for row in rows if row[1] == "web" or _outcome(row[3]) not in _PBX]
    if given:
        bind.execute(sa.text("UPDATE handovers SET gone_at = :gone WHERE ticket = :ticket"), given)


def _outcome(record: Any) -> str | None:
    known: dict[str, Any] = json.loads(record) if isinstance(record, str) else record
    return (known.get("transfer") or {}).get("outcome")
