"""Cases with their stages, tries, hand-overs, call records, idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _cases()
    _calls()
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", _TIME),
        sa.Column("last_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attempts"),
    )
    op.create_index("ix_attempts_last_at", "attempts", ["last_at"])
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("request_digest", sa.String(64), nullable=False),
        sa.Column("response", sa.JSON, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("access_code", sa.String(10), nullable=False),
        sa.Column("pin_hash", sa.String(200), nullable=False),
        sa.Column("need", sa.String(60), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("place", sa.String(200)),
        sa.Column("opened_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("closed_at", _TIME),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("agency", "number", name="uq_cases_agency_number"),
        sa.UniqueConstraint("agency", "access_code", name="uq_cases_agency_access_code"),
    )
    op.create_index("ix_cases_agency_closed_at", "cases", ["agency", "closed_at"])
    op.create_table(
        "status_events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_status_events"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_status_events_case_id", ondelete="CASCADE"),
    )
    op.create_index("ix_status_events_case_id", "status_events", ["case_id"])


def _calls() -> None:
    op.create_table(
        "handovers",
        sa.Column("ticket", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("call_id", sa.String(100), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("need", sa.String(60)),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("language", sa.String(20)),
        sa.Column("wish", sa.String(500)),
        sa.Column("destination_id", sa.String(80)),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("transcript", sa.JSON, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_handovers"),
    )
    op.create_index("ix_handovers_agency_created_at", "handovers", ["agency", "created_at"])
    op.create_index("ix_handovers_call_id", "handovers", ["call_id"])
    op.create_table(
        "call_records",
        sa.Column("call_id", sa.String(100), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=False),
        sa.Column("language", sa.String(20)),
        sa.Column("need", sa.String(60)),
        sa.Column("disposition", sa.String(40)),
        sa.Column("destination_id", sa.String(80)),
        sa.Column("reason", sa.String(40)),
        sa.Column("record", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("call_id", name="pk_call_records"),
    )
    op.create_index("ix_call_records_agency_ended_at", "call_records", ["agency", "ended_at"])
    op.create_index("ix_call_records_agency_need", "call_records", ["agency", "need"])


def downgrade() -> None:
    for table in ("idempotency_keys", "attempts", "call_records", "handovers", "status_events", "cases"):
        op.drop_table(table)
