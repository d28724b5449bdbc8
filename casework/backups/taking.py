"""Takes a backup: the database as it is at one moment, then the files that its rows stand for. It is there whole or not at all."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
from datetime import datetime
from pathlib import Path

from casework import files
from casework.backups import copies, manifest
from casework.backups.manifest import Manifest, StoredFile
from casework.database import Database
from casework.errors import BadSetting, CaseworkError
from casework.stores.base import FileStore

log = logging.getLogger(__name__)
_MADE = re.compile(r"\d{8}T\d{6}Z")


def take(database: Database, store: FileStore, into: Path, now: datetime) -> Path:
    """The folder that was made below `into`. Files never change once they lie there, so copying them after the database is
    enough; one that has gone meanwhile belongs to a row that was deleted meanwhile, or CaseworkError is raised."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = into / f"{now:%Y%m%dT%H%M%SZ}"
    if target.exists():
        raise BadSetting(f"{target} is there already; a backup is never written over.")
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.mkdir(mode=0o700)
    try:
        made = _taken(database, store, unfinished, now)
        manifest.write(unfinished, made)
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    log.info("a backup was taken", extra={"rows": sum(made.rows.values()), "files": len(made.files)})
    return target


def _taken(database: Database, store: FileStore, folder: Path, now: datetime) -> Manifest:
    kind = database.engine.dialect.name
    copy = folder / copies.NAMES[kind]
    with copies.copied(database, copy) as moment:
        kept, gone = _files(list(manifest.stored(moment)), store, folder, database)
        told = {
            "rows": manifest.rows(moment), "revision": manifest.revision(moment), "pin_keys": manifest.pin_keys(moment),
            "newest_seal": manifest.newest_seal(moment), "files": kept, "deleted_meanwhile": gone,
        }  # fmt: skip
    for beside in folder.glob(f"{copy.name}-*"):
        beside.unlink()
    return Manifest.model_validate({"made_at": now, "kind": kind, "database": digest_of(copy), **told})


def thin_out(into: Path, keep: int) -> list[str]:
    """Deletes all but the newest `keep` backups, and names what went: a backup holds what retention has deleted since."""
    made = sorted((path for path in into.iterdir() if _MADE.fullmatch(path.name)), reverse=True)
    for path in made[keep:]:
        shutil.rmtree(path)
    return [path.name for path in made[keep:]]


def digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _files(
    wanted: list[StoredFile], store: FileStore, target: Path, database: Database
) -> tuple[list[StoredFile], list[str]]:
    kept, missing = [], []
    for one in wanted:
        try:
            body = store.read(one.path)
        except FileNotFoundError:
            missing.append(one)
            continue
        if files.digest(body) != one.sha256:
            raise CaseworkError(f"the file {one.path} is not what was stored; nothing was backed up.")
        files.keep(target / one.path, body)
        kept.append(one)
    _only_deleted(missing, database)
    return kept, [one.path for one in missing]


def _only_deleted(missing: list[StoredFile], database: Database) -> None:
    if not missing:
        return
    with database.engine.connect() as connection:
        still = {one.path for one in manifest.stored(connection)} & {one.path for one in missing}
    if still:
        raise CaseworkError(
            f"{len(still)} files are gone though their rows are there, the first {min(still)}; nothing was backed up."
        )
