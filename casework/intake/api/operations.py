"""The intake API in the OpenAPI document."""

from __future__ import annotations

from pydantic import BaseModel

from casework.http.operations import Operation
from casework.http.shapes import ErrorAnswer
from casework.intake.api import shapes as shapes

_STEP: dict[int, tuple[str, tuple[type[BaseModel], ...]]] = {
    200: ("the next step", (shapes.StepOnly,)),
    404: ("no such report", (ErrorAnswer,)),
}
_R = "/v1/reports/{report}"

OPERATIONS = (
    Operation(
        "get",
        "/v1/agencies/{agency}/reports",
        "Which reports an agency takes",
        {200: ("the kinds", (shapes.KindsAnswer,))},
    ),
    Operation(
        "get",
        "/v1/agencies/{agency}/reports/{kind}",
        "The questions of one kind",
        {200: ("the form", (shapes.FormAnswer,))},
    ),
    Operation(
        "post",
        "/v1/reports",
        "Begin a report; what the conversation knows already is not asked again",
        {
            201: ("begun, or begun before with this key", (shapes.ReportCreated,)),
            409: ("the key was used for another request", (ErrorAnswer,)),
            503: ("no access code is left: a person takes the report", (ErrorAnswer,)),
        },
        shapes.ReportRequest,
        key=True,
    ),
    Operation(
        "post",
        "/v1/reports/resume",
        "Go on with a report, by code and PIN, in any channel",
        {200: ("found, not found or locked", (shapes.ResumeFound, shapes.ResumeNotFound, shapes.ResumeLocked))},
        shapes.ResumeRequest,
    ),
    Operation("get", _R, "A report: answers, files, next step", {200: ("the report", (shapes.ReportAnswer,))}),
    Operation("post", f"{_R}/pin", "Choose the PIN", _STEP, shapes.PinRequest),
    Operation(
        "post", f"{_R}/answers", "Answer a question; one that does not fit says why", _STEP, shapes.AnswerRequest
    ),
    Operation("post", f"{_R}/corrections", "Correct an answer given before", _STEP, shapes.CorrectionRequest),
    Operation("post", f"{_R}/back", "Ask the question before again", _STEP, shapes.BackRequest),
    Operation(
        "post",
        f"{_R}/submit",
        "File the report",
        {200: ("filed, or filed before", (shapes.SubmitAnswer,)), 409: ("something is missing", (ErrorAnswer,))},
        shapes.SubmitRequest,
    ),
    Operation(
        "post",
        f"{_R}/leave",
        "Stop for now; everything is kept",
        {200: ("what to say", (shapes.SayAnswer,))},
        shapes.LeaveRequest,
    ),
    Operation(
        "post",
        f"{_R}/evidence",
        "Put a file to a report: one, in the field 'file', at most 10 MB; pictures, PDF, short recordings",
        {
            201: ("kept, or kept before", (shapes.EvidenceAnswer,)),
            413: ("larger than 10 MB", (ErrorAnswer,)),
            415: ("a kind of file that is not taken", (ErrorAnswer,)),
        },
        takes="multipart/form-data",
    ),
)
