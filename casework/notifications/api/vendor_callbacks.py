"""What the world may call: vendors' statuses (signed), texts that came, and the unsubscribe link of e-mails.

These addresses take no service token. A proxy lets /callbacks and /u through to the network, and nothing else of casework.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, html

from casework.database import Database
from casework.errors import BadRequest, NotFound, Refused
from casework.notifications import statuses, stops
from casework.notifications.settings import NotifySettings
from casework.notifications.tables import Notification
from casework.notifications.vendors.twilio_voice import reply
from signatures.twilio import is_signed

log = logging.getLogger(__name__)
callbacks = Blueprint("callbacks")
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>{title}</title><main><h1>{title}</h1><p>{text}</p>{form}</main></html>"""
_FORM = '<form method="post"><button>Stop these e-mails</button></form>'


class Forbidden(Refused):
    status, code = 403, "forbidden"


@callbacks.post("/callbacks/twilio/status")
async def twilio_status(request: Request) -> HTTPResponse:
    form = _signed_form(request)
    ref = _one(form, "MessageSid") or _one(form, "CallSid")
    said = _one(form, "MessageStatus") or _one(form, "CallStatus")
    code = _one(form, "ErrorCode")
    known = await _run(
        request, _status, str(request.args.get("m", ""))[:40], ref[:200], said, int(code) if code.isdigit() else 0
    )
    if not known:
        log.warning("a status came for a message that is not ours", extra={"vendor": "twilio"})
    return empty()


@callbacks.post("/callbacks/twilio/incoming")
async def twilio_incoming(request: Request) -> HTTPResponse:
    """A text to our number. Twilio answers STOP and START itself, so the answer is an empty document."""
    form = _signed_form(request)
    await _run(request, _text, _one(form, "From")[:20], _one(form, "Body")[:200])
    return HTTPResponse("<Response></Response>", content_type="text/xml")


@callbacks.post("/callbacks/twilio/key")
async def twilio_key(request: Request) -> HTTPResponse:
    """A key in one of our calls: nine ends them, any other ends this one only."""
    form = _signed_form(request)
    said, language = None, "en"
    if _one(form, "Digits") == "9":
        row = await _run(request, _calls_ended, str(request.args.get("m", ""))[:40], _one(form, "To")[:20])
        if row:
            frame = request.app.ctx.telling.catalogue.get(row.agency).frames[row.language]
            said, language = frame.voice_stopped, row.language
    return HTTPResponse(reply(said, language), content_type="text/xml")


@callbacks.get("/u/<token:str>")
async def unsubscribe_page(request: Request, token: str) -> HTTPResponse:
    """A page with a button: link scanners follow links, but press no buttons."""
    _contact(request, token)
    return _page("Stop these e-mails?", "Your report goes on as before.", _FORM)


@callbacks.post("/u/<token:str>")
async def unsubscribe(request: Request, token: str) -> HTTPResponse:
    """The button, and one click in a mail program (RFC 8058)."""
    await _run(request, _unsubscribe, _contact(request, token))
    return _page("You get no more e-mails from us.", "To get them again, call us.", "")


def _signed_form(request: Request) -> dict[str, list[str]]:
    """The form of a request that Twilio signed; raises Forbidden."""
    settings: NotifySettings = request.app.ctx.telling.settings
    if not settings.twilio_auth_token or not settings.base_url:
        raise NotFound("Twilio is not set up here.")
    sent: Any = request.get_form(keep_blank_values=True) or {}
    form = {name: list(values) for name, values in sent.items()}
    query = f"?{request.query_string}" if request.query_string else ""
    url = f"{settings.base_url}{request.path}{query}"
    given = request.headers.get("x-twilio-signature", "")
    if not is_signed(settings.twilio_auth_token.get_secret_value(), url, form, given):
        raise Forbidden("The signature does not fit; CIVICLINE_PUBLIC_URL must be the address that Twilio calls.")
    return form


def _one(form: dict[str, list[str]], name: str) -> str:
    return form.get(name, [""])[0].replace("\0", "")


def _contact(request: Request, token: str) -> int:
    contact = stops.contact_of(request.app.ctx.telling.settings.signing_key, token[:200])
    if contact is None or contact >= 2**31:
        raise BadRequest("This link is not complete; use the one in the e-mail.")
    return contact


async def _run(request: Request, work: Any, *args: Any) -> Any:
    database: Database = request.app.ctx.services.database
    return await database.run(work, database, *args)


def _status(database: Database, message: str, ref: str, said: str, code: int) -> bool:
    with database.writing() as session:
        return statuses.status(session, message, ref, said, code, datetime.now(UTC))


def _text(database: Database, phone: str, words: str) -> None:
    with database.writing() as session:
        statuses.text_came(session, phone, words, datetime.now(UTC))


def _calls_ended(database: Database, message: str, phone: str) -> Notification | None:
    with database.writing() as session:
        row = statuses.calls_ended(session, message, phone, datetime.now(UTC))
        if row:
            session.expunge(row)
        return row


def _unsubscribe(database: Database, contact_id: int) -> None:
    with database.writing() as session:
        stops.unsubscribe(session, contact_id, datetime.now(UTC))


def _page(title: str, text: str, form: str) -> HTTPResponse:
    headers = {"Content-Security-Policy": "default-src 'none'; form-action 'self'", "Referrer-Policy": "no-referrer"}
    return html(_PAGE.format(title=title, text=text, form=form), headers=headers)
