"""A person's rights at the command line, for who answers requests by letter or while the console is away.

python -m casework person access | erase        --agency A --by LOGIN --why WORDS (--phone P | --email E | --case N)
python -m casework person statements            --agency A --by LOGIN --why WORDS --case N
python -m casework person correct               ... --case N --question ID --value JSON
python -m casework person hold | lift-hold      ... --case N
python -m casework person send-code | invite    ... --case N      who has lost the PIN, or the code too
python -m casework person delete-draft          ... --report ID or --code 40417

`--by` is the login of a supervisor of the agency, who answers for it; the trail names them, and the operator beside them.
Nothing is erased without --yes: without it, what would go is told.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from casework.access import persons
from casework.access.persons import Whose
from casework.cases import changes
from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import BadRequest
from casework.files import private_file
from casework.migrate import upgrade
from casework.person_sessions import codes
from casework.rights import drafts, erasing, statements, subject, telling
from casework.settings import load_settings
from casework.staff_accounts import accounts
from casework.trail.actors import Actor, Role
from casework.trail.entries import noted

OPERATOR = Actor("operator", "system")
SUPERVISOR: Role = "supervisor"
_Work = Callable[[argparse.Namespace, Session, Actor, datetime], str]


def add(commands: Any) -> None:  # argparse's own type is private
    """The commands, for casework/commands.py."""
    verbs = commands.add_parser("person", help="a person's own data: given, corrected, kept, erased").add_subparsers(
        required=True, metavar="what"
    )
    for name, work, words in (
        ("access", _access, "all that is held on a person, as JSON"),
        ("erase", _erase, "erase it, but for open cases and those under a hold"),
        ("statements", _statements, "what was said first and what afterwards"),
        ("correct", _correct, "correct an answer; what was said first is kept"),
        ("hold", _hold, "keep all of a case, whatever its time says"),
        ("lift-hold", _hold, "no longer"),
        ("send-code", _send_code, "a code to the contact on record, for who has lost the PIN"),
        ("invite", _invite, "a link that opens the case once, for a person who stands before you"),
        ("delete-draft", _delete_draft, "delete a report that was not filed"),
    ):
        _arguments(verbs.add_parser(name, help=words), name, work)


def _arguments(parser: argparse.ArgumentParser, name: str, work: _Work) -> None:
    parser.set_defaults(run=lambda args: _run(args, name, work), on=name == "hold")
    for option, words in (
        ("--agency", "its id"),
        ("--by", "login of a supervisor"),
        ("--why", "kept in the trail; no name"),
    ):
        parser.add_argument(option, required=True, help=words)
    if name == "delete-draft":
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--report", help="its id")
        which.add_argument("--code", help="its access code")
        return
    if name in ("access", "erase"):
        parser.add_argument("--phone")
        parser.add_argument("--email")
    parser.add_argument(
        "--case", type=int, required=name not in ("access", "erase"), help="the id that the console shows"
    )
    if name in ("access", "statements"):
        parser.add_argument("--out", type=Path, help="a new file, for this user only; else it is printed")
    if name == "erase":
        parser.add_argument("--yes", action="store_true", help="do it")
    if name == "correct":
        parser.add_argument("--question", required=True)
        parser.add_argument("--value", required=True, help='as JSON: "words", 12, true')


def _run(args: argparse.Namespace, name: str, work: _Work) -> None:
    """One transaction: what is done, its own entry in the trail, and one that it came from the command line."""
    settings, now = load_settings(), datetime.now(UTC)
    why = args.why.strip()
    if not 3 <= len(why) <= 500:
        raise BadRequest("--why does not fit: say in 3 to 500 characters why it is done.")
    args.why, args.directory = why, Directory(settings.agencies_root)
    args.directory.get(args.agency)
    with closing(Database(settings.url)) as database:
        upgrade(database.engine)
        with database.writing() as session:
            actor = _answers_for_it(session, args.agency, args.by)
            noted(session, args.agency, OPERATOR, "command", now, {"command": f"person {name}", "for": actor.id})
            told = work(args, session, actor, now)
    _tell(told, getattr(args, "out", None))


def _answers_for_it(session: Session, agency: str, login: str) -> Actor:
    account = accounts.found(session, agency, login)
    if SUPERVISOR not in account.roles or account.disabled_at is not None:
        raise BadRequest("--by does not fit: give the login of a supervisor of this agency whose account is on.")
    return Actor(account.login, SUPERVISOR)


def _tell(told: str, out: Path | None) -> None:
    if out is None:
        print(told)
        return
    if out.exists():
        raise BadRequest(f"{out} is there already; name a new file.")
    private_file(out).write_text(told + "\n", encoding="utf-8")
    print(f"written to {out}, for this user only")


def _meant(args: argparse.Namespace, session: Session) -> subject.Subject:
    country = args.directory.get(args.agency).info.country
    return subject.found(session, args.agency, country, args.phone, args.email, args.case)


def _access(args: argparse.Namespace, session: Session, actor: Actor, now: datetime) -> str:
    found = _meant(args, session)
    told = telling.told(session, found, args.directory.get(args.agency).info.zone)
    telling.noted_as_given(session, args.agency, actor, found, args.why, now)
    return json.dumps(told, ensure_ascii=False, indent=2)


def _erase(args: argparse.Namespace, session: Session, actor: Actor, now: datetime) -> str:
    found = _meant(args, session)
    if not args.yes:
        return (
            f"would be looked through: {len(found.cases)} cases, {len(found.drafts)} drafts, {len(found.contacts)} contacts, "
            f"{len(found.call_backs)} call-backs; open cases and those under a hold would stay. Nothing was done: add --yes."
        )
    done = erasing.erase(session, args.agency, found, args.why, actor, now)
    kept = "".join(
        f"\ncase {case} stayed: {'open' if why == 'open' else 'legal hold'}" for case, why in done.kept.items()
    )
    kept += "".join(
        f"\ncall {call} stayed: {'it is not over' if why == 'handed_over' else 'something that stays was said there too'}"
        for call, why in done.kept_calls.items()
    )
    return (
        f"erased: {done.cases} cases, {done.drafts} drafts, {done.contacts} contacts, {done.call_backs} call-backs; "
        f"files go with the next run of retention{kept}"
    )


def _statements(args: argparse.Namespace, session: Session, actor: Actor, now: datetime) -> str:
    case = changes.held(session, args.case, args.agency)
    changes.wrote(session, case, actor, "see_statements", now, why=args.why)
    told = {"answers": statements.of_case(session, case), "contact": statements.of_contact(session, case)}
    rows = {name: [vars(one) | {"at": one.at.isoformat()} for one in said] for name, said in told.items()}
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _correct(args: argparse.Namespace, session: Session, actor: Actor, now: datetime) -> str:
    try:
        value = json.loads(args.value)
    except ValueError:
        raise BadRequest("--value does not fit: write it as JSON, words in quotes: '\"the blue one\"'.") from None
    erasing.correct(session, args.case, args.agency, args.question, value, args.why, actor, now)
    return f"case {args.case}: {args.question} is corrected; what was said first stands beside it"


def _hold(args: argparse.Namespace, session: Session, actor: Actor, now: datetime) -> str:
    erasing.hold(session, args.case, args.agency, args.on, args.why, actor, now)
    return f"case {args.case} " + ("is kept until the hold is lifted" if args.on else "is under no hold any more")


def _send_code(args: argparse.Namespace, session: Session, actor: Actor, now: datetime) -> str:
    case = changes.held(session, args.case, args.agency)
    changes.wrote(session, case, actor, "reset_pin", now, why=args.why)
    reference = case.number or f"code {case.access_code}"
    codes.send(session, args.agency, case.number, case.access_code, reference, now)
    return (
        "asked for: the code goes to the contact on record, if there is one who may be told, and counts for "
        f"{persons.ONE_TIME_CODE_MINUTES} minutes; with it the person chooses another PIN"
    )


def _invite(args: argparse.Namespace, session: Session, actor: Actor, now: datetime) -> str:
    case = changes.held(session, args.case, args.agency)
    changes.wrote(session, case, actor, "invite", now, why=args.why)
    made = persons.invite(session, Whose(args.agency, None, case.id), actor.id, now)
    return f"invitation, told once, opens the case once until {made.expires_at:%Y-%m-%d %H:%M} UTC: {made.token}"


def _delete_draft(args: argparse.Namespace, session: Session, actor: Actor, now: datetime) -> str:
    kind = drafts.delete(session, drafts.of(session, args.agency, args.report, args.code), actor, now, args.why)
    return f"the draft ({kind}) is gone; its files go with the next run of retention"
