"""The pages of a report that was begun: one question after the other, review, files, receipt, leaving."""

from __future__ import annotations

import re
import secrets
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, raw
from sanic.exceptions import NotFound

from casework_client.errors import CaseworkRefused
from casework_client.wire_httpx import put_evidence
from web.citizen.case.invited import BY_LINK
from web.citizen.report.danger import alarms
from web.citizen.report.pieces import (
    CHANNEL,
    NoReport,
    alarm,
    as_typed,
    page_of,
    report_id,
    report_of,
    tell,
    wording_of,
    words_of,
)
from web.citizen.report.pin import in_words, point_in
from web.citizen.report.reading import answer_in, typed
from web.shared.forms import given, once
from web.shared.pages import redirect

blueprint = Blueprint("report", url_prefix="/report")
LONGEST_ANSWER = 4_000
LARGEST_FILE = 10 * 1024 * 1024
_OF_AN_ANSWER = ("question", "question_kind", "turn", "correcting", "value", "where", "lat", "lon", "by")
_QUESTION = re.compile(r"[a-z][a-z0-9_]{0,59}(\.[1-9][0-9]?\.[a-z][a-z0-9_]{0,59})?")


# --- the questions


@blueprint.get("/now")
async def now(request: Request) -> HTTPResponse:
    """Where the report is: the question that is due, the review, the receipt, or why it ended. Who looks goes on."""
    request.ctx.visit.take("leaving")
    return await _show(request, await report_of(request))


@blueprint.post("/answer")
async def answer(request: Request) -> HTTPResponse:
    """One answer. What is not taken is shown again, with what was typed and why."""
    report, question, kind = report_id(request), given(request, "question", 130), given(request, "question_kind", 20)
    if not is_question(question):
        raise NotFound("There is no such question.")
    said, point = answer_in(request, kind), point_in(request) if kind == "place" else None
    if point and not said.get("text") and "how" not in said:
        said = {"text": in_words(request.ctx.look, point)}
    if (
        kind in ("text", "place", "contact")
        and not given(request, "safe")
        and alarms(request.ctx.look.id, str(said.get("text", "")))
    ):
        return alarm(request, "/report/answer", *_OF_AN_ANSWER)
    if len(str(said.get("text", ""))) > LONGEST_ANSWER:
        return await _too_long(request)
    request.ctx.visit.put("asked", question)
    if question == "pin":
        return await _choose_pin(request, report, str(said.get("text", ""))[:20])
    body = {
        "question": question,
        "channel": CHANNEL,
        "turn": once(request, "turn"),
        **said,
    }
    if point and "text" in said:
        body["point"] = point
    correcting = given(request, "correcting") == "yes"
    if correcting:
        body.pop("how", None)
    told = await tell(request, report, "corrections" if correcting and "how" not in said else "answers", body)
    step = told["step"]
    refused = (step.get("question") or {}).get("problem") or step.get("problem")
    if refused:
        return await _show(request, await report_of(request), step=step, kept=typed(request), status=422)
    return redirect("/report/now")


@blueprint.post("/back")
async def back(request: Request) -> HTTPResponse:
    await tell(request, report_id(request), "back", {"turn": once(request, "turn")})
    return redirect("/report/now")


@blueprint.get("/change/<question:str>")
async def change(request: Request, question: str) -> HTTPResponse:
    """One answer of the review, to correct it."""
    report = await report_of(request)
    asked = await _asked_again(request, report, question)
    kept = next((one for one in report["answers"] if one["question"] == question), None)
    if asked is None:
        return redirect("/report/now")
    return _question(request, report, asked, {"value": as_typed(kept)}, correcting=True)


@blueprint.post("/submit")
async def submit(request: Request) -> HTTPResponse:
    turn = once(request, "turn")
    try:
        filed = await request.app.ctx.casework.tell_report(report_id(request), "submit", {"turn": turn})
    except CaseworkRefused as refused:
        if refused.status != 409:
            raise
        return redirect("/report/now")  # something is missing: it is asked
    if filed.get("access_code"):
        request.ctx.visit.put("code", filed["access_code"])
    return redirect("/report/now")


