"""The database's own guard of the audit trail: it refuses every change, and every deletion but that of retention.

Retention opens a gate inside its transaction (a row in retention_gate) and closes it before the end: no other
transaction ever sees the gate open. A case is deleted through the same gate, because its audit entries go with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from casework.trail.tables import RetentionGate

_SQLITE = (
    """CREATE TRIGGER audit_entries_unchanging BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
BEGIN SELECT RAISE(ABORT, 'the audit trail is deleted by retention only'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION audit_entries_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM retention_gate) THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the audit trail is deleted by retention only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RAISE EXCEPTION 'the audit trail is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    """CREATE TRIGGER audit_entries_kept BEFORE UPDATE OR DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_entries_guard()""",
    """CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_guard()""",
)


def statements(dialect: str) -> tuple[str, ...]:
    """What builds the guard; dropping the table drops it, but for PostgreSQL's function audit_entries_guard()."""
    return _POSTGRESQL if dialect == "postgresql" else _SQLITE


@contextmanager
def gate_open(session: Session) -> Iterator[None]:
    """Lets this transaction delete cases and their audit entries. For retention, and for replacing made-up samples."""
    session.execute(insert(RetentionGate).values(id=1))
    yield
    session.execute(delete(RetentionGate))
