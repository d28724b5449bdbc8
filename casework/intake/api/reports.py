"""Reports over HTTP: begun, answered one question a turn, left and resumed in any channel, filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sanic import HTTPResponse, Request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.access import pin_choice
from casework.access.access import Asked, NotFound
from casework.access.attempts import Locked
from casework.errors import Conflict
from casework.errors import NotFound as NoSuchThing
from casework.http.acting import digest, key_of
from casework.http.guard import answer, read_shape
from casework.http.routes import Answers, Routes
from casework.http.shapes import ErrorAnswer, Point
from casework.idempotency import done_once, seen
from casework.intake import answer_wording, answering, changing, finding, mid_call
from casework.intake.answer_meaning import Given
from casework.intake.answering import Begin
from casework.intake.api import form_shapes, shapes, step_shapes, views
from casework.intake.api.services import Services
from casework.intake.open_report import open_report
from casework.intake.store import form_of, held
from casework.intake.submit import submit
from casework.intake.tables import Evidence

routes: Routes[Services] = Routes("reports")
_STEP: Answers = {200: ("the next step", (step_shapes.StepOnly,)), 404: ("no such report", (ErrorAnswer,))}
_R = "/v1/reports/{report}"


@routes.operation(
    "get",
    "/v1/agencies/{agency}/reports",
    "Which reports an agency takes",
    {200: ("the kinds", (form_shapes.KindsAnswer,))},
)
async def get_kinds(_request: Request, services: Services, agency: str) -> HTTPResponse:
    reports = services.directory.get(agency).reports
    kinds = [views.kind(name, form, reports.common) for name, form in sorted(reports.kinds.items())]
    return answer(form_shapes.KindsAnswer(kinds=kinds))


@routes.operation(
    "get",
    "/v1/agencies/{agency}/reports/{kind}",
    "The questions of one kind",
    {200: ("the form", (form_shapes.FormAnswer,))},
)
async def get_form(_request: Request, services: Services, agency: str, kind: str) -> HTTPResponse:
    form = services.directory.get(agency).reports.kinds.get(kind)
    if form is None:
        raise NoSuchThing("The agency takes no reports of this kind; its kinds are the files in its folder reports/.")
    return answer(views.whole_form(kind, form))


@routes.operation(
    "post",
    "/v1/reports",
    "Begin a report; what the conversation knows already is not asked again",
    {
        201: ("begun, or begun before with this key", (shapes.ReportCreated,)),
        409: ("the key was used for another request", (ErrorAnswer,)),
        503: ("no access code is left: a person takes the report", (ErrorAnswer,)),
    },
    body=shapes.ReportRequest,
    key=True,
)
async def post_report(request: Request, services: Services) -> HTTPResponse:
    asked, key, now = read_shape(request, shapes.ReportRequest), key_of(request), datetime.now(UTC)
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
        _point(asked.point),
    )
    asked_for = digest(request.path, asked, leave_out={"pin"})

    def work(session: Session) -> dict[str, Any]:
        return {"report": answering.begin(session, services.directory, begin, now).report.id}

    def begun(session: Session, report_id: str) -> shapes.ReportCreated:
        report = finding.found(session, report_id)
        report_now = open_report(session, services.directory, report)
        code = finding.code_of(session, report)
        return shapes.ReportCreated(
            report=report.id,
            access_code=code,
            access_code_spoken=answer_wording.code(code),
            step=views.step_after_pin(report_now, refused if not report.pin_hash else None),
        )

    scope, database = f"report {asked.agency} {key}", services.database
    made = await database.run(_drawn_again, lambda: done_once(database, scope, asked_for, now, work))
    return answer(await database.read(begun, made["report"]), 201)


@routes.operation(
    "post",
    "/v1/reports/resume",
    "Go on with a report, by code and PIN, in any channel",
    {200: ("found, not found or locked", (shapes.ResumeFound, shapes.ResumeNotFound, shapes.ResumeLocked))},
    body=shapes.ResumeRequest,
)
async def post_resume(request: Request, services: Services) -> HTTPResponse:
    asked = read_shape(request, shapes.ResumeRequest)
    services.directory.get(asked.agency)
    code = finding.digits(asked.access_code)
    tried = Asked(asked.agency, asked.call_id, f"code {code}", finding.digits(asked.pin), asked.source)
    opened = await services.access.open(tried, finding.report_by_code(asked.agency, code), datetime.now(UTC))
    if isinstance(opened, Locked):
        return answer(shapes.ResumeLocked(minutes=opened.minutes))
    if isinstance(opened, NotFound):
        return answer(shapes.ResumeNotFound(tries_left=opened.tries_left))

    def resumed(session: Session, report: str) -> shapes.ResumeFound:
        report_now = answering.resume(session, services.directory, report)
        return shapes.ResumeFound(
            report=report_now.report.id,
            kind=report_now.report.kind,
            spoken=report_now.form.spoken,
            progress=views.progress(report_now),
            step=views.step(report_now),
        )

    return answer(await services.database.write(resumed, opened.thing))


@routes.operation(
    "post",
    "/v1/reports/of-conversation",
    "Which report is taken in this chat, so that its page can put files to it",
    {200: ("it, if there is one", (shapes.ReportOfConversation,))},
    body=shapes.OfConversation,
)
async def post_of_conversation(request: Request, services: Services) -> HTTPResponse:
    asked, now = read_shape(request, shapes.OfConversation), datetime.now(UTC)

    def load(session: Session) -> str | None:
        found = finding.of_conversation(session, asked.agency, asked.call_id, now)
        return found.id if found else None

    return answer(shapes.ReportOfConversation(report=await services.database.read(load)))


@routes.operation("get", _R, "A report: answers, files, next step", {200: ("the report", (shapes.ReportAnswer,))})
async def get_report(_request: Request, services: Services, report: str) -> HTTPResponse:
    def read(session: Session) -> shapes.ReportAnswer:
        row = finding.found(session, report)
        files = session.scalars(select(Evidence).where(Evidence.report_id == report).order_by(Evidence.at))
        return views.report(open_report(session, services.directory, row), list(files))

    return answer(await services.database.read(read))


@routes.operation("post", f"{_R}/pin", "Choose the PIN", _STEP, body=shapes.PinRequest)
async def post_pin(request: Request, services: Services, report: str) -> HTTPResponse:
    """Sets the PIN of a report that has none; a refused one is asked for again, with the reason."""
    asked, now = read_shape(request, shapes.PinRequest), datetime.now(UTC)
    pin = pin_choice.chosen_pin(asked.pin)
    hashed = await services.pins.hashed(pin or "")
    key = request.headers.get("idempotency-key", "")[:200]

    def choose(session: Session) -> step_shapes.StepOnly:
        row = held(session, report)
        if key and seen(session, f"pin {report} {key}", now):
            return step_shapes.StepOnly(step=views.step(open_report(session, services.directory, row)))
        if row.pin_hash is not None or row.case_id is not None:
            raise Conflict("The report has its PIN; only a person can change it.")
        _, _, common = form_of(services.directory, row)
        problem = pin_choice.why_not(pin, row.access_code or "", common.pin)
        row.pin_hash = None if problem else hashed
        answering.told_code(session, services.directory, row, now)
        return step_shapes.StepOnly(step=views.step_after_pin(open_report(session, services.directory, row), problem))

    return answer(await services.database.write(choose))


@routes.operation(
    "post", f"{_R}/answers", "Answer a question; one that does not fit says why", _STEP, body=shapes.AnswerRequest
)
async def post_answer(request: Request, services: Services, report: str) -> HTTPResponse:
    asked = read_shape(request, shapes.AnswerRequest)
    given = Given(_plain(asked.value), asked.text, asked.how)
    return await _answered(services, report, asked.question, given, asked.channel, asked.turn, asked.told, asked.point)


@routes.operation("post", f"{_R}/corrections", "Correct an answer given before", _STEP, body=shapes.CorrectionRequest)
async def post_correction(request: Request, services: Services, report: str) -> HTTPResponse:
    asked = read_shape(request, shapes.CorrectionRequest)
    given = Given(_plain(asked.value), asked.text)
    return await _answered(
        services, report, asked.question, given, asked.channel or "unknown", asked.turn, None, asked.point
    )


@routes.operation(
    "post",
    f"{_R}/changes",
    "Take all that somebody changes or adds in one breath, when the report was read back",
    {200: ("what was changed, and the next step", (shapes.ChangesAnswer,)), 404: ("no such report", (ErrorAnswer,))},
    body=shapes.ChangesRequest,
)
async def post_changes(request: Request, services: Services, report: str) -> HTTPResponse:
    asked, now = read_shape(request, shapes.ChangesRequest), datetime.now(UTC)

    def take(session: Session) -> shapes.ChangesAnswer:
        channel, told = asked.channel or "unknown", dict(asked.told)
        found = changing.change(
            session, services.directory, report, asked.text, told, channel=channel, turn=asked.turn, now=now
        )
        return shapes.ChangesAnswer(step=views.step(found.now_at), changed=list(found.questions), named=found.named)

    return answer(await services.database.write(take))


@routes.operation("post", f"{_R}/back", "Ask the question before again", _STEP, body=shapes.BackRequest)
async def post_back(request: Request, services: Services, report: str) -> HTTPResponse:
    asked = read_shape(request, shapes.BackRequest)

    def go(session: Session) -> step_shapes.StepOnly:
        return step_shapes.StepOnly(step=views.step(answering.back(session, services.directory, report, asked.turn)))

    return answer(await services.database.write(go))


@routes.operation(
    "post",
    f"{_R}/submit",
    "File the report",
    {200: ("filed, or filed before", (shapes.SubmitAnswer,)), 409: ("something is missing", (ErrorAnswer,))},
    body=shapes.SubmitRequest,
)
async def post_submit(request: Request, services: Services, report: str) -> HTTPResponse:
    read_shape(request, shapes.SubmitRequest)
    filed = await services.database.write(submit, services.directory, report, datetime.now(UTC))
    return answer(
        shapes.SubmitAnswer(
            case=filed.case_id, reference_spoken=filed.reference_spoken, access_code=filed.access_code, say=filed.say
        )
    )


@routes.operation(
    "post",
    f"{_R}/leave",
    "Stop for now; everything is kept",
    {200: ("what to say", (shapes.SayAnswer,))},
    body=shapes.LeaveRequest,
)
async def post_leave(request: Request, services: Services, report: str) -> HTTPResponse:
    asked, now = read_shape(request, shapes.LeaveRequest), datetime.now(UTC)
    said = await services.database.write(answering.leave, services.directory, report, asked.reason, now)
    return answer(shapes.SayAnswer(say=said))


@routes.operation(
    "post",
    f"{_R}/link",
    "Text a link to this report to who is on the telephone: photographs and answers on the web, while the call goes on",
    {200: ("sent, or why not", (shapes.LinkAnswer,)), 404: ("no such report", (ErrorAnswer,))},
    body=shapes.LinkRequest,
)
async def post_link(request: Request, services: Services, report: str) -> HTTPResponse:
    asked = read_shape(request, shapes.LinkRequest)
    notifier, now = services.notifier, datetime.now(UTC)

    def send(session: Session) -> shapes.LinkAnswer:
        agency = finding.found(session, report).agency
        page = notifier.catalogue.get(agency).rules.portal if notifier.catalogue.has(agency) else None
        link = mid_call.Link(report, page or notifier.settings.citizen_url, asked.turn)
        return shapes.LinkAnswer(outcome=mid_call.send(session, services.directory, notifier.planner, link, now))

    return answer(await services.database.write(send))


async def _answered(
    services: Services,
    report: str,
    question: str,
    given: Given,
    channel: str,
    turn: str | None,
    told: dict[str, Any] | None = None,
    point: Point | None = None,
) -> HTTPResponse:
    directory, now = services.directory, datetime.now(UTC)

    def take(session: Session) -> step_shapes.StepOnly:
        report_now = answering.answer(
            session,
            directory,
            report,
            question,
            given,
            channel=channel,
            turn=turn,
            now=now,
            told=told,
            point=_point(point),
        )
        return step_shapes.StepOnly(step=views.step(report_now))

    return answer(await services.database.write(take))


def _drawn_again(begin: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Begins; when somebody else drew the same code at the same moment, draws again."""
    for _ in range(3):
        try:
            return begin()
        except IntegrityError:
            continue
    return begin()


def _why_not(services: Services, agency: str, pin: str | None, access_code: str) -> str | None:
    common = services.directory.get(agency).reports.common
    if pin is None or common is None:
        return None
    return pin_choice.why_not(pin_choice.chosen_pin(pin), access_code, common.pin)


def _point(point: Point | None) -> dict[str, Any] | None:
    return point.model_dump() if point else None


def _plain(value: Any) -> Any:
    return [dict(one) for one in value] if isinstance(value, list) else value
