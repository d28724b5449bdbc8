"""The leaf of an entry that retention deletes says so at once, where the whole chain was looked through afterwards."""

from __future__ import annotations

from alembic import op

from casework.trail.guard import statements_of_going

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    for statement in statements_of_going(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entries_gone ON audit_entries")
        op.execute("DROP FUNCTION audit_entries_gone()")
    else:
        op.execute("DROP TRIGGER audit_entries_gone")
