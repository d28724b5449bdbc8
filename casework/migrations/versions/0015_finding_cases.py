"""Indexes by which a case is found: names and places as they begin, the time of opening, messages that nobody has read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_case_messages_unread", "case_messages", ["side", "case_id"], sqlite_where=unread, postgresql_where=unread
    )
    op.create_index("ix_cases_agency_opened_at", "cases", ["agency", "opened_at"])
    if op.get_bind().dialect.name == "postgresql":  # by bytes, so that what begins alike stands together
        op.execute('CREATE INDEX ix_contacts_name ON contacts (agency, (lower(name)) COLLATE "C")')
        op.execute('CREATE INDEX ix_cases_place ON cases (agency, place_key COLLATE "C")')
    else:
        op.execute("CREATE INDEX ix_contacts_name ON contacts (agency, lower(name))")


def downgrade() -> None:
    op.drop_index("ix_contacts_name", "contacts")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_cases_place", "cases")
    op.drop_index("ix_cases_agency_opened_at", "cases")
    op.drop_index("ix_case_messages_unread", "case_messages")
