"""Contacts, messages to them and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _contacts()
    _events()
    _notifications()
    op.create_table(
        "stopped_addresses",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_stopped_addresses"),
    )
    op.create_index("ix_stopped_addresses_agency", "stopped_addresses", ["agency"])


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("phone", sa.String(20)),
        sa.Column("email", sa.String(254)),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("wants", sa.JSON, nullable=False),
        sa.Column("frequency", sa.String(20), nullable=False),
        sa.Column("unsubscribed_at", _TIME),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
    )
    op.create_index("ix_contacts_agency_updated_at", "contacts", ["agency", "updated_at"])
    op.create_index("ix_contacts_phone", "contacts", ["phone"])
    op.create_index("ix_contacts_email", "contacts", ["email"])


def _events() -> None:
    op.create_table(
        "notification_events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("event", sa.String(60), nullable=False),
        sa.Column("contact_id", sa.Integer),
        sa.Column("case_id", sa.Integer),
        sa.Column("report_id", sa.String(64)),
        sa.Column("need", sa.String(60)),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("why", sa.String(200)),
        sa.Column("planned_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_notification_events"),
        sa.UniqueConstraint("key", name="uq_notification_events_key"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_notification_events_contact_id", ondelete="CASCADE"
        ),
    )
    for columns in (["contact_id"], ["case_id"], ["report_id"], ["state", "id"], ["agency", "at"]):
        op.create_index(f"ix_notification_events_{'_'.join(columns)}", "notification_events", columns)


def _notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("contact_id", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("template", sa.String(60), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(200)),
        sa.Column("body", sa.Text),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("secret", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("lease", sa.String(32)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("in_doubt", sa.Boolean, nullable=False),
        sa.Column("vendor", sa.String(40)),
        sa.Column("vendor_ref", sa.String(200)),
        sa.Column("error", sa.String(80)),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("attempted_at", _TIME),
        sa.Column("sent_at", _TIME),
        sa.Column("ended_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["notification_events.id"], name="fk_notifications_event_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_notifications_contact_id", ondelete="CASCADE"
        ),
    )
    for columns in (
        ["event_id"],
        ["state", "due_at"],
        ["contact_id", "sent_at"],
        ["vendor", "vendor_ref"],
        ["agency", "created_at"],
    ):
        op.create_index(f"ix_notifications_{'_'.join(columns)}", "notifications", columns)


def downgrade() -> None:
    for table in ("stopped_addresses", "notifications", "notification_events", "contacts"):
        op.drop_table(table)
