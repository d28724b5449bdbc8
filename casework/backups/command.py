"""python -m casework backup FOLDER [--keep 14] | restore FOLDER/MADE [--messages-on]"""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework.backups import restoring, taking
from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import BadSetting
from casework.settings import load_settings
from casework.stores.choosing import store_of


def add(commands: Any) -> None:  # argparse's own type is private
    """The two commands, for casework/commands.py."""
    backup = commands.add_parser(
        "backup", help="a moment of the database and its files, into a folder; keys are not in it"
    )
    backup.set_defaults(run=_backup)
    backup.add_argument(
        "folder", type=Path, help="where backups lie, best on another machine's disk; each makes a folder"
    )
    backup.add_argument("--keep", type=int, help="delete all but so many of the newest")
    restore = commands.add_parser(
        "restore", help="bring a backup back into an empty database and an empty var/, and check it"
    )
    restore.set_defaults(run=_restore)
    restore.add_argument("folder", type=Path)
    restore.add_argument("--messages-on", action="store_true", help="leave the agencies' messages as they were")


def _backup(args: argparse.Namespace) -> None:
    settings = load_settings()
    if args.keep is not None and args.keep < 1:
        raise BadSetting("--keep: give a number from 1 on.")
    with closing(Database(settings.url)) as database:
        made = taking.take(database, store_of(settings.files, settings.var), args.folder, datetime.now(UTC))
    print(f"backed up to {made}")
    for name in taking.thin_out(args.folder, args.keep) if args.keep else ():
        print(f"deleted the older {name}")


def _restore(args: argparse.Namespace) -> None:
    settings = load_settings()
    directory = Directory(settings.agencies_root)
    done = restoring.restore(
        args.folder, settings.url, store_of(settings.files, settings.var), settings.keys if settings.pin_keys else (),
        directory.ids(), datetime.now(UTC), args.messages_on,
    )  # fmt: skip
    print(restoring.said(done))
    if not args.messages_on:
        print("messages to people are off in every agency until a supervisor switches them on again")
