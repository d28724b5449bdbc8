"""Brings a backup back into an empty place, checks all of it, and leaves it so that nobody is told old news: messages are off
until somebody has looked, and whoever was signed in then is not."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete

from casework.access.pins import key_id
from casework.access.tables import PersonKey, PersonSession
from casework.backups import copies, manifest
from casework.backups.manifest import Manifest
from casework.backups.taking import digest_of
from casework.database import Database
from casework.errors import BadSetting, CaseworkError
from casework.migrate import upgrade
from casework.notifications import switch
from casework.staff_accounts.tables import StaffSession
from casework.stores.base import FileStore, load
from casework.stores.on_disk import OnDisk
from casework.trail import sealing
from casework.trail.actors import Actor
from casework.trail.entries import noted

WHY = "restored from a backup: look at what waits before it is sent"
_OPERATOR = Actor("operator", "system")


@dataclass(frozen=True)
class Restored:
    """`faults`: what is not as the backup says; empty: all of it is back. `missing_keys`: ids of keys of PINs that are not set."""

    manifest: Manifest
    faults: list[str] = field(default_factory=list)
    missing_keys: list[str] = field(default_factory=list)


def restore(
    folder: Path,
    url: str,
    store: FileStore,
    keys: Sequence[str],
    agencies: Sequence[str],
    now: datetime,
    messages_on: bool = False,
) -> Restored:
    """Into the database of `url` and the `store`. Raises BadSetting before anything is written, when the backup is not whole
    or the place is not empty."""
    told = manifest.read(folder)
    _whole(folder, told)
    _place_is_empty(told.kind, url, store)
    copies.brought_back(told.kind, folder / copies.NAMES[told.kind], url)
    for one in told.files:
        store.keep(one.path, (folder / one.path).read_bytes())
    with closing(Database(url)) as database:
        faults = _compared(database, told, store, now)
        upgrade(database.engine)
        _made_quiet(database, told, agencies, now, messages_on)
    ours = {key_id(one) for one in keys}
    return Restored(told, faults, [one for one in told.pin_keys if one not in ours])


def _whole(folder: Path, told: Manifest) -> None:
    """Every byte is what was written, before any of it is used."""
    copy = folder / copies.NAMES[told.kind]
    if not copy.exists() or digest_of(copy) != told.database:
        raise BadSetting(f"{copy.name} of this backup is missing or not what was written.")
    for one in told.files:
        load(OnDisk(folder), one.path, one.sha256)


def _place_is_empty(kind: str, url: str, store: FileStore) -> None:
    with closing(Database(url)) as database:
        if database.engine.dialect.name != kind:
            raise BadSetting(f"This backup is of {kind}, and CIVICLINE_DATABASE_URL names another kind of database.")
        with database.engine.connect() as connection:
            if not manifest.is_empty(connection):
                raise BadSetting(
                    "There are cases in this database already: a backup is brought back into an empty one only."
                )
    if any(next(store.listed(name), None) for name, _ in manifest.STORED.values()):
        raise BadSetting("There are files already: a backup is brought back into an empty folder or bucket only.")


def _compared(database: Database, told: Manifest, store: FileStore, now: datetime) -> list[str]:
    with database.engine.connect() as connection:
        there = manifest.rows(connection) if manifest.revision(connection) == told.revision else {}
        gone = set(told.deleted_meanwhile)
        lost = [one.path for one in manifest.stored(connection) if one.path not in gone and not store.there(one.path)]
        seal = manifest.newest_seal(connection)
    faults = [
        f"{name} has {there.get(name)} rows, not {count}"
        for name, count in told.rows.items()
        if there.get(name) != count
    ]
    faults += [f"the file {path} is missing" for path in lost]
    faults += [] if seal == told.newest_seal else ["the newest seal of the trail is another one"]
    with database.reading() as session:
        return faults + sealing.verify(session, [], now).faults


def _made_quiet(database: Database, told: Manifest, agencies: Sequence[str], now: datetime, messages_on: bool) -> None:
    """Old sessions and links are over; what waited when the backup was taken may have been sent since."""
    with database.writing() as session:
        for table in (StaffSession, PersonSession, PersonKey):
            session.execute(delete(table))
        for agency in agencies:
            if not messages_on:
                switch.stop(session, agency, WHY, _OPERATOR, now)
            noted(session, agency, _OPERATOR, "restored", now, {"backup": told.made_at.isoformat()})


def said(done: Restored) -> str:
    """For the operator; raises CaseworkError when something is not as it was."""
    rows = sum(done.manifest.rows.values())
    lines = [f"{rows} rows and {len(done.manifest.files)} files of {done.manifest.made_at:%Y-%m-%d %H:%M} UTC are back"]
    lines += [
        f"PINs made with the key {one} fit only when CIVICLINE_PIN_KEYS has that key" for one in done.missing_keys
    ]
    if done.faults:
        raise CaseworkError("the backup is back, but not whole: " + "; ".join(done.faults[:20]))
    return "\n".join([*lines, "the audit trail is whole"])
