"""The pages of somebody's own report: sign in, see, write, choose how to be told, take back, keep a copy, sign out."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, raw
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkError, CaseworkRefused
from casework_client.persons import PersonCasework, SignInCasework
from casework_client.wire_httpx import HttpxWire, get_attachment, put_attachment
from spoken.number_forms import NumberForms
from web.citizen.case.dates import ahead, news
from web.citizen.case.steps import line_of
from web.citizen.report.danger import alarms
from web.citizen.report.wording import Wording
from web.citizen.source import opaque_source
from web.shared.forms import given, once
from web.shared.pages import redirect

blueprint = Blueprint("case", url_prefix="/case")
LONGEST_MESSAGE = 4_000
LONGEST_WHY = 500
LARGEST_FILE = 10 * 1024 * 1024
WAYS = ("sms", "email", "voice")
HOW_OFTEN = ("every", "daily", "important")
_OVER = (401, 403)
Handler = Callable[..., Awaitable[HTTPResponse]]


def signed_in(handler: Handler) -> Callable[..., Awaitable[HTTPResponse]]:
    """Gives the handler casework as this person may ask it; without a session, or with one that is over, the sign-in page."""

    @wraps(handler)
    async def checked(request: Request, **values: Any) -> HTTPResponse:
        session = request.ctx.visit.get("person") or await _by_report(request)
        if not session:
            return redirect("/case/sign-in")
        wire = HttpxWire(request.app.ctx.casework_http)
        try:
            return await handler(request, PersonCasework(wire, request.ctx.look.id, session), **values)
        except CaseworkError as error:
            if not _is_over(error):
                raise
            request.ctx.visit.forget()
            request.ctx.visit.put("told", "over")
            return redirect("/case/sign-in")

    return checked


# --- in and out


@blueprint.get("/sign-in")
async def door(request: Request) -> HTTPResponse:
    words, told = _words(request), request.ctx.visit.take("told")
    problem = words("You were signed out, because nothing was done for a while.") if told == "over" else ""
    return _page(request, "case/sign_in.html", problem=problem)


@blueprint.post("/sign-in")
async def sign_in(request: Request) -> HTTPResponse:
    """Casework counts the tries."""
    request.app.ctx.sign_ins.take(opaque_source(request))
    words, which = _words(request), reference_of(given(request, "reference", 40), forms_of(request))
    pin = re.sub(r"\D", "", given(request, "pin", 20))[:20]
    if which is None or not pin:
        return _page(request, "case/sign_in.html", 422, problem=words("Write both the code or number, and the PIN."))
    wish = {**which, "agency": request.ctx.look.id, "pin": pin, "call_id": f"web-{secrets.token_hex(8)}"}
    found = await door_of(request).sign_in({**wish, "source": opaque_source(request)})
    return entered(request, found)


@blueprint.get("/")
@signed_in
async def show(request: Request, casework: PersonCasework) -> HTTPResponse:
    return await _case(request, casework)


@blueprint.post("/sign-out")
@signed_in
async def sign_out(request: Request, casework: PersonCasework) -> HTTPResponse:
    await casework.sign_out()
    request.ctx.visit.forget()
    return redirect("/")


# --- what a person does


@blueprint.post("/message")
@signed_in
async def write(request: Request, casework: PersonCasework) -> HTTPResponse:
    """A message to whoever works on the case, with a file if there is one."""
    words, text = _words(request), given(request, "text")
    sent = request.files.get("file") if request.files else None
    data = bytes(sent.body) if sent and sent.body else b""
    if not given(request, "safe") and alarms(request.ctx.look.id, text):
        return await _case(request, casework, status=422, alarm=True, kept=text)
    wrong = ""
    if not text and not data:
        wrong = words("Write something first.")
    elif len(text) > LONGEST_MESSAGE:
        wrong = words("That is longer than 4,000 characters. Send it in parts; nothing of it was sent yet.")
    elif len(data) > LARGEST_FILE:
        wrong = words("The file is larger than ten megabytes.")
    if wrong:
        return await _case(request, casework, status=422, message_problem=wrong, kept=text)
    wrote = await casework.write(text or words("(a file)"), once(request))
    if data and sent is not None:
        try:
            session = request.ctx.visit.get("person")
            await put_attachment(
                request.app.ctx.casework_http,
                request.ctx.look.id,
                session,
                int(wrote["message"]),
                sent.name or "file",
                data,
            )
        except CaseworkRefused as refused:
            if _is_over(refused):
                raise
            only = words("Only pictures, PDF files and short recordings can be taken.")
            return await _case(request, casework, status=422, message_problem=only)
    request.ctx.visit.put("told", "written")
    if wrote.get("say"):
        request.ctx.visit.put("late", wrote["say"])
    return redirect("/case#messages")


@blueprint.get("/file/<attachment:int>")
@signed_in
async def attachment(request: Request, casework: PersonCasework, attachment: int) -> HTTPResponse:
    session = request.ctx.visit.get("person")
    try:
        data, kind, disposition = await get_attachment(
            request.app.ctx.casework_http, request.ctx.look.id, session, attachment
        )
    except CaseworkRefused as refused:
        if refused.status == 404:
            raise NotFound("There is no such file.") from None
        raise
    return raw(data, headers={"Content-Disposition": disposition}, content_type=kind)


@blueprint.post("/contact")
@signed_in
async def contact(request: Request, casework: PersonCasework) -> HTTPResponse:
    """How, how often and in which language the person is told; and nothing at all."""
    wants = [way for way in WAYS if given(request, f"by_{way}")]
    often = given(request, "often")
    change: dict[str, Any] = {"wants": wants, "unsubscribed": bool(given(request, "stop"))}
    if often in HOW_OFTEN:
        change["frequency"] = often
    if given(request, "language") in request.ctx.look.languages:
        change["language"] = given(request, "language")
    await casework.change_contact(change)
    request.ctx.visit.put("told", "contact")
    return redirect("/case#told")


@blueprint.post("/answer")
@signed_in
async def answer_what_is_open(request: Request, casework: PersonCasework) -> HTTPResponse:
    """On to the questions that an officer asks; the person has shown that the report is theirs."""
    here = await casework.now()
    if not _asks(here, await _own_report(casework, here)):
        return redirect("/case")
    request.ctx.visit.put("report", here["report"])
    request.ctx.visit.put("code", here.get("access_code") or "")
    return redirect("/report/now")


@blueprint.get("/take-back")
@signed_in
async def ask_to_take_back(request: Request, casework: PersonCasework) -> HTTPResponse:
    return _take_back(request)


@blueprint.post("/take-back")
@signed_in
async def take_back(request: Request, casework: PersonCasework) -> HTTPResponse:
    """Who says why may say that they are in danger, or who makes them do it: that is asked about before anything is taken back."""
    words, why = _words(request), given(request, "why")
    if not given(request, "safe") and alarms(request.ctx.look.id, why):
        return _take_back(request, 422, kept=why, alarm=True)
    if len(why) > LONGEST_WHY:
        told = words("That is longer than 500 characters. Nothing was sent yet; what you wrote is below.")
        return _take_back(request, 422, problem=told, kept=why)
    try:
        await casework.withdraw(why, once(request))
    except CaseworkRefused as refused:
        if refused.status != 409:
            raise
        told = words(
            "It is already worked on, so it cannot be taken back here. Write to the people who work on it, or call."
        )
        return _take_back(request, 409, problem=told, kept=why)
    request.ctx.visit.put("told", "taken_back")
    return redirect("/case")


@blueprint.get("/copy")
@signed_in
async def copy(request: Request, casework: PersonCasework) -> HTTPResponse:
    """Everything of it that is the person's own, as plain text."""
    here, words = await casework.now(), _words(request)
    report = await _own_report(casework, here)
    wording = Wording(request.ctx.look, request.ctx.language, words)
    lines = [request.ctx.look.said(request.ctx.language).name, ""]
    if here.get("number"):
        lines.append(f"{words('Official number')}: {here['number']}")
    lines += [f"{words('Code')}: {here.get('access_code') or '-'}", ""]
    lines += [
        f"{wording.label(report['kind'], one['question'], one['label'])}: {wording.value(one)}"
        for one in report.get("answers", [])
    ]
    if here.get("filed") and not here.get("in_person_only"):
        sides = {"citizen": words("You"), "agency": words("Staff")}
        lines += ["", words("Messages")]
        lines += [f"[{one['at']}] {sides[one['side']]}: {one['text']}" for one in await casework.messages()]
    headers = {"Content-Disposition": 'attachment; filename="copy.txt"'}
    return raw("\n".join([*lines, ""]).encode(), headers=headers, content_type="text/plain; charset=utf-8")


