"""python -m casework: serve, worker, sample-data, retention, openapi, preview-message, check, client, account, identity, trail."""

from __future__ import annotations

import argparse
import os
import socket
import ssl
import sys
from datetime import UTC, datetime

from agencies import AgencyError, BrokenAgencyFile
from agencies.live_files import agencies_root, default_agency
from casework import at_rest, contract, logs
from casework import commands as operating
from casework.app import build_services, create_app
from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import BadSetting, CaseworkError, DatabaseDown
from casework.files import private_folder
from casework.migrate import upgrade
from casework.notifier import print_preview, run_worker
from casework.retention import delete_expired, without_folder
from casework.sample_data import fill
from casework.settings import Settings, load_settings
from casework.staff_accounts import samples
from casework.staff_accounts.passwords import Passwords
from casework.staff_accounts.second_factor import Seals
from casework.stores.choosing import store_of
from signatures import tls
from watching import traces


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; what is wrong is one sentence on standard error."""
    args = _parser().parse_args(arguments)
    os.umask(0o077)  # what is written is this user's only
    try:
        args.run(args)
    except DatabaseDown:
        return _stopped("The database does not answer: check CIVICLINE_DATABASE_URL, and that it runs.")
    except (CaseworkError, AgencyError) as error:
        return _stopped(str(error))
    return 0


def _stopped(sentence: str) -> int:
    print(f"casework: {sentence}", file=sys.stderr)
    return 1


def _serve(_args: argparse.Namespace) -> None:
    settings = load_settings()
    try:
        private_folder(settings.var)
    except OSError as error:
        raise BadSetting(
            f"CIVICLINE_VAR cannot be written to ({error.strerror}): make room, mount it for writing, or choose another folder."
        ) from None
    logs.configure()
    at_rest.check(settings.var, settings.at_rest)
    listener = _listen(settings)
    secured = _secured()
    traces.start("casework")
    app = create_app(settings, build_services(settings))
    app.run(sock=listener, ssl=secured, single_process=True, access_log=False, motd=False)


def _secured() -> ssl.SSLContext | None:
    try:
        return tls.listening()
    except tls.BadTls as error:
        raise BadSetting(str(error)) from None


def _listen(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.casework_host, settings.casework_port))
    except OSError as error:
        raise BadSetting(
            f"port {settings.casework_port} cannot be used ({error.strerror}): stop what uses it or set CIVICLINE_CASEWORK_PORT."
        ) from None
    return listener


def _worker(_args: argparse.Namespace) -> None:
    settings = load_settings()
    logs.configure()
    run_worker(settings)


def _preview_message(args: argparse.Namespace) -> None:
    print_preview(args.agency, args.event, args.language)


def _sample_data(args: argparse.Namespace) -> None:
    settings = load_settings()
    directory = Directory(settings.agencies_root)
    agency = directory.get(args.agency)
    database = Database(settings.url)
    upgrade(database.engine)
    examples = fill(database, args.agency, args.cases, args.seed, datetime.now(UTC))
    print(
        f"{args.cases} sample cases for {args.agency} (they replace earlier samples; twenty PINs are shared among them)."
    )
    print("Try one of these on the telephone or in the chat:")
    for example in examples:
        print(f"  case number {example.number}  access code {example.access_code}  PIN {example.pin}")
        print(f"    expect: {example.expect(agency)}")
    _sample_people(args.agency, settings, database)
    database.close()


def _sample_people(agency: str, settings: Settings, database: Database) -> None:
    """Their second factor is sealed with the keys of PINs: without them none are made."""
    if settings.pin_keys is None:
        print("No made-up people for the console: CIVICLINE_PIN_KEYS is not set.")
        return
    passwords = Passwords()
    with database.writing() as session:
        people = samples.fill(session, passwords, Seals(settings.keys), agency, datetime.now(UTC))
    passwords.close()
    print("Sign in at the console as one of these (made up, for this sample city only):")
    for one in people:
        print(f"  login {one.login}  password {one.password}")
    print("  the second factor's code: make staff-code LOGIN=...")


def _retention(_args: argparse.Namespace) -> None:
    settings = load_settings()
    directory = Directory(settings.agencies_root)
    directory.load_all()
    database = Database(settings.url)
    upgrade(database.engine)
    store = store_of(settings.files, settings.var)
    now = datetime.now(UTC)
    for table, count in delete_expired(database, directory, now, settings.var, store, settings.let_go).items():
        print(f"{table}: {count} expired")
    for agency in without_folder(database, directory, settings.let_go):
        print(f"{agency} has no folder in agencies/: all of its rows are kept (docs/runbooks/casework.md)")
    database.close()


def _openapi(_args: argparse.Namespace) -> None:
    contract.PATH.write_text(contract.as_json(), encoding="utf-8")
    print(f"contracts/{contract.PATH.name} written")


def _check(_args: argparse.Namespace) -> None:
    from casework.directory.check import check

    told = check(agencies_root())
    for remark in told.remarks:
        print(remark)
    if told.faults:
        raise BrokenAgencyFile(list(told.faults))
    print(f"agencies are in order: {', '.join(told.agencies)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("casework", description="Cases, hand-overs and call records behind a JSON API.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, words in (
        ("serve", _serve, "run the JSON API"),
        ("worker", _worker, "deliver notifications in a process of their own (CIVICLINE_NOTIFY_WORKER=apart)"),
        ("retention", _retention, "delete what is older than its agency keeps it"),
        ("openapi", _openapi, "write contracts/casework.openapi.json"),
        ("check", _check, "check the files of every agency"),
    ):
        commands.add_parser(name, help=words).set_defaults(run=run)
    shown = commands.add_parser("preview-message", help="show a message in every channel, with examples filled in")
    shown.set_defaults(run=_preview_message)
    shown.add_argument("event", nargs="?", help="left out: all of them")
    shown.add_argument("--agency", default=default_agency())
    shown.add_argument("--language", default="en")
    sample = commands.add_parser("sample-data", help="fill the database with made-up cases")
    sample.set_defaults(run=_sample_data)
    sample.add_argument("--cases", type=int, default=5_000)
    sample.add_argument("--seed", type=int, default=417)
    sample.add_argument("--agency", default=default_agency())
    operating.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
