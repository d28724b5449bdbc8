"""What message templates can speak of: every variable with an example and its longest value, and which event gives which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["text", "digits", "moment", "phone", "link"]
LONGEST_VALUE = 300
LONGEST_NUMBER = "GO-2026-123456789012"  # as long as a form of an agency's numbers can be


@dataclass(frozen=True)
class Variable:
    """`kind`: digits and phone are read out digit by digit in a call; a moment is an ISO time, said as a day and an hour.

    `written_only` ones stay out of calls; `private` ones (what it was about) only go into the body of an e-mail, because
    a text is seen on a locked screen and a call may be heard by a mailbox.
    """

    what: str
    example: str
    longest: str
    kind: Kind = "text"
    written_only: bool = False
    private: bool = False


VARIABLES: Mapping[str, Variable] = MappingProxyType(
    {
        "agency": Variable("the agency's name for messages", "Denver Police", "Commerce City Police"),
        "line": Variable("the agency's general line", "+17209132000", "+17209132000", "phone"),
        "portal": Variable("where people see their report on the web", "", "https://report.example.gov", "link", True),
        "report": Variable(
            "'report 2026-417702', or 'report' before it has a number", "report 2026-417702", f"report {LONGEST_NUMBER}"
        ),
        "kind": Variable("what was reported", "a theft", "a theft from a vehicle", private=True),
        "number": Variable("the official number", "2026-417702", LONGEST_NUMBER, "digits"),
        "code": Variable("the access code; never the PIN", "40417", "40417", "digits"),
        "once": Variable("a code that signs in once; never the PIN", "402 117", "402 117", "digits"),
        "link": Variable(
            "a link that opens the report once",
            "https://report.example.gov/in/abc",
            "https://report.example.gov/in/" + "a" * 64,
            "link",
            True,
        ),
        "officer": Variable(
            "who works on it, as the public is told", "Officer Alvarez", "Detective Montgomery-Fitzgerald"
        ),
        "when": Variable(
            "the time of an appointment or hearing", "2026-11-24T15:00:00-07:00", "2026-09-30T10:45:00-06:00", "moment"
        ),
        "place": Variable("where to go", "1331 Cherokee Street", "Lindsey-Flanigan Courthouse, 520 West Colfax Avenue"),
        "destination": Variable("who takes it now", "the Aurora Police", "the Colorado Department of Transportation"),
        "questions": Variable("how many questions are open", "2", "12"),
        "days": Variable("days left to answer or to come", "14", "30"),
        "updates": Variable("how many updates a digest stands for", "3", "12"),
        "lines": Variable(
            "the subjects of those updates, one a line",
            "News",
            "News",
            private=True,
        ),
        "unsubscribe": Variable(
            "the link that ends e-mails", "https://example.gov/u/abc", "https://example.gov/u/abc", "link", True
        ),
    }
)
COMMON = frozenset({"agency", "line", "portal", "report", "kind", "unsubscribe"})
OPTIONAL = frozenset({"portal", "unsubscribe", "officer", "place", "questions", "days", "number"})


def _given(names: str, *variables: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(variables) for name in names.split()}


# event -> the variables that it gives beside the common ones; those in OPTIONAL may be missing
EVENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **_given("report_saved report_expiring code_issued", "code", "days"),
        **_given("one_time_code", "once"),
        **_given("report_link", "link"),
        **_given("report_received under_review answers_received", "number"),
        **_given("number_issued", "number"),
        **_given("more_wanted", "number", "questions", "days"),
        **_given("message_waiting survey_asked", "number"),
        **_given("officer_assigned allocated officer_deployed under_investigation", "number", "officer"),
        **_given("appointment_made appointment_changed appointment_reminder", "number", "when", "place", "officer"),
        **_given("appointment_cancelled", "number", "officer"),
        **_given("property_found property_ready", "number", "place", "days"),
        **_given("property_as_evidence forensics forensics_done suspect_identified", "number"),
        **_given("sent_to_prosecutor charged charges_dropped", "number"),
        **_given("court court_result", "number"),
        **_given("court_date court_date_changed", "number", "when", "place"),
        **_given("redirected", "number", "destination"),
        **_given("reopened merged", "number"),
        **_given(
            "closed closed_no_leads closed_resolved closed_insurance closed_unfounded closed_civil_matter", "number"
        ),
        **_given("closed_withdrawn closed_no_answer closed_court_decided closed_duplicate", "number"),
        **_given("prevention_theft prevention_vehicle prevention_bicycle prevention_burglary prevention_fraud"),
        **_given("prevention_identity prevention_vandalism prevention_crash"),
        **_given("please_call contact_changed unsubscribe_confirmation subscribe_confirmation"),
        **_given("digest", "updates", "lines"),
    }
)