# --- pieces


def _take_back(
    request: Request, status: int = 200, problem: str = "", kept: str = "", *, alarm: bool = False
) -> HTTPResponse:
    form = secrets.token_hex(8)
    return _page(request, "case/take_back.html", status, problem=problem, kept=kept, alarm=alarm, form=form)


async def _case(request: Request, casework: PersonCasework, status: int = 200, **values: Any) -> HTTPResponse:
    here = await casework.now()
    if not here["filed"]:
        request.ctx.visit.put("report", here["report"])
        request.ctx.visit.put("code", here.get("access_code", ""))
        return redirect("/report/now")
    private = bool(here.get("in_person_only"))
    messages = [] if private else await casework.messages()
    theirs = [one["message"] for one in messages if one["side"] == "agency" and not one.get("read_at")]
    if theirs:
        await casework.read(max(theirs))
    report = {} if private else await _own_report(casework, here)
    wording = Wording(request.ctx.look, request.ctx.language, _words(request))
    said, kind = request.ctx.look.said(request.ctx.language), report.get("kind") or here.get("kind") or ""
    told = [] if private else await casework.told()
    shown = {
        "here": here,
        "stage": here["status"]["stage"],
        "asks": _asks(here, report),
        "steps": line_of(here["status"]["stage"], here.get("history") or []),
        "history": here.get("history") or [],
        "messages": messages,
        "new": theirs,
        "private": private,
        "contact": await casework.contact() if here.get("contact") and not private else None,
        "lines": [
            (wording.label(report["kind"], one["question"], one["label"]), wording.value(one))
            for one in report.get("answers", [])
        ],
        "ahead": ahead(told),
        "news": news(told),
        "beside": request.ctx.look.beside(kind, request.ctx.language),
        "prevention": said.prevention.get(kind) or said.prevention.get("any"),
        "told": request.ctx.visit.take("told", ""),
        "late": request.ctx.visit.take("late", ""),
        "form": secrets.token_hex(8),
        "message_problem": "",
        "alarm": False,
        "kept": "",
    }
    return _page(request, "case/case.html", status, **{**shown, **values})


