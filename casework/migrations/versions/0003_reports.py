"""Reports that people file, their answers and codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("access_code", sa.String(10)),
        sa.Column("pin_hash", sa.String(200)),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("call_id", sa.String(100), nullable=False),
        sa.Column("language", sa.String(20)),
        sa.Column("contact_id", sa.Integer),
        sa.Column("case_id", sa.Integer),
        sa.Column("asking", sa.String(120)),
        sa.Column("last_move", sa.String(100)),
        sa.Column("wanted", sa.JSON, nullable=False),
        sa.Column("wanted_after", sa.Integer),
        sa.Column("note", sa.Text),
        sa.Column("left_because", sa.String(40)),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.Column("submitted_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("agency", "access_code", name="uq_reports_agency_access_code"),
        sa.UniqueConstraint("case_id", name="uq_reports_case_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_reports_contact_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_reports_case_id", ondelete="CASCADE"),
    )
    op.create_index("ix_reports_agency_state_updated_at", "reports", ["agency", "state", "updated_at"])
    op.create_index("ix_reports_contact_id", "reports", ["contact_id"])
    _answers()
    _evidence()


def _answers() -> None:
    op.create_table(
        "report_answers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("report_id", sa.String(64), nullable=False),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True)),
        sa.Column("text", sa.Text),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("turn", sa.String(100), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_answers"),
        sa.UniqueConstraint("report_id", "turn", "question", name="uq_report_answers_report_id_turn_question"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_answers_report_id", ondelete="CASCADE"),
    )


def _evidence() -> None:
    op.create_table(
        "report_evidence",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("report_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_evidence"),
        sa.UniqueConstraint("report_id", "sha256", name="uq_report_evidence_report_id_sha256"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_evidence_report_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    for table in ("report_evidence", "report_answers", "reports"):
        op.drop_table(table)
