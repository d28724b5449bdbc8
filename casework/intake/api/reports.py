"""Reports over HTTP: begun, answered one question a turn, left and resumed in any channel, filed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel
from sanic import Blueprint, HTTPResponse, Request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.access import pin_choice
from casework.access.access import Asked, NotFound, Opened
from casework.access.attempts import Locked
from casework.errors import BadRequest, Conflict
from casework.errors import NotFound as NoSuchThing
from casework.http.guard import answer, read_shape
from casework.idempotency import done_once
from casework.intake import (
    answer_wording,
    answering,
    finding,
    retention,  # noqa: F401  # registers with retention
)
from casework.intake.answer_meaning import Given
from casework.intake.answering import Begin
from casework.intake.api import shapes, views
from casework.intake.store import form_of, held
from casework.intake.submit import submit
from casework.intake.tables import Evidence
from casework.models import IdempotencyKey

reports = Blueprint("reports", url_prefix="/v1")


@reports.get("/agencies/<agency:str>/reports")
async def get_kinds(request: Request, agency: str) -> HTTPResponse:
    kinds = request.app.ctx.services.directory.get(agency).reports.kinds
    return answer(shapes.KindsAnswer(kinds=[views.kind(*one) for one in sorted(kinds.items())]))


@reports.get("/agencies/<agency:str>/reports/<kind:str>")
async def get_form(request: Request, agency: str, kind: str) -> HTTPResponse:
    form = request.app.ctx.services.directory.get(agency).reports.kinds.get(kind)
    if form is None:
        raise NoSuchThing("The agency takes no reports of this kind; its kinds are the files in its folder reports/.")
    return answer(views.whole_form(kind, form))


@reports.post("/reports")
async def post_report(request: Request) -> HTTPResponse:
    asked = read_shape(request, shapes.ReportRequest)
    key = request.headers.get("idempotency-key", "")
    if not 1 <= len(key) <= 200:
        raise BadRequest(
            "The header Idempotency-Key is missing or longer than 200 characters; send a fresh id for every report."
        )
    services, now = request.app.ctx.services, datetime.now(UTC)
    pin = pin_choice.chosen_pin(asked.pin) if asked.pin else None
    refused = _why_not(services, asked.agency, asked.pin, "")
    begin = Begin(
        asked.agency,
        asked.kind,
        asked.channel,
        asked.call_id,
        asked.language,
        await services.pins.hashed(pin) if pin and not refused else None,
        asked.known,
    )
    digest = hashlib.sha256(asked.model_dump_json(exclude={"pin"}).encode()).hexdigest()

    def work(session: Session) -> dict[str, Any]:
        return {"report": answering.begin(session, services.directory, begin, now).report.id}

    def begun() -> shapes.ReportCreated:
        made = _once(lambda: done_once(services.database, f"report {asked.agency} {key}", digest, now, work))
        with services.database.reading() as session:
            report = finding.found(session, made["report"])
            stand = answering.stand(session, services.directory, report, refused if not report.pin_hash else None)
            code = finding.code_of(session, report)
            return shapes.ReportCreated(
                report=report.id, access_code=code, access_code_spoken=answer_wording.code(code), step=views.step(stand)
            )

    return answer(await services.database.run(begun), 201)


@reports.post("/reports/resume")
async def post_resume(request: Request) -> HTTPResponse:
    asked = read_shape(request, shapes.ResumeRequest)
    services = request.app.ctx.services
    services.directory.get(asked.agency)
    code = finding.digits(asked.access_code)
    tried = Asked(asked.agency, asked.call_id, f"code {code}", finding.digits(asked.pin), asked.source)
    opened = await services.access.open(tried, finding.report_by_code(asked.agency, code), datetime.now(UTC))
    if isinstance(opened, Locked):
        return answer(shapes.ResumeLocked(minutes=opened.minutes))
    if isinstance(opened, NotFound):
        return answer(shapes.ResumeNotFound(tries_left=opened.tries_left))

    def resumed(session: Session) -> shapes.ResumeFound:
        assert isinstance(opened, Opened)
        stand = answering.resume(session, services.directory, opened.thing)
        return shapes.ResumeFound(
            report=stand.report.id,
            kind=stand.report.kind,
            spoken=stand.form.spoken,
            progress=views.progress(stand),
            step=views.step(stand),
        )

    return answer(await _written(request, resumed))


@reports.get("/reports/<report:str>")
async def get_report(request: Request, report: str) -> HTTPResponse:
    services = request.app.ctx.services

    def read() -> shapes.ReportAnswer:
        with services.database.reading() as session:
            row = finding.found(session, report)
            files = session.scalars(select(Evidence).where(Evidence.report_id == report).order_by(Evidence.at))
            return views.report(answering.stand(session, services.directory, row), list(files))

    return answer(await services.database.run(read))


@reports.post("/reports/<report:str>/pin")
async def post_pin(request: Request, report: str) -> HTTPResponse:
    """Sets the PIN of a report that has none; a refused one is asked for again, with the reason."""
    asked = read_shape(request, shapes.PinRequest)
    services = request.app.ctx.services
    pin = pin_choice.chosen_pin(asked.pin)
    hashed = await services.pins.hashed(pin or "")

    key, now = request.headers.get("idempotency-key", "")[:200], datetime.now(UTC)

    def choose(session: Session) -> shapes.StepOnly:
        row = held(session, report)
        if key and _seen(session, f"pin {report} {key}", now):
            return shapes.StepOnly(step=views.step(answering.stand(session, services.directory, row)))
        if row.pin_hash is not None or row.case_id is not None:
            raise Conflict("The report has its PIN; only a person can change it.")
        _, _, common = form_of(services.directory, row)
        problem = pin_choice.why_not(pin, row.access_code or "", common.pin)
        row.pin_hash = None if problem else hashed
        return shapes.StepOnly(step=views.step(answering.stand(session, services.directory, row, problem)))

    return answer(await _written(request, choose))


@reports.post("/reports/<report:str>/answers")
async def post_answer(request: Request, report: str) -> HTTPResponse:
    asked = read_shape(request, shapes.AnswerRequest)
    given = Given(_plain(asked.value), asked.text, asked.how)
    return await _answered(request, report, asked.question, given, asked.channel, asked.turn)


@reports.post("/reports/<report:str>/corrections")
async def post_correction(request: Request, report: str) -> HTTPResponse:
    asked = read_shape(request, shapes.CorrectionRequest)
    given = Given(_plain(asked.value), asked.text)
    return await _answered(request, report, asked.question, given, asked.channel or "unknown", asked.turn)


@reports.post("/reports/<report:str>/back")
async def post_back(request: Request, report: str) -> HTTPResponse:
    asked = read_shape(request, shapes.BackRequest)
    directory = request.app.ctx.services.directory
    return answer(
        await _written(
            request,
            lambda session: shapes.StepOnly(step=views.step(answering.back(session, directory, report, asked.turn))),
        )
    )


@reports.post("/reports/<report:str>/submit")
async def post_submit(request: Request, report: str) -> HTTPResponse:
    read_shape(request, shapes.SubmitRequest)
    directory, now = request.app.ctx.services.directory, datetime.now(UTC)

    def file(session: Session) -> shapes.SubmitAnswer:
        filed = submit(session, directory, report, now)
        return shapes.SubmitAnswer(
            case=filed.case_id, reference_spoken=filed.reference_spoken, access_code=filed.access_code, say=filed.say
        )

    return answer(await _written(request, file))


@reports.post("/reports/<report:str>/leave")
async def post_leave(request: Request, report: str) -> HTTPResponse:
    asked = read_shape(request, shapes.LeaveRequest)
    directory, now = request.app.ctx.services.directory, datetime.now(UTC)

    def go(session: Session) -> shapes.SayAnswer:
        return shapes.SayAnswer(say=answering.leave(session, directory, report, asked.reason, now))

    return answer(await _written(request, go))


async def _answered(
    request: Request, report: str, question: str, given: Given, channel: str, turn: str | None
) -> HTTPResponse:
    directory, now = request.app.ctx.services.directory, datetime.now(UTC)

    def take(session: Session) -> shapes.StepOnly:
        stand = answering.answer(session, directory, report, question, given, channel=channel, turn=turn, now=now)
        return shapes.StepOnly(step=views.step(stand))

    return answer(await _written(request, take))


async def _written(request: Request, work: Callable[[Session], BaseModel]) -> BaseModel:
    """Does `work` in one transaction on a database thread; it has been kept when this returns."""
    database = request.app.ctx.services.database

    def run() -> BaseModel:
        with database.writing() as session:
            return work(session)

    done: BaseModel = await database.run(run)
    return done


def _once(begin: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Begins; when somebody else drew the same code at the same moment, draws again."""
    for _ in range(3):
        try:
            return begin()
        except IntegrityError:
            continue
    return begin()


def _seen(session: Session, name: str, now: datetime) -> bool:
    """Whether a PIN was sent with this key before; what it was is not kept, so that nobody can try PINs here."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    if session.get(IdempotencyKey, digest) is not None:
        return True
    session.add(IdempotencyKey(key=digest, request_digest="", response={}, created_at=now))
    return False


def _why_not(services: Any, agency: str, pin: str | None, access_code: str) -> str | None:
    common = services.directory.get(agency).reports.common
    if pin is None or common is None:
        return None
    return pin_choice.why_not(pin_choice.chosen_pin(pin), access_code, common.pin)


def _plain(value: Any) -> Any:
    return [dict(one) for one in value] if isinstance(value, list) else value
