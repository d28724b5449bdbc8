"""`python -m casework quality show --agency denver --first 2026-11-01 --last 2026-11-30 [--by need]` and `... import FILE`.

FILE: one transcript a line, as POST /v1/agencies/{agency}/quality/transcripts takes it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from agencies.contact_card import load_card
from casework.calls.redaction import Redactors, load_redactor
from casework.database import Database
from casework.directory.directory import Directory
from casework.errors import BadSetting
from casework.migrate import upgrade
from casework.quality import counting, shapes, store
from casework.quality.contacts import Period
from casework.settings import Settings, load_settings
from casework.trail.actors import Actor

OPERATOR = Actor("operator", "system")
_AT_A_TIME = 100


def add(commands: Any) -> None:
    verbs = commands.add_parser("quality", help="contacts against the agency's card").add_subparsers(
        required=True, metavar="what"
    )
    show = verbs.add_parser("show", help="how often each item was due and met")
    show.set_defaults(run=_show)
    show.add_argument("--agency", required=True)
    show.add_argument("--first", type=date.fromisoformat, required=True)
    show.add_argument("--last", type=date.fromisoformat, required=True)
    show.add_argument("--by", choices=get_args(shapes.By), default="channel")
    bring = verbs.add_parser(
        "import", help="call-takers' transcripts, one JSON object a line; redacted before they are kept"
    )
    bring.set_defaults(run=_import)
    bring.add_argument("file", type=Path)
    bring.add_argument("--agency", required=True)


def _show(args: argparse.Namespace) -> None:
    def work(database: Database, settings: Settings) -> None:
        agency = Directory(settings.agencies_root).get(args.agency)
        card = load_card(settings.agencies_root / args.agency)
        if card is None:
            raise BadSetting(f"agencies/{args.agency} has no contact_card.yml; write one first.")
        zone = agency.info.zone
        until = datetime.combine(args.last + timedelta(days=1), time(), zone)
        period = Period(args.agency, datetime.combine(args.first, time(), zone), until)
        with database.reading() as session:
            found = store.contacts(session, agency, card, period)
        for answered_by in ("assistant", "staff"):
            own = [one for one in found if one.answered_by == answered_by]
            for trend in counting.trends(own, card, args.by, zone):
                print(f"{answered_by}, {trend.of}: {trend.contacts} contacts")
                for item in trend.items:
                    print(f"  {100 * item.met / item.due:5.1f} %  {item.met} of {item.due}  {item.title}")

    _with_database(work)


def _import(args: argparse.Namespace) -> None:
    given = list(_transcripts(args.file))

    def work(database: Database, settings: Settings) -> None:
        Directory(settings.agencies_root).get(args.agency)
        redactors = Redactors(load_redactor())
        for start in range(0, len(given), _AT_A_TIME):
            part = given[start : start + _AT_A_TIME]
            store.take_in(database, args.agency, part, redactors, OPERATOR, datetime.now(UTC))
        print(f"{len(given)} transcripts imported")

    _with_database(work)


def _with_database(work: Callable[[Database, Settings], None]) -> None:
    settings = load_settings()
    with closing(Database(settings.url)) as database:
        upgrade(database.engine)
        work(database, settings)


def _transcripts(path: Path) -> Iterator[shapes.TranscriptRequest]:
    """Raises BadSetting naming the first line that does not fit; nothing is imported then."""
    if not path.is_file():
        raise BadSetting(f"{path}: there is no such file.")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if line.strip():
                yield shapes.TranscriptRequest.model_validate_json(line)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the line"
            raise BadSetting(f"{path}, line {number}: {where} does not fit ({error.errors()[0]['type']}).") from None