def _asks(here: dict[str, Any], report: dict[str, Any]) -> bool:
    """Whether an officer waits for answers that can be given here."""
    stage = (here.get("status") or {}).get("stage")
    return stage == "more_wanted" and report.get("state") == "reopened" and not here.get("in_person_only")


async def _own_report(casework: PersonCasework, here: dict[str, Any]) -> dict[str, Any]:
    """The answers that the person gave; nothing where the report is not kept any more."""
    if not here.get("report"):
        return {}
    try:
        return await casework.my_report()
    except CaseworkRefused as refused:
        if _is_over(refused):
            raise
        return {}


def entered(request: Request, found: dict[str, Any]) -> HTTPResponse:
    """In, or the sign-in page with why not."""
    words, outcome = _words(request), found["outcome"]
    if outcome == "signed_in":
        request.ctx.visit.forget()
        request.ctx.visit.put("person", found["session"])
        return redirect("/case")
    if outcome == "locked":
        told = words("Too many wrong tries. Try again in %(minutes)s minutes, or call us.") % {
            "minutes": found["minutes"]
        }
        return _page(request, "case/sign_in.html", 429, problem=told)
    if outcome == "over":
        told = words("This link was used already, or is too old. Sign in with the code and PIN, or call us.")
        return _page(request, "case/sign_in.html", 422, problem=told)
    return _page(
        request,
        "case/sign_in.html",
        422,
        problem=words("This code or number and PIN do not belong together. Look at them again."),
    )


async def _by_report(request: Request) -> str | None:
    """Whoever filed or resumed a report in this visit needs no code to see what became of it."""
    report = request.ctx.visit.get("report")
    if not report:
        return None
    try:
        session = (await door_of(request).sign_in_by_report(report)).get("session")
    except CaseworkRefused:
        return None
    request.ctx.visit.put("person", session)
    return session


def forms_of(request: Request) -> NumberForms:
    forms: NumberForms = request.ctx.look.agency.info.number_forms
    return forms


def reference_of(written: str, forms: NumberForms) -> dict[str, str] | None:
    """Of which report somebody speaks: an official number as the agency writes it, or a code of five digits. None without a digit."""
    digits = re.sub(r"\D", "", written)
    if not digits:
        return None
    if number := forms.read(written):
        return {"case_number": number}
    return {"access_code": digits} if len(digits) <= 5 else {"case_number": written[:40]}


def door_of(request: Request) -> SignInCasework:
    return SignInCasework(HttpxWire(request.app.ctx.casework_http), pause_s=0)


def _is_over(error: CaseworkError) -> bool:
    return (isinstance(error, CaseworkRefused) and error.status in _OVER) or any(
        f"status {status}" in str(error) for status in _OVER
    )


def _words(request: Request) -> Any:
    return request.app.ctx.pages.words(request)


def _page(request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
    return request.app.ctx.pages.page(request, template, status, **values)  # type: ignore[no-any-return]
