"""The agency's side of the API as the OpenAPI document tells it."""

from __future__ import annotations

from pydantic import BaseModel

from casework.cases.api import citizen_shapes as citizen
from casework.cases.api import shapes as life
from casework.cases.api import staff_shapes as staff
from casework.http import shapes
from casework.http.operations import Operation
from casework.intake.api import shapes as intake_shapes
from casework.records_system import shapes as outside

_A = "/v1/agencies/{agency}"
_C = _A + "/cases/{case_id}"
_MOVED: dict[int, tuple[str, tuple[type[BaseModel], ...]]] = {
    200: ("where the case is now", (staff.Moved,)),
    409: ("the state machine does not allow it, or the key was used for something else", (shapes.ErrorAnswer,)),
}

OPERATIONS = (
    Operation(
        "get", _A + "/cases", "Cases of a queue, page by page", {200: ("a page", (staff.CasePage,))},
        query=staff.QueueQuery, acting=True,
    ),
    Operation(
        "get", _A + "/queues", "How many open cases wait where", {200: ("the counts", (staff.QueueCounts,))}, acting=True
    ),
    Operation("get", _C, "A whole case; looking at it is written down", {200: ("the case", (staff.CaseDetail,))}, acting=True),
    Operation(
        "get", _C + "/audit", "Who did what, when and why", {200: ("a page of the trail", (staff.AuditPage,))},
        query=life.PageQuery, acting=True,
    ),
    Operation(
        "get", _C + "/duplicates", "Cases that may be the same matter", {200: ("nearest first", (staff.CasePage,))},
        acting=True,
    ),
    Operation("post", _C + "/moves", "Move a case on, as life/stages.yml allows", _MOVED, staff.MoveRequest, key=True),
    Operation("post", _C + "/assignment", "Give a case to an officer or a queue", _MOVED, staff.AssignRequest, key=True),
    Operation("post", _C + "/notices", "Tell of an appointment, a hearing, property", _MOVED, staff.NoticeRequest, key=True),
    Operation("post", _C + "/thrive", "Decide an assessment", _MOVED, staff.ThriveRequest, key=True),
    Operation(
        "post", "/v1/case-withdrawals", "A person takes their report back, by number or code, and PIN",
        {
            200: (
                "withdrawn, not possible any more, a report that is not finished, not found, or locked",
                (
                    citizen.Withdrawn, citizen.WithdrawalNotPossible, intake_shapes.DraftFound, shapes.CaseNotFound,
                    shapes.CaseLocked,
                ),
            )
        },
        citizen.WithdrawalRequest, key=True,
    ),
    Operation(
        "post", _C + "/withdrawal", "The same for a person who is signed in at the portal (actor: citizen)", _MOVED,
        citizen.SignedInWithdrawal, key=True,
    ),
    Operation(
        "get", _C + "/evidence", "Files that came with the report", {200: ("the files", (citizen.EvidenceFiles,))}, acting=True
    ),
    Operation(
        "get", _C + "/evidence/{evidence_id}", "One of them, to keep; who took it stands in the trail",
        {200: ("the file", ())}, acting=True, gives="application/octet-stream",
    ),
    Operation(
        "get", _C + "/messages", "Messages of both sides", {200: ("a page", (citizen.MessagePage,))},
        query=life.PageQuery, acting=True,
    ),
    Operation(
        "post", _C + "/messages", "Write a message", {201: ("written", (citizen.MessageSent,))}, citizen.MessageRequest, key=True
    ),
    Operation("post", _C + "/messages/read", "Receipt", {200: ("how many", (citizen.ReadAnswer,))}, citizen.ReadRequest),
    Operation(
        "post", _C + "/messages/{message_id}/attachments", "Add a file to a message; its name: header Civicline-Filename",
        {201: ("stored", (citizen.AttachmentLine,))}, acting=True, takes="application/octet-stream",
    ),
    Operation(
        "get", _C + "/attachments/{attachment_id}", "A file", {200: ("the file", ())}, acting=True,
        gives="application/octet-stream",
    ),
    Operation(
        "post", "/v1/case-messages/unread", "New messages as they are said, by number or code, and PIN",
        {
            200: (
                "found, a report that is not finished, not found, or locked",
                (citizen.UnreadFound, intake_shapes.DraftFound, shapes.CaseNotFound, shapes.CaseLocked),
            )
        },
        citizen.UnreadRequest,
    ),
    Operation("get", _A + "/webhooks", "Who hears of changes", {200: ("the addresses", (outside.Webhooks,))}, acting=True),
    Operation(
        "post", _A + "/webhooks", "Put an address in", {201: ("its secret, this once", (outside.WebhookCreated,))},
        outside.WebhookRequest,
    ),
    Operation("delete", _A + "/webhooks/{webhook}", "Take an address out", {204: ("gone", ())}, acting=True),
    Operation(
        "post", _A + "/webhooks/{webhook}/on", "Switch an address on again", {204: ("on", ())}, life.ActorRequest
    ),
    Operation(
        "get", _A + "/webhooks/dead", "Letters that were given up", {200: ("a page", (outside.DeadLetters,))},
        query=outside.DeadQuery, acting=True,
    ),
    Operation(
        "post", _A + "/webhooks/dead/retry", "Try them all again", {200: ("how many", (outside.RetryAnswer,))},
        life.ActorRequest,
    ),
    Operation(
        "post", _A + "/webhooks/dead/{delivery}/retry", "Try one again", {200: ("one", (outside.RetryAnswer,))},
        life.ActorRequest,
    ),
    Operation(
        "get", _A + "/flags", "The agency's own list", {200: ("a page", (outside.FlagPage,))}, query=life.PageQuery, acting=True
    ),
    Operation("post", _A + "/flags", "Put an entry in", {201: ("its id", (outside.FlagListed,))}, outside.FlagRequest),
    Operation("delete", _A + "/flags/{entry}", "Take an entry out", {204: ("gone", ())}, acting=True),
    Operation(
        "get", _A + "/export", "Cases as a file, with NIBRS's names where it has an element", {200: ("the file", ())},
        query=outside.ExportQuery, acting=True, gives="application/x-ndjson",
    ),
    Operation(
        "post", _A + "/imports", "Updates of a records system, one JSON object a line",
        {200: ("what became of the lines", (outside.ImportAnswer,))}, query=outside.ImportQuery, acting=True,
        takes="application/x-ndjson",
    ),
)  # fmt: skip
