"""What the world may call: vendors' statuses (signed), texts that came, and the unsubscribe link of e-mails.

These addresses take no service token. A proxy lets /callbacks and /u through to the network, and nothing else of casework.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import empty, html
from sqlalchemy.orm import Session

from agencies.messages.files import StopPage
from casework.errors import BadRequest, NotFound, Refused
from casework.http.routes import Routes
from casework.notifications import statuses, stops
from casework.notifications.api.services import Services
from casework.notifications.tables import Contact, Notification
from casework.notifications.vendors.twilio_voice import reply
from signatures.twilio import is_signed

log = logging.getLogger(__name__)
routes: Routes[Services] = Routes("vendor_callbacks")
_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>{title}</title><main><h1>{title}</h1><p>{text}</p>{form}</main></html>"""
_FORM = '<form method="post"><button>{button}</button></form>'


@dataclass(frozen=True)
class _Reader:
    """Whose e-mails they are, and in which language they come."""

    agency: str
    language: str


class Forbidden(Refused):
    status, code = 403, "forbidden"


@routes.beside_contract("post", "/callbacks/twilio/status")
async def twilio_status(request: Request, services: Services) -> HTTPResponse:
    form = _signed_form(request, services)
    ref = _one(form, "MessageSid") or _one(form, "CallSid")
    said = _one(form, "MessageStatus") or _one(form, "CallStatus")
    code = _one(form, "ErrorCode")
    message, number = str(request.args.get("m", ""))[:40], int(code) if code.isdigit() else 0
    known = await services.database.write(statuses.status, message, ref[:200], said, number, datetime.now(UTC))
    if not known:
        log.warning("a status came for a message that is not ours", extra={"vendor": "twilio"})
    return empty()


@routes.beside_contract("post", "/callbacks/twilio/incoming")
async def twilio_incoming(request: Request, services: Services) -> HTTPResponse:
    """A text to our number. Twilio answers STOP and START itself, so the answer is an empty document."""
    form = _signed_form(request, services)
    await services.database.write(
        statuses.text_came, _one(form, "From")[:20], _one(form, "Body")[:200], datetime.now(UTC)
    )
    return HTTPResponse("<Response></Response>", content_type="text/xml")


@routes.beside_contract("post", "/callbacks/twilio/key")
async def twilio_key(request: Request, services: Services) -> HTTPResponse:
    """A key in one of our calls: nine ends them, any other ends this one only."""
    form = _signed_form(request, services)
    said, language = None, "en"
    if _one(form, "Digits") == "9":
        row = await services.database.write(_calls_ended, str(request.args.get("m", ""))[:40], _one(form, "To")[:20])
        if row:
            frame = services.notifier.catalogue.get(row.agency).frames[row.language]
            said, language = frame.voice_stopped, row.language
    return HTTPResponse(reply(said, language), content_type="text/xml")


@routes.beside_contract("get", "/u/{token}")
async def unsubscribe_page(request: Request, services: Services, token: str) -> HTTPResponse:
    """A page with a button: link scanners follow links, but press no buttons."""
    read = await services.database.read(_reader, _contact(services, token))
    language, words = _words(services, read)
    return _page(language, words.asks, words.goes_on, _FORM.format(button=escape(words.button)))


@routes.beside_contract("post", "/u/{token}")
async def unsubscribe(request: Request, services: Services, token: str) -> HTTPResponse:
    """The button, and one click in a mail program (RFC 8058)."""
    contact = _contact(services, token)
    read = await services.database.read(_reader, contact)
    await services.database.write(stops.unsubscribe, contact, datetime.now(UTC))
    language, words = _words(services, read)
    return _page(language, words.done, words.again, "")


def _signed_form(request: Request, services: Services) -> dict[str, list[str]]:
    """The form of a request that Twilio signed; raises Forbidden."""
    settings = services.notifier.settings
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


def _contact(services: Services, token: str) -> int:
    contact = stops.contact_of(services.notifier.settings.signing_key, token[:200])
    if contact is None or contact >= 2**31:
        raise BadRequest("This link is not complete; use the one in the e-mail.")
    return contact


def _reader(session: Session, contact_id: int) -> _Reader | None:
    contact = session.get(Contact, contact_id)
    return _Reader(contact.agency, contact.language) if contact else None


def _words(services: Services, read: _Reader | None) -> tuple[str, StopPage]:
    """In the person's language. Who is not kept here any more reads the first agency's words: they name no agency."""
    catalogue = services.notifier.catalogue
    agency = read.agency if read and catalogue.has(read.agency) else next(iter(catalogue.ids()), None)
    if agency is None:
        raise NotFound("Nobody is written to here.")
    language, frame = catalogue.get(agency).frame(read.language if read else "en")
    return language, frame.stop_page


def _calls_ended(session: Session, message: str, phone: str) -> Notification | None:
    row = statuses.calls_ended(session, message, phone, datetime.now(UTC))
    if row:
        session.expunge(row)
    return row


def _page(language: str, title: str, text: str, form: str) -> HTTPResponse:
    headers = {"Content-Security-Policy": "default-src 'none'; form-action 'self'", "Referrer-Policy": "no-referrer"}
    filled = _PAGE.format(language=escape(language), title=escape(title), text=escape(text), form=form)
    return html(filled, headers=headers)