@blueprint.post("/leave")
async def leave(request: Request) -> HTTPResponse:
    """Stops for now. The code and a PIN lead back: who has none yet chooses one first, or leaves without."""
    report = await report_of(request)
    pin = report.get("pin")
    if pin and report["answers"] and not given(request, "without"):
        request.ctx.visit.put("leaving", True)
        return _question(request, report, pin, leaving=True)
    return await _left(request, report["report"], pinned=not pin)


@blueprint.post("/file")
async def put_file(request: Request) -> HTTPResponse:
    """A picture, a PDF or a short recording, put to the report."""
    report, words = await report_of(request), words_of(request)
    sent = request.files.get("file") if request.files else None
    if sent is None or not sent.body:
        return await _show(request, report, file_problem=words("Choose a file first."), status=422)
    if len(sent.body) > LARGEST_FILE:
        return await _show(request, report, file_problem=words("The file is larger than ten megabytes."), status=422)
    try:
        late = await put_evidence(
            request.app.ctx.casework_http, report["report"], sent.name or "file", sent.body, sent.type
        )
    except CaseworkRefused as refused:
        wrong = (
            words("The file is larger than ten megabytes.")
            if refused.status == 413
            else words("Only pictures, PDF files and short recordings can be taken.")
        )
        return await _show(request, report, file_problem=wrong, status=422)
    if late:
        request.ctx.visit.put("late", late)
    return redirect("/report/now#files")


@blueprint.get("/receipt.txt")
async def receipt(request: Request) -> HTTPResponse:
    """The receipt as a file of plain text, to keep."""
    report, wording, words = await report_of(request), wording_of(request), words_of(request)
    code = f"{words('Code')}: {request.ctx.visit.get('code', '')}"
    lines = [
        f"{wording.label(report['kind'], one['question'], one['label'])}: {wording.value(one)}"
        for one in report["answers"]
    ]
    text = "\n".join([request.ctx.look.said(request.ctx.language).name, "", code, "", *lines, ""])
    return raw(
        text.encode(),
        headers={"Content-Disposition": 'attachment; filename="receipt.txt"'},
        content_type="text/plain; charset=utf-8",
    )


@blueprint.post("/put-away")
async def put_away(request: Request) -> HTTPResponse:
    """This browser forgets the report; casework keeps it."""
    request.ctx.visit.forget()
    return redirect("/")


@blueprint.exception(NoReport)  # type: ignore[untyped-decorator]  # Sanic has no type for it
async def no_report(_request: Request, _error: NoReport) -> HTTPResponse:
    return redirect("/report/resume")


# --- pieces


def is_question(name: str) -> bool:
    return _QUESTION.fullmatch(name) is not None


async def _too_long(request: Request) -> HTTPResponse:
    """Told before casework refuses it, so that nothing of it is lost."""
    report, words = await report_of(request), words_of(request)
    step = report["step"]
    told = words("That is longer than 4,000 characters. Make it shorter, or add the rest later as a message.")
    if step["state"] == "ask":
        step = {**step, "question": {**step["question"], "problem": told}}
    return await _show(request, report, step=step, kept=typed(request), status=422)


async def _left(request: Request, report: str, *, pinned: bool) -> HTTPResponse:
    await tell(request, report, "leave", {"reason": "stopped", "channel": CHANNEL})
    code = request.ctx.visit.get("code", "")
    request.ctx.visit.forget()
    return page_of(request, "report/left.html", code=code if pinned else "")


async def _choose_pin(request: Request, report: str, pin: str) -> HTTPResponse:
    told = await tell(request, report, "pin", {"pin": pin or "-"})
    leaving = bool(request.ctx.visit.get("leaving"))
    asked = told["step"].get("question") or {}
    if asked.get("id") == "pin":
        return _question(request, await report_of(request), asked, step=told["step"], leaving=leaving, status=422)
    if leaving:
        return await _left(request, report, pinned=True)
    request.ctx.visit.put("show_code", True)
    return redirect("/report/now")


