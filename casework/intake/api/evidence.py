"""Files put to a report, by the web only: multipart, read piece by piece, so that a large one is refused before it is held."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, cast

from sanic import HTTPResponse, Request
from sanic.request.form import parse_multipart_form
from sqlalchemy.orm import Session

from casework import files
from casework.directory.services import Services
from casework.errors import BadRequest, TooLarge
from casework.http.guard import answer
from casework.http.routes import Routes
from casework.http.shapes import ErrorAnswer
from casework.intake import finding
from casework.intake.api import evidence_shapes, views
from casework.intake.evidence import Upload, put
from casework.intake.open_report import said_late

routes: Routes[Services] = Routes("evidence")
_BOUNDARY = re.compile(r"multipart/form-data;.*boundary=\"?([A-Za-z0-9'()+_,./:=?-]{1,70})\"?", re.I)
MOST_AT_ONCE = 10
_LARGEST_BODY = 4 * files.LARGEST + 64 * 1024


@routes.operation(
    "post",
    "/v1/reports/{report}/evidence",
    "Put files to a report: in the field 'file', at most 10 of at most 10 MB; pictures, PDF, short recordings",
    {
        201: ("kept, or kept before", (evidence_shapes.EvidenceKept,)),
        413: ("one larger than 10 MB, or all larger than 40", (ErrorAnswer,)),
        415: ("a kind of file that is not taken", (ErrorAnswer,)),
        507: ("there is no room on the disk", (ErrorAnswer,)),
    },
    takes="multipart/form-data",
    stream=True,
)
async def post_evidence(request: Request, services: Services, report: str) -> HTTPResponse:
    boundary = _BOUNDARY.match(request.headers.get("content-type", ""))
    if boundary is None:
        raise BadRequest("The body is not multipart/form-data; send one file in the field 'file'.")
    uploads = _uploads(await _body(request), boundary[1])

    def keep(session: Session) -> evidence_shapes.EvidenceKept:
        first, *others = [views.file(put(session, services.store, report, one, datetime.now(UTC))) for one in uploads]
        row = finding.found(session, report)
        say = said_late(session, row, services.directory.get(row.agency))
        return evidence_shapes.EvidenceKept(**dict(first), also=others, say=say)

    return answer(await services.database.write(keep), 201)


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > _LARGEST_BODY:
        raise TooLarge("The form is larger than 40 MB; send fewer files at once.")
    pieces, size, stream = [], 0, cast(Any, request.stream)
    while piece := await stream.read():
        size += len(piece)
        if size > _LARGEST_BODY:
            raise TooLarge("The form is larger than 40 MB; send fewer files at once.")
        pieces.append(piece)
    return b"".join(pieces)


def _uploads(body: bytes, boundary: str) -> list[Upload]:
    try:
        _, files = parse_multipart_form(body, boundary.encode())  # type: ignore[no-untyped-call]
        sent = [one for one in files.getlist("file") or [] if one.body]
    except (ValueError, IndexError, KeyError, UnicodeError, AttributeError):
        sent = []
    if not sent:
        raise BadRequest("There is no file in the field 'file'; send one.")
    if len(sent) > MOST_AT_ONCE:
        raise TooLarge(f"There are more than {MOST_AT_ONCE} files in the form; send the rest in another one.")
    return [Upload(one.name or "file", bytes(one.body)) for one in sent]
