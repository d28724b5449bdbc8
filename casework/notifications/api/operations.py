"""The notification API as the OpenAPI document tells it. /callbacks and /u are for vendors and mail programs, not for clients."""

from __future__ import annotations

from casework.cases.api.shapes import ActorRequest
from casework.http.operations import Operation
from casework.notifications.api import shapes as shapes

_AGENCY = "/v1/agencies/{agency_id}"
OPERATIONS = (
    Operation(
        "get",
        f"{_AGENCY}/messages",
        "The message templates, by language and event",
        {200: ("the templates", (shapes.TemplatesAnswer,))},
    ),
    Operation(
        "post",
        f"{_AGENCY}/messages/preview",
        "How a message reads in every channel",
        {200: ("the message with examples filled in", (shapes.PreviewAnswer,))},
        shapes.PreviewRequest,
    ),
    Operation(
        "get",
        f"{_AGENCY}/notifications",
        "Notifications, newest first (?state= ?case= ?limit=)",
        {200: ("without addresses and words", (shapes.NotificationsAnswer,))},
        acting=True,
    ),
    Operation(
        "get",
        f"{_AGENCY}/notifications/summary",
        "How many wait, and how many need a person",
        {200: ("the counts", (shapes.SummaryAnswer,))},
        acting=True,
    ),
    Operation(
        "get",
        f"{_AGENCY}/notification-events",
        "Events that became no message, and why (?state=suppressed|failed ?case= ?limit=)",
        {200: ("the events", (shapes.EventsAnswer,))},
        acting=True,
    ),
    Operation(
        "post",
        f"{_AGENCY}/notification-events/{{event_id}}/retry",
        "Plan a failed event again; who asked for it stands in the trail",
        {204: ("it waits again", ())},
        ActorRequest,
    ),
    Operation(
        "post",
        f"{_AGENCY}/notifications/{{notification_id}}/resolve",
        "Decide about a dead or held notification; who did stands in the trail",
        {204: ("done", ())},
        shapes.Resolve,
    ),
    Operation(
        "post",
        "/v1/notifications/bounces",
        "An e-mail came back to the agency's mail system",
        {204: ("written down", ())},
        shapes.BounceRequest,
    ),
    Operation(
        "get",
        f"{_AGENCY}/contacts/{{contact_id}}",
        "How a person is told; who looked stands in the trail",
        {200: ("the contact", (shapes.ContactAnswer,))},
        acting=True,
    ),
    Operation(
        "patch",
        f"{_AGENCY}/contacts/{{contact_id}}",
        "Change how a person is told",
        {200: ("the contact as it is now", (shapes.ContactAnswer,))},
        shapes.ContactChange,
        acting=True,
    ),
    Operation(
        "get",
        "/v1/dev/messages",
        "What the console vendor kept (development only)",
        {200: ("the newest first", (shapes.DevMessagesAnswer,))},
    ),
)
