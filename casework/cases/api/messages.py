"""Messages on a case: both sides write and read here, files go with them, and the telephone asks for the new ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import attachments, changes, messages
from casework.cases.api import citizen_shapes, shapes
from casework.cases.api.files import as_attachment
from casework.cases.api.staff import there
from casework.cases.api.status import CaseLookup
from casework.cases.machine import Actor
from casework.cases.tables import CaseAttachment, CaseMessage
from casework.errors import NotFound
from casework.http import shapes as common
from casework.http.acting import actor_of, key_of, number, query
from casework.http.guard import answer, read_shape
from casework.models import Case

case_messages = Blueprint("case_messages", url_prefix="/v1")
_CASE = "/agencies/<agency:str>/cases/<case_id:str>"


@case_messages.get(f"{_CASE}/messages")
async def get_messages(request: Request, agency: str, case_id: str) -> HTTPResponse:
    services = request.app.ctx.services
    actor_of(request, "write")
    asked = query(request, shapes.PageQuery)

    def load() -> citizen_shapes.MessagePage:
        with services.database.reading() as session:
            case = there(session, agency, number(case_id))
            mine = select(CaseMessage).where(CaseMessage.case_id == case.id, CaseMessage.id > asked.after)
            rows = list(session.scalars(mine.order_by(CaseMessage.id).limit(asked.limit)))
            files = select(CaseAttachment).where(CaseAttachment.message_id.in_([row.id for row in rows]))
            kept = list(session.scalars(files.order_by(CaseAttachment.id)))
            following = rows[-1].id if len(rows) == asked.limit else None
            return citizen_shapes.MessagePage(messages=[_line(row, kept) for row in rows], next=following)

    return answer(await services.database.run(load))


@case_messages.post(f"{_CASE}/messages")
async def post_message(request: Request, agency: str, case_id: str) -> HTTPResponse:
    asked, key = read_shape(request, citizen_shapes.MessageRequest), key_of(request)
    services = request.app.ctx.services

    def store() -> int:
        with services.database.writing() as session:
            case = changes.held(session, number(case_id), agency)
            return messages.write(session, case, asked.actor.actor(), asked.text, key, datetime.now(UTC))

    return answer(citizen_shapes.MessageSent(message=await services.database.run(store)), 201)


@case_messages.post(f"{_CASE}/messages/read")
async def post_read(request: Request, agency: str, case_id: str) -> HTTPResponse:
    asked = read_shape(request, citizen_shapes.ReadRequest)
    services = request.app.ctx.services

    def mark() -> int:
        with services.database.writing() as session:
            case = changes.held(session, number(case_id), agency)
            return messages.read(session, case, asked.actor.actor(), asked.up_to, datetime.now(UTC))

    return answer(citizen_shapes.ReadAnswer(read=await services.database.run(mark)))


@case_messages.post(f"{_CASE}/messages/<message_id:str>/attachments", stream=True)
async def post_attachment(request: Request, agency: str, case_id: str, message_id: str) -> HTTPResponse:
    """The body is the file; its name comes in the header Civicline-Filename, percent-encoded."""
    actor = actor_of(request, "write")
    services = request.app.ctx.services
    data = await _whole(request)
    attachments.media_type(data)
    name, folder = unquote(request.headers.get("civicline-filename", "file")), folder_of(services.var)

    def store() -> citizen_shapes.AttachmentLine:
        with services.database.reading() as session:  # a stranger's file never reaches the disk
            _own(session, there(session, agency, number(case_id)), number(message_id), actor)
        stored_as, used = attachments.keep(folder, data), False
        try:
            with services.database.writing() as session:
                case = changes.held(session, number(case_id), agency)
                message = _own(session, case, number(message_id), actor)
                row = attachments.add(session, case, message, name, data, stored_as)
                if row.stored_as == stored_as:
                    changes.wrote(session, case, actor, "attach", datetime.now(UTC), details={"attachment": row.id})
                line, mine = _file(row), row.stored_as == stored_as
            used = mine
            return line
        finally:
            if not used:
                (folder / stored_as).unlink(missing_ok=True)

    return answer(await services.database.run(store), 201)


@case_messages.get(f"{_CASE}/attachments/<attachment_id:str>")
async def get_attachment(request: Request, agency: str, case_id: str, attachment_id: str) -> HTTPResponse:
    actor = actor_of(request, "write")
    services = request.app.ctx.services

    def load() -> tuple[CaseAttachment, bytes]:
        with services.database.reading() as session:
            case = there(session, agency, number(case_id))
            row = session.get(CaseAttachment, number(attachment_id))
            if row is None or row.case_id != case.id:
                raise NotFound("There is no such file with this case.")
            session.expunge(row)
        data = attachments.load(folder_of(services.var), row)
        with services.database.writing() as session:
            held = changes.held(session, number(case_id), agency)
            changes.wrote(session, held, actor, "take_attachment", datetime.now(UTC), details={"attachment": row.id})
        return row, data

    row, data = await services.database.run(load)
    return raw(data, headers=as_attachment(row.name), content_type=row.media_type)


@case_messages.post("/case-messages/unread")
async def post_unread(request: Request) -> HTTPResponse:
    """New messages as they are said, by number or code, and PIN; tries count as for a case status."""
    asked = read_shape(request, citizen_shapes.UnreadRequest)
    services, now = request.app.ctx.services, datetime.now(UTC)
    zone = services.directory.get(asked.agency).info.zone
    lookup = CaseLookup(services)
    known = common.CaseStatusRequest.model_validate(asked.model_dump(exclude={"mark_read"}))
    found = await lookup.find(known, now)
    if not isinstance(found, Case):
        return answer(found)

    def load() -> citizen_shapes.UnreadFound:
        with services.database.writing() as session:
            case = changes.held(session, found.id)
            new = messages.unread_by_citizen(session, case)
            said, up_to = messages.say(case, new, zone)
            if asked.mark_read and up_to:
                messages.read(session, case, Actor("by-telephone", "citizen"), up_to, now)
            return citizen_shapes.UnreadFound(case=case.id, count=len(new), spoken=said, up_to=up_to)

    return answer(await services.database.run(load))


def folder_of(var: Path) -> Path:
    return var / "attachments"


async def _whole(request: Request) -> bytes:
    """The body of a streamed request. What is too large is read without keeping it, so that the sender hears why."""
    stream: Any = request.stream
    stream.request_max_size = 4 * attachments.LARGEST
    data, size = bytearray(), 0
    while (part := await stream.read()) is not None:
        size += len(part)
        if size <= attachments.LARGEST:
            data += part
    attachments.check_size(size)
    return bytes(data)


def _own(session: Session, case: Case, message_id: int, actor: Actor) -> CaseMessage:
    """The message, which must be of the side that adds a file to it."""
    message = session.get(CaseMessage, message_id)
    if message is None or message.case_id != case.id or message.side != messages.side_of(actor):
        raise NotFound("There is no such message of yours on this case.")
    return message


def _line(row: CaseMessage, files: list[CaseAttachment]) -> citizen_shapes.MessageLine:
    return citizen_shapes.MessageLine.model_validate(
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


def _file(row: CaseAttachment) -> citizen_shapes.AttachmentLine:
    return citizen_shapes.AttachmentLine(
        attachment=row.id, name=row.name, media_type=row.media_type, size=row.size, sha256=row.sha256
    )
