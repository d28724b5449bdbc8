"""What an operator does at the command line beside serving: credentials of programs, first accounts, the trail.

python -m casework client issue bot --days 365          prints the credential, once
python -m casework client list | revoke ID
python -m casework account create --agency denver --login chief --name "A. Chief" --role administrator
python -m casework account code --login LOGIN           the present code of a made-up account
python -m casework identity check --agency denver     whether the identity provider is set up right
python -m casework trail verify [--anchor FILE] | seal
python -m casework quality show | import FILE          contacts against the agency's card (quality_command.py)
python -m casework person access | erase | correct | ...  a person's own data (person_command.py)
python -m casework backup FOLDER | restore FOLDER/MADE  backups/
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework import person_command as rights_of_people
from casework import quality_command as quality
from casework.access import clients
from casework.backups import command as backups
from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import BadSetting, CaseworkError
from casework.http.rights import rights
from casework.migrate import upgrade
from casework.settings import load_settings
from casework.staff_accounts import accounts, second_factor
from casework.staff_accounts.passwords import Passwords
from casework.staff_accounts.provider.settings import read_providers
from casework.trail import sealing
from casework.trail.actors import STAFF_ROLES, Actor

OPERATOR = Actor("operator", "system")
_Commands = Any  # argparse's own type is private


def add(commands: _Commands) -> None:
    """The commands, for casework/__main__.py."""
    _client(commands.add_parser("client", help="credentials of the programs that ask casework"))
    _account(commands.add_parser("account", help="accounts of an agency's people"))
    _identity(commands.add_parser("identity", help="identity providers by which an agency's people sign in"))
    _trail(commands.add_parser("trail", help="the audit trail: whether it is whole"))
    backups.add(commands)
    rights_of_people.add(commands)
    quality.add(commands)


def _client(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="what")
    issue = verbs.add_parser("issue", help="make one; it is printed once")
    issue.set_defaults(run=_issue)
    issue.add_argument("kind", choices=sorted(rights().clients))
    issue.add_argument("--name", help="what the trail and the list call it; the kind when left out")
    issue.add_argument("--agency", help="for this agency's addresses only")
    issue.add_argument("--days", type=int, default=365)
    verbs.add_parser("list", help="all of them").set_defaults(run=_list)
    revoke = verbs.add_parser("revoke", help="take one back; it counts within seconds")
    revoke.set_defaults(run=_revoke)
    revoke.add_argument("id")


def _account(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="what")
    create = verbs.add_parser("create", help="make one; its password to begin with is printed once")
    create.set_defaults(run=_create)
    for name in ("--agency", "--login", "--name"):
        create.add_argument(name, required=True)
    create.add_argument("--role", choices=STAFF_ROLES, action="append", required=True)
    code = verbs.add_parser("code", help="the present code of a made-up account's second factor")
    code.set_defaults(run=_code)
    code.add_argument("--agency", required=True)
    code.add_argument("--login", required=True)


def _identity(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="what")
    check = verbs.add_parser("check", help="ask it what it says of itself, and compare; one sentence for what is wrong")
    check.set_defaults(run=_check_identity)
    check.add_argument("--agency", required=True)


def _trail(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="what")
    verify = verbs.add_parser("verify", help="reckon the chain anew; exit code 1 when something was changed")
    verify.set_defaults(run=_verify)
    verify.add_argument("--anchor", type=Path, help="what was told outside (CIVICLINE_TRAIL_ANCHOR), to compare with")
    verbs.add_parser("seal", help="seal what is new now").set_defaults(run=_seal)


def with_database(work: Callable[[Database, Any], None]) -> None:
    """Opens and migrates the database that the settings name."""
    settings = load_settings()
    with closing(Database(settings.url)) as database:
        upgrade(database.engine)
        work(database, settings)


def _issue(args: argparse.Namespace) -> None:
    if not 1 <= args.days <= 3_650:
        raise BadSetting("--days: give a number from 1 to 3650.")

    def work(database: Database, _settings: Any) -> None:
        with database.writing() as session:
            row, token = clients.issue(
                session, args.kind, args.name or args.kind, args.agency, args.days, datetime.now(UTC)
            )
        print(f"credential {row} for {args.kind}, for {args.days} days; it cannot be shown again:\n{token}")

    with_database(work)


def _list(_args: argparse.Namespace) -> None:
    def work(database: Database, _settings: Any) -> None:
        now = datetime.now(UTC)
        with database.reading() as session:
            for row in clients.listed(session):
                state = "taken back" if row.revoked_at else "over" if row.expires_at <= now else "valid"
                print(
                    f"{row.id}  {row.kind:15} {row.name:20} {row.agency or 'any':10} {state:10} to {row.expires_at:%Y-%m-%d}"
                )

    with_database(work)


def _revoke(args: argparse.Namespace) -> None:
    def work(database: Database, _settings: Any) -> None:
        with database.writing() as session:
            clients.revoke(session, args.id, datetime.now(UTC))
        print(f"credential {args.id} opens nothing any more")

    with_database(work)


def _create(args: argparse.Namespace) -> None:
    def work(database: Database, settings: Any) -> None:
        Directory(settings.agencies_root).get(args.agency)
        with closing(Passwords()) as passwords, database.writing() as session:
            account, password = accounts.create(
                session, passwords, args.agency, args.login, args.name, args.role, OPERATOR, datetime.now(UTC)
            )
            print(f"account {account.login} of {args.agency}: {', '.join(account.roles)}")
        print(f"password to begin with, which cannot be shown again: {password}")

    with_database(work)


def _code(args: argparse.Namespace) -> None:
    def work(database: Database, settings: Any) -> None:
        with database.reading() as session:
            account = accounts.found(session, args.agency, args.login)
            secret = second_factor.Seals(settings.keys).open(account.factor) if account.factor else None
            if not account.is_sample or secret is None:
                raise BadSetting("That is no made-up account with a second factor; its code is in its person's app.")
        print(second_factor.present_code(secret, datetime.now(UTC)))

    with_database(work)


def _check_identity(args: argparse.Namespace) -> None:
    from casework.staff_accounts.provider.discovery import told_of

    settings = load_settings()
    directory = Directory(settings.agencies_root)
    directory.get(args.agency)
    provider = read_providers(settings.staff_identity, directory.ids()).get(args.agency)
    if provider is None:
        raise BadSetting("CIVICLINE_STAFF_IDENTITY names no file with this agency in it.")
    for line in asyncio.run(told_of(provider)):
        print(line)


def _verify(args: argparse.Namespace) -> None:
    anchors = [json.loads(line) for line in args.anchor.read_text().splitlines()] if args.anchor else []

    def work(database: Database, _settings: Any) -> None:
        with database.reading() as session:
            found = sealing.verify(session, anchors, datetime.now(UTC))
        print(f"{found.seals} seals over {found.entries} entries; {found.deleted_by_retention} deleted by retention")
        print(
            f"{found.not_sealed_yet} entries older than an hour are not sealed; {len(anchors)} seals compared with the file"
        )
        for fault in found.faults:
            print(f"FAULT: {fault}")
        if found.faults:
            raise CaseworkError("the audit trail is not what was sealed")
        print("the audit trail is whole")

    with_database(work)


def _seal(_args: argparse.Namespace) -> None:
    def work(database: Database, settings: Any) -> None:
        sealing.keep_sealing(database, settings.trail_anchor, datetime.now(UTC))

    with_database(work)
