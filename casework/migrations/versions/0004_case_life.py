"""The life of a case: who did what, messages, assessments, webhooks, imports; cases that have no number yet.

Stages that were named otherwise are renamed, in the cases and in what happened to them. Going back renames them again,
to the nearest of the nine stages there were; a case without number or code gets a stand-in that no caller can say.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from casework.trail import guard as guards

revision = "0004"
down_revision = "0003"

_TIME = sa.DateTime(timezone=True)
_OPEN = sa.text("closed_at IS NULL")
_RENAMED = {
    "received": "recorded",
    "assigned": "allocated",
    "investigating": "under_investigation",
    "information_needed": "more_wanted",
}
_BACK = {
    "submitted": "received",
    "under_review": "received",
    "accepted": "received",
    "recorded": "received",
    "allocated": "assigned",
    "officer_deployed": "assigned",
    "under_investigation": "investigating",
    "forensics": "investigating",
    "more_wanted": "information_needed",
    "charged": "sent_to_prosecutor",
    "court": "sent_to_prosecutor",
    "redirected": "closed_resolved",
    "closed_unfounded": "closed_no_leads",
    "closed_civil_matter": "closed_no_leads",
    "closed_withdrawn": "closed_no_leads",
    "closed_no_answer": "closed_no_leads",
    "closed_duplicate": "closed_no_leads",
    "closed_court_decided": "closed_resolved",
}
_OPEN_ONLY = {
    "ix_cases_open": ["agency", "id"],
    "ix_cases_waiting": ["agency", "queue", "stage"],
    "ix_cases_queue": ["agency", "queue", "id"],
    "ix_cases_assigned_to": ["agency", "assigned_to", "id"],
}
_NEW_TABLES = (
    "imported_updates",
    "webhook_deliveries",
    "webhooks",
    "agency_flags",
    "thrive_assessments",
    "case_attachments",
    "case_messages",
    "number_series",
    "audit_entries",
    "retention_gate",
)


def upgrade() -> None:
    _rename(_RENAMED)
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("number", existing_type=sa.String(20), nullable=True)
        cases.alter_column("access_code", existing_type=sa.String(10), nullable=True)
        for column in _case_columns():
            cases.add_column(column)
        cases.create_unique_constraint("uq_cases_report_id", ["report_id"])
        cases.create_foreign_key("fk_cases_contact_id", "contacts", ["contact_id"], ["id"], ondelete="SET NULL")
        cases.create_foreign_key("fk_cases_merged_into", "cases", ["merged_into"], ["id"], ondelete="SET NULL")
    op.create_index("ix_cases_contact_id", "cases", ["contact_id"])
    op.create_index("ix_cases_merged_into", "cases", ["merged_into"])
    op.create_index("ix_cases_agency_stage", "cases", ["agency", "stage", "id"])
    op.create_index("ix_cases_agency_place_key", "cases", ["agency", "place_key", "happened_at"])
    for name, columns in _OPEN_ONLY.items():
        op.create_index(name, "cases", columns, sqlite_where=_OPEN, postgresql_where=_OPEN)
    _audit()
    _messages()
    _assessments()
    _connector()


def _rename(names: dict[str, str]) -> None:
    for table in ("cases", "status_events"):
        for old, new in names.items():
            op.execute(sa.text(f"UPDATE {table} SET stage = :new WHERE stage = :old").bindparams(new=new, old=old))  # noqa: S608  # our own names


def _case_columns() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("kind", sa.String(60)),
        sa.Column("report_id", sa.String(64)),
        sa.Column("contact_id", sa.Integer),
        sa.Column("anonymous", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("channel", sa.String(40)),
        sa.Column("stage_before", sa.String(40)),
        sa.Column("queue", sa.String(40), nullable=False, server_default="reports"),
        sa.Column("assigned_to", sa.String(80)),
        sa.Column("merged_into", sa.Integer),
        sa.Column("redirected_to", sa.String(80)),
        sa.Column("place_key", sa.String(120)),
        sa.Column("happened_at", _TIME),
        sa.Column("answers", sa.JSON, nullable=False, server_default="{}"),
        sa.Column("flags", sa.JSON, nullable=False, server_default="[]"),
    ]


def _case_id(table: str, nullable: bool = False) -> tuple[sa.Column, sa.ForeignKeyConstraint]:  # type: ignore[type-arg]
    return (
        sa.Column("case_id", sa.Integer, nullable=nullable),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=f"fk_{table}_case_id", ondelete="CASCADE"),
    )


def _audit() -> None:
    op.create_table(
        "retention_gate",
        sa.Column("id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_gate"),
    )
    op.create_table(
        "number_series",
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", name="pk_number_series"),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        *_case_id("audit_entries", nullable=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor_id", sa.String(80), nullable=False),
        sa.Column("actor_role", sa.String(20), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("from_stage", sa.String(40)),
        sa.Column("to_stage", sa.String(40)),
        sa.Column("why", sa.String(500)),
        sa.Column("details", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_case_id", "audit_entries", ["case_id"])
    op.create_index("ix_audit_entries_agency_at", "audit_entries", ["agency", "at"])
    for statement in guards.statements(op.get_bind().dialect.name):
        op.execute(statement)


def _messages() -> None:
    op.create_table(
        "case_messages",
        sa.Column("id", sa.Integer, nullable=False),
        *_case_id("case_messages"),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("author_id", sa.String(80), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("read_at", _TIME),
        sa.Column("read_by", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_case_messages"),
        sa.UniqueConstraint("case_id", "key", name="uq_case_messages_case_id_key"),
    )
    op.create_index("ix_case_messages_case_id_id", "case_messages", ["case_id", "id"])
    op.create_table(
        "case_attachments",
        sa.Column("id", sa.Integer, nullable=False),
        *_case_id("case_attachments"),
        sa.Column("message_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(60), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stored_as", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_attachments"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["case_messages.id"], name="fk_case_attachments_message_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("stored_as", name="uq_case_attachments_stored_as"),
    )
    op.create_index("ix_case_attachments_case_id", "case_attachments", ["case_id"])
    op.create_index("ix_case_attachments_message_id", "case_attachments", ["message_id"])


def _assessments() -> None:
    op.create_table(
        "thrive_assessments",
        sa.Column("id", sa.Integer, nullable=False),
        *_case_id("thrive_assessments"),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("decided", sa.Boolean, nullable=False),
        sa.Column("levels", sa.JSON, nullable=False),
        sa.Column("note", sa.String(500)),
        sa.PrimaryKeyConstraint("id", name="pk_thrive_assessments"),
    )
    op.create_index("ix_thrive_assessments_case_id_id", "thrive_assessments", ["case_id", "id"])
    op.create_table(
        "agency_flags",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("flag", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("note", sa.String(200)),
        sa.Column("added_by", sa.String(80), nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agency_flags"),
        sa.UniqueConstraint("agency", "flag", "digest", name="uq_agency_flags_agency_flag_digest"),
    )
    op.create_index("ix_agency_flags_agency_digest", "agency_flags", ["agency", "digest"])
    op.create_index("ix_agency_flags_until", "agency_flags", ["until"])


def _connector() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("secret", sa.String(80), nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_index("ix_webhooks_agency", "webhooks", ["agency"])
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("webhook_id", sa.Integer, nullable=False),
        *_case_id("webhook_deliveries", nullable=True),
        sa.Column("event", sa.String(60), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", _TIME, nullable=False),
        sa.Column("last_problem", sa.String(200)),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("delivered_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_deliveries"),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name="fk_webhook_deliveries_webhook_id", ondelete="CASCADE"
        ),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_webhook_deliveries_due", "webhook_deliveries", ["next_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_webhook_deliveries_webhook_id_state_id", "webhook_deliveries", ["webhook_id", "state", "id"])
    op.create_index("ix_webhook_deliveries_created_at", "webhook_deliveries", ["created_at"])
    op.create_index("ix_webhook_deliveries_case_id", "webhook_deliveries", ["case_id"])
    op.create_table(
        "imported_updates",
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("update_id", sa.String(80), nullable=False),
        *_case_id("imported_updates"),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("agency", "source", "update_id", name="pk_imported_updates"),
    )
    op.create_index("ix_imported_updates_case_id", "imported_updates", ["case_id"])


def downgrade() -> None:
    for table in _NEW_TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entries_guard()")
    _rename(_BACK)
    op.execute("UPDATE cases SET number = 'none-' || id WHERE number IS NULL")
    op.execute("UPDATE cases SET access_code = 'x' || id WHERE access_code IS NULL")
    others = (f"ix_cases_{name}" for name in ("agency_place_key", "agency_stage", "merged_into", "contact_id"))
    for index in (*_OPEN_ONLY, *others):
        op.drop_index(index, "cases")
    with op.batch_alter_table("cases") as cases:
        cases.drop_constraint("fk_cases_merged_into", type_="foreignkey")
        cases.drop_constraint("fk_cases_contact_id", type_="foreignkey")
        cases.drop_constraint("uq_cases_report_id", type_="unique")
        for column in _case_columns():
            cases.drop_column(column.name)
        cases.alter_column("access_code", existing_type=sa.String(10), nullable=False)
        cases.alter_column("number", existing_type=sa.String(20), nullable=False)