async def _show(
    request: Request,
    report: dict[str, Any],
    *,
    step: dict[str, Any] | None = None,
    kept: dict[str, str] | None = None,
    status: int = 200,
    file_problem: str = "",
) -> HTTPResponse:
    step, wording = step or report["step"], wording_of(request)
    code = request.ctx.visit.get("code", "")
    if step["state"] == "ask":
        return _question(request, report, step["question"], kept, step=step, status=status, file_problem=file_problem)
    if step["state"] == "ended":
        ended = step["ended"]
        say = wording.ending(ended["reason"], ended["say"])
        last = request.ctx.visit.get("asked", "")
        return page_of(
            request, "report/ended.html", urgent=ended["disposition"] == "911", say=say, code=code, last=last
        )
    filed = step["state"] == "submitted"
    lines = [
        {
            "question": one["question"],
            "label": wording.label(report["kind"], one["question"], one["label"]),
            "value": wording.value(one),
        }
        for one in report["answers"]
    ]
    template = "report/receipt.html" if filed else "report/review.html"
    title, _ = wording.kind(report["kind"], report["kind"].replace("_", " ").capitalize())
    return page_of(
        request, template, status, lines=lines, code=code, files=report.get("evidence") or [], file_problem=file_problem, kind=title,
        turn=secrets.token_hex(8),
        late=(request.ctx.visit.take("late", "") or step.get("say") or "") if filed else "",
        show_code=request.ctx.visit.take("show_code", False) if not filed else False,
    )  # fmt: skip


def _question(
    request: Request,
    report: dict[str, Any],
    asked: dict[str, Any],
    kept: dict[str, str] | None = None,
    *,
    step: dict[str, Any] | None = None,
    correcting: bool = False,
    leaving: bool = False,
    status: int = 200,
    file_problem: str = "",
) -> HTTPResponse:
    progress = (step or report["step"])["progress"]
    before = next((one for one in report["answers"] if one["question"] == asked["id"]), None)
    values = {"value": as_typed(before), "day": "", "time": ""}
    if asked["kind"] == "when" and before and re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", str(before.get("value"))):
        values["day"], _, values["time"] = str(before["value"]).partition("T")
        values["value"] = ""
    page = {
        "asked": wording_of(request).question(report["kind"], asked),  # type: ignore[arg-type]
        "kept": {**values, **(kept or {})},
        "turn": secrets.token_hex(8),
        "correcting": correcting,
        "leaving": leaving,
        "point": (before or {}).get("point"),
        "given": progress["given"],
        "whole": max(progress["given"] + progress["left"], 1),
        "files": report.get("evidence") or [],
        "takes_files": bool(request.ctx.visit.get(BY_LINK)),
        "file_problem": file_problem,
        "code": request.ctx.visit.get("code", ""),
        "show_code": bool(request.ctx.visit.take("show_code", False))
        if status == 200 and request.ctx.visit.get("show_code")
        else False,
    }
    return page_of(request, "report/question.html", status, **page)


async def _asked_again(request: Request, report: dict[str, Any], question: str) -> dict[str, Any] | None:
    """The question of an answer, out of the form, as a step would ask it."""
    form = await request.app.ctx.casework.report_form(report["agency"], report["kind"])
    outer, _, rest = question.partition(".")
    number, _, inner = rest.partition(".")
    found = next((one for one in form["questions"] if one["id"] == outer), None)
    if found and inner:
        found = next((one for one in found.get("each") or [] if one["id"] == inner), None)
    if found is None or not any(one["question"] == question for one in report["answers"]):
        return None
    return {
        **found,
        "id": question,
        "optional": False,
        "unknown_allowed": False,
        **({"index": int(number)} if number.isdigit() else {}),
    }
