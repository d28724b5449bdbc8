"""Messages on a case: both sides write and read here, and files go with them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from sanic import HTTPResponse, Request
from sanic.response import empty, raw
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import files
from casework.cases import attachments, changes, giving_out, late, messages, need_to_know
from casework.cases.api import message_shapes as shapes
from casework.cases.api.services import Services
from casework.cases.giving_out import FilesOf, Wanted
from casework.cases.staff import Told
from casework.cases.status import language_of
from casework.cases.tables import Case, CaseAttachment, CaseMessage
from casework.errors import NotFound
from casework.http.acting import actor_of, key_of, number, query, why_of
from casework.http.files import as_attachment
from casework.http.guard import answer, read_shape
from casework.http.routes import Routes
from casework.http.shapes import ErrorAnswer, PageQuery
from casework.trail.actors import Actor, allow
from casework.trail.looking import looked

routes: Routes[Services] = Routes("messages")
_C = "/v1/agencies/{agency}/cases/{case_id}"


@routes.operation(
    "get",
    _C + "/messages",
    "Messages of both sides",
    {200: ("a page", (shapes.MessagePage,))},
    query=PageQuery,
    acting=True,
)
async def get_messages(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    actor, why = actor_of(request, "write"), why_of(request)
    asked = query(request, PageQuery)

    def load(session: Session) -> shapes.MessagePage:
        case = changes.there(session, number(case_id), agency)
        need_to_know.may_open(case, actor, why)
        mine = select(CaseMessage).where(CaseMessage.case_id == case.id, CaseMessage.id > asked.after)
        rows = list(session.scalars(mine.order_by(CaseMessage.id).limit(asked.limit)))
        files = select(CaseAttachment).where(CaseAttachment.message_id.in_([row.id for row in rows]))
        kept = list(session.scalars(files.order_by(CaseAttachment.id)))
        following = rows[-1].id if len(rows) == asked.limit else None
        return shapes.MessagePage(messages=[_line(row, kept) for row in rows], next=following)

    told = await services.database.read(load)
    await looked(services.database, agency, actor, "see_messages", {}, number(case_id), why)
    return answer(told)


@routes.operation(
    "post",
    _C + "/messages",
    "Write a message",
    {
        201: ("written, or written before with this key", (shapes.MessageSent,)),
        409: ("the key was used for another message", (ErrorAnswer,)),
    },
    body=shapes.MessageRequest,
    key=True,
)
async def post_message(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    asked, key, why = read_shape(request, shapes.MessageRequest), key_of(request), why_of(request)

    words, actor, now = services.directory.get(agency), asked.actor.actor(), datetime.now(UTC)

    def store(session: Session) -> shapes.MessageSent:
        case = changes.held(session, number(case_id), agency)
        need_to_know.may_change(session, case, actor, why, now)
        message = messages.write(session, case, actor, asked.text, key, now)
        theirs = messages.side_of(actor) == "citizen"
        if theirs:
            services.reports.add_thing(session, words, case, Told(message, asked.text), actor, now)
        say = late.say(session, case, words, language_of(session, case)) if theirs else None
        return shapes.MessageSent(message=message, say=say)

    return answer(await services.database.write(store), 201)


@routes.operation(
    "post", _C + "/messages/read", "Receipt", {200: ("how many", (shapes.ReadAnswer,))}, body=shapes.ReadRequest
)
async def post_read(request: Request, services: Services, agency: str, case_id: str) -> HTTPResponse:
    asked, why, now = read_shape(request, shapes.ReadRequest), why_of(request), datetime.now(UTC)

    def mark(session: Session) -> int:
        case, actor = changes.held(session, number(case_id), agency), asked.actor.actor()
        need_to_know.may_change(session, case, actor, why, now)
        return messages.read(session, case, actor, asked.up_to, now)

    return answer(shapes.ReadAnswer(read=await services.database.write(mark)))


@routes.operation(
    "post",
    _C + "/messages/{message_id}/attachments",
    "Add a file to a message; its name: header Civicline-Filename",
    {201: ("stored", (shapes.AttachmentLine,))},
    acting=True,
    takes="application/octet-stream",
    stream=True,
)
async def post_attachment(
    request: Request, services: Services, agency: str, case_id: str, message_id: str
) -> HTTPResponse:
    """The body is the file; its name comes in the header Civicline-Filename, percent-encoded."""
    actor, why = actor_of(request, "write"), why_of(request)
    data = await _whole(request)
    attachments.media_type(data)
    name = unquote(request.headers.get("civicline-filename", "file"))
    store = services.store

    def stored() -> shapes.AttachmentLine:
        with services.database.reading() as session:  # a stranger's file is never stored
            seen = changes.there(session, number(case_id), agency)
            need_to_know.may_open(seen, actor, why)
            _own(session, seen, number(message_id), actor)
        stored_as, used = attachments.keep(store, data), False
        try:
            with services.database.writing() as session:
                case, now = changes.held(session, number(case_id), agency), datetime.now(UTC)
                need_to_know.may_change(session, case, actor, why, now)
                message = _own(session, case, number(message_id), actor)
                row = attachments.add(session, case, message, name, data, stored_as, store)
                if row.stored_as == stored_as:
                    changes.wrote(session, case, actor, "attach", now, details={"attachment": row.id})
                line, mine = _file(row), row.stored_as == stored_as
            used = mine
            return line
        finally:
            if not used:
                attachments.drop(store, stored_as)

    return answer(await services.database.run(stored), 201)


@routes.operation(
    "get",
    _C + "/attachments/{attachment_id}",
    "A file",
    {200: ("the file", ())},
    acting=True,
    gives="application/octet-stream",
)
async def get_attachment(
    request: Request, services: Services, agency: str, case_id: str, attachment_id: str
) -> HTTPResponse:
    actor, why = actor_of(request, "write"), why_of(request)
    wanted = Wanted(agency, number(case_id), attachment_id, actor, why)
    row, data = await services.database.run(giving_out.take, services.database, services.store, _ATTACHMENTS, wanted)
    return raw(data, headers=as_attachment(row.name), content_type=row.media_type)


@routes.operation(
    "post",
    _C + "/attachments/{attachment_id}/release",
    "Let a file out of quarantine by hand; who answers for it stands in the trail",
    {204: ("it can be taken now", ())},
    body=shapes.AttachmentRelease,
)
async def post_release(
    request: Request, services: Services, agency: str, case_id: str, attachment_id: str
) -> HTTPResponse:
    asked = read_shape(request, shapes.AttachmentRelease)
    actor = asked.actor.actor()
    allow("manage", actor.role)

    wanted = Wanted(agency, number(case_id), attachment_id, actor, asked.why)
    await services.database.write(giving_out.release, _ATTACHMENTS, wanted)
    return empty()


def _one(session: Session, case: Case, attachment_id: str) -> CaseAttachment:
    row = session.get(CaseAttachment, number(attachment_id))
    if row is None or row.case_id != case.id:
        raise NotFound("There is no such file with this case.")
    return row


async def _whole(request: Request) -> bytes:
    """The body of a streamed request. What is too large is read without keeping it, so that the sender hears why."""
    stream: Any = request.stream
    stream.request_max_size = 4 * files.LARGEST
    data, size = bytearray(), 0
    while (part := await stream.read()) is not None:
        size += len(part)
        if size <= files.LARGEST:
            data += part
    attachments.check_size(size)
    return bytes(data)


def _own(session: Session, case: Case, message_id: int, actor: Actor) -> CaseMessage:
    """The message, which must be of the side that adds a file to it."""
    message = session.get(CaseMessage, message_id)
    if message is None or message.case_id != case.id or message.side != messages.side_of(actor):
        raise NotFound("There is no such message of yours on this case.")
    return message


def _line(row: CaseMessage, files: list[CaseAttachment]) -> shapes.MessageLine:
    return shapes.MessageLine.model_validate(
        {
            "message": row.id,
            "side": row.side,
            "author": row.author_id,
            "text": row.text,
            "at": row.at,
            "read_at": row.read_at,
            "attachments": [_file(file) for file in files if file.message_id == row.id],
        }
    )


def _file(row: CaseAttachment) -> shapes.AttachmentLine:
    return shapes.AttachmentLine(
        attachment=row.id, name=row.name, media_type=row.media_type, size=row.size, sha256=row.sha256, state=row.state
    )


_ATTACHMENTS = FilesOf("attachment", _one, attachments.load)
