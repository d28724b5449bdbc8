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
from casework.intake.api import shapes, views
from casework.intake.evidence import Upload, put

routes: Routes[Services] = Routes("evidence")
_BOUNDARY = re.compile(r"multipart/form-data;.*boundary=\"?([A-Za-z0-9'()+_,./:=?-]{1,70})\"?", re.I)
_LARGEST_BODY = files.LARGEST + 64 * 1024


@routes.operation(
    "post",
    "/v1/reports/{report}/evidence",
    "Put a file to a report: one, in the field 'file', at most 10 MB; pictures, PDF, short recordings",
    {
        201: ("kept, or kept before", (shapes.EvidenceAnswer,)),
        413: ("larger than 10 MB", (ErrorAnswer,)),
        415: ("a kind of file that is not taken", (ErrorAnswer,)),
    },
    takes="multipart/form-data",
    stream=True,
)
async def post_evidence(request: Request, services: Services, report: str) -> HTTPResponse:
    boundary = _BOUNDARY.match(request.headers.get("content-type", ""))
    if boundary is None:
        raise BadRequest("The body is not multipart/form-data; send one file in the field 'file'.")
    upload = _upload(await _body(request), boundary[1])

    def keep(session: Session) -> shapes.EvidenceAnswer:
        return views.file(put(session, services.var, report, upload, datetime.now(UTC)))

    return answer(await services.database.write(keep), 201)


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > _LARGEST_BODY:
        raise TooLarge("The file is larger than 10 MB; send a smaller one.")
    pieces, size, stream = [], 0, cast(Any, request.stream)
    while piece := await stream.read():
        size += len(piece)
        if size > _LARGEST_BODY:
            raise TooLarge("The file is larger than 10 MB; send a smaller one.")
        pieces.append(piece)
    return b"".join(pieces)


def _upload(body: bytes, boundary: str) -> Upload:
    try:
        _, files = parse_multipart_form(body, boundary.encode())  # type: ignore[no-untyped-call]
        sent = files.get("file")
    except (ValueError, IndexError, KeyError, UnicodeError, AttributeError):
        sent = None
    if sent is None or not sent.body:
        raise BadRequest("There is no file in the field 'file'; send one.")
    return Upload(sent.name or "file", bytes(sent.body))
