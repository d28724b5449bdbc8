"""The database's own guard of the audit trail: it refuses every change, and every deletion but that of retention.

Retention opens a gate inside its transaction (a row in retention_gate) and closes it before the end: no other
transaction ever sees the gate open. A case is deleted through the same gate, because its audit entries go with it. The leaf of
an entry that goes says so, by a trigger: looking for them afterwards would read the whole chain while nobody else can write.
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


# INSERT OR REPLACE deletes without a delete trigger; an entry that is there is never inserted again.
_SQLITE_SEALS = (
    """CREATE TRIGGER audit_entries_not_replaced BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_seals_unchanging BEFORE UPDATE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_seals_kept BEFORE DELETE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_seals_not_replaced BEFORE INSERT ON audit_seals
WHEN EXISTS (SELECT 1 FROM audit_seals WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_leaves_unchanging BEFORE UPDATE ON audit_leaves WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
OR NEW.digest != OLD.digest OR NEW.entry_id != OLD.entry_id OR NEW.seal_id != OLD.seal_id
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_leaves_kept BEFORE DELETE ON audit_leaves
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_leaves_not_replaced BEFORE INSERT ON audit_leaves
WHEN EXISTS (SELECT 1 FROM audit_leaves WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
)
_POSTGRESQL_SEALS = (
    """CREATE FUNCTION audit_seals_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'audit_leaves' AND TG_OP = 'UPDATE' THEN
    IF EXISTS (SELECT 1 FROM retention_gate) AND (NEW.digest, NEW.entry_id, NEW.seal_id) = (OLD.digest, OLD.entry_id, OLD.seal_id)
    THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'the audit trail is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    *(
        f"""CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION audit_seals_guard()"""
        for table in ("audit_seals", "audit_leaves")
    ),
    *(
        f"""CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_seals_guard()"""
        for table in ("audit_seals", "audit_leaves")
    ),
)


_SQLITE_OUTLIVING = (
    """CREATE TRIGGER audit_outliving_unchanging BEFORE UPDATE ON audit_outliving
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_outliving_kept BEFORE DELETE ON audit_outliving WHEN NOT EXISTS (SELECT 1 FROM retention_gate)
BEGIN SELECT RAISE(ABORT, 'the audit trail is deleted by retention only'); END""",
    """CREATE TRIGGER audit_outliving_not_replaced BEFORE INSERT ON audit_outliving
WHEN EXISTS (SELECT 1 FROM audit_outliving WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
)
_POSTGRESQL_OUTLIVING = (
    """CREATE TRIGGER audit_outliving_kept BEFORE UPDATE OR DELETE ON audit_outliving
FOR EACH ROW EXECUTE FUNCTION audit_entries_guard()""",
    """CREATE TRIGGER audit_outliving_not_emptied BEFORE TRUNCATE ON audit_outliving
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_guard()""",
)

# the time as SQLAlchemy writes it on SQLite
_SQLITE_GOING = (
    """CREATE TRIGGER audit_entries_gone AFTER DELETE ON audit_entries
BEGIN
  UPDATE audit_leaves SET gone_at = strftime('%Y-%m-%d %H:%M:%f000', 'now') WHERE entry_id = OLD.id AND gone_at IS NULL;
END""",
)
_POSTGRESQL_GOING = (
    """CREATE FUNCTION audit_entries_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE audit_leaves SET gone_at = now() WHERE entry_id = OLD.id AND gone_at IS NULL;
  RETURN NULL;
END $$""",
    """CREATE TRIGGER audit_entries_gone AFTER DELETE ON audit_entries
FOR EACH ROW EXECUTE FUNCTION audit_entries_gone()""",
)


def statements_of_going(dialect: str) -> tuple[str, ...]:
    """What lets the leaf of an entry say that retention deleted it."""
    return _POSTGRESQL_GOING if dialect == "postgresql" else _SQLITE_GOING


def statements_of_outliving(dialect: str) -> tuple[str, ...]:
    """The guard of entries whose cases are gone."""
    return _POSTGRESQL_OUTLIVING if dialect == "postgresql" else _SQLITE_OUTLIVING


def statements_of_seals(dialect: str) -> tuple[str, ...]:
    """The guard of the chain, and of entries against being replaced."""
    return _POSTGRESQL_SEALS if dialect == "postgresql" else _SQLITE_SEALS


def statements(dialect: str) -> tuple[str, ...]:
    """What builds the guard; dropping the table drops it, but for PostgreSQL's function audit_entries_guard()."""
    return _POSTGRESQL if dialect == "postgresql" else _SQLITE


@contextmanager
def gate_open(session: Session) -> Iterator[None]:
    """Lets this transaction delete cases and their audit entries. For retention, and for replacing made-up samples."""
    session.execute(insert(RetentionGate).values(id=1))
    yield
    session.flush()
    session.execute(delete(RetentionGate))
