"""The one typed HTTP client to casework: short timeouts, and a pause after a failure.

A caller must not wait for a service that is down: one failure opens the circuit for PAUSE_S seconds, during which
every question fails at once and the caller goes to a person. A connection that broke (casework was restarted or killed under it,
and behind the same address there may be another) is tried a second time, a timeout never: what changes something carries an
idempotency key or says the same twice; a wrong PIN may count twice then. What staff and citizens change without a key is sent
once. Shapes: contracts/casework.openapi.json.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any, Dict, List, Optional, Tuple, Union, cast
from urllib.parse import quote, urlencode

from casework_client import answers
from casework_client.errors import CaseworkRefused, CaseworkUnavailable, is_later
from casework_client.wire import Answered, Wire, WireFailed

PAUSE_S = 3.0
BROKEN_OFF = 502  # what a balancer says when the casework that it asked went away
STAFF_SESSION, PERSON_SESSION = "Civicline-Staff-Session", "Civicline-Person-Session"

Routed = Union[answers.RouteAsk, answers.RouteDecided]
CaseStatus = Union[answers.CaseFound, answers.DraftFound, answers.CaseNotFound, answers.CaseLocked]
Withdrawal = Union[
    answers.Withdrawn, answers.WithdrawalNotPossible, answers.DraftFound, answers.CaseNotFound, answers.CaseLocked
]
Unread = Union[answers.UnreadFound, answers.DraftFound, answers.CaseNotFound, answers.CaseLocked]
SignedInPerson = Union[answers.PersonSessionBegun, answers.CaseNotFound, answers.CaseLocked]
Resumed = Union[answers.ResumeFound, answers.ResumeNotFound, answers.ResumeLocked]


class CaseworkClient:
    """`pause_s`: how long nothing is asked after a failure."""

    def __init__(self, wire: Wire, pause_s: float = PAUSE_S) -> None:
        self._wire, self._pause_s = wire, pause_s
        self._closed_until = 0.0

    async def route(self, request: Dict[str, Any]) -> Routed:
        """POST /v1/route: {"status": "ask" | "decided", ...} as in contracts/casework.openapi.json."""
        return cast(Routed, await self._ask("POST", "/v1/route", request))

    async def case_status(self, request: Dict[str, Any]) -> CaseStatus:
        """POST /v1/case-status: {"outcome": "found" | "not_found" | "locked", ...}."""
        return cast(CaseStatus, await self._ask("POST", "/v1/case-status", request))

    async def withdraw_case(self, request: Dict[str, Any], idempotency_key: str) -> Withdrawal:
        """POST /v1/case-withdrawals: {"outcome": "withdrawn" | "not_possible" | "draft" | "not_found" | "locked", ...}."""
        headers = {"Idempotency-Key": idempotency_key}
        return cast(Withdrawal, await self._ask("POST", "/v1/case-withdrawals", request, headers))

    async def hand_over(self, ticket: Dict[str, Any], idempotency_key: str) -> str:
        """POST /v1/handovers; returns the opaque ticket id."""
        answer = await self._ask("POST", "/v1/handovers", ticket, {"Idempotency-Key": idempotency_key})
        if not answer.get("ticket"):
            raise CaseworkUnavailable("casework made a ticket but did not name it")
        return str(answer["ticket"])

    async def put_call(self, call_id: str, record: Dict[str, Any]) -> None:
        """PUT /v1/calls/{call_id}: files a call record; the same one twice is once."""
        await self._send("PUT", f"/v1/calls/{call_id}", record)

    async def turns(self, agency: str, actor: Dict[str, str], asked: Dict[str, Any]) -> answers.TurnList:
        """GET /v1/agencies/{agency}/turns: a page of judged turns. `actor`: {id, role} of who looks at them."""
        wanted = urlencode({name: value for name, value in asked.items() if value is not None})
        who = {"Civicline-Actor": actor["id"], "Civicline-Role": actor["role"]}
        return cast(answers.TurnList, await self._ask("GET", f"/v1/agencies/{agency}/turns?{wanted}", None, who))

    async def label_turn(
        self, agency: str, actor: Dict[str, str], turn: Tuple[str, int], label: Optional[Dict[str, Any]]
    ) -> str:
        """PUT, or DELETE where `label` is None, /v1/agencies/{agency}/turns/{call_id}/{n}/label; returns the turn's state."""
        who = {"Civicline-Actor": actor["id"], "Civicline-Role": actor["role"]}
        path = f"/v1/agencies/{agency}/turns/{quote(turn[0], safe='')}/{turn[1]}/label"
        return str((await self._ask("DELETE" if label is None else "PUT", path, label, who))["state"])

    async def outcomes(self, agency: str, actor: Dict[str, str], since: str) -> answers.OutcomeList:
        """GET /v1/agencies/{agency}/turns/outcomes: how calls that began since then went, by model."""
        who = {"Civicline-Actor": actor["id"], "Civicline-Role": actor["role"]}
        path = f"/v1/agencies/{agency}/turns/outcomes?{urlencode({'since': since})}"
        return cast(answers.OutcomeList, await self._ask("GET", path, None, who))

    async def unexplained_turns(self, agency: str) -> answers.Unexplained:
        """GET /v1/agencies/{agency}/turns/unexplained: turns of which the nearest examples are not known yet."""
        return cast(answers.Unexplained, await self._ask("GET", f"/v1/agencies/{agency}/turns/unexplained", None))

    async def explain_turns(self, agency: str, turns: List[Dict[str, Any]]) -> None:
        """PUT /v1/agencies/{agency}/turns/explained: [{call_id, n, nearest?, becomes?}]"""
        await self._send("PUT", f"/v1/agencies/{agency}/turns/explained", {"turns": turns})

    async def group_turns(self, agency: str, turns: List[Dict[str, Any]]) -> None:
        """PUT /v1/agencies/{agency}/turns/groups: [{call_id, n, group}], which turns that are unlike all examples are alike."""
        await self._send("PUT", f"/v1/agencies/{agency}/turns/groups", {"turns": turns})

    async def keep_models(self, agency: str, registry: Dict[str, Any]) -> None:
        """PUT /v1/agencies/{agency}/models: the registry of the bot's models, whole."""
        await self._send("PUT", f"/v1/agencies/{agency}/models", registry)

    async def model_wishes(self, agency: str) -> answers.ModelWishes:
        """GET /v1/agencies/{agency}/models/wishes: what the console asked for and is not done yet, the oldest first."""
        return cast(answers.ModelWishes, await self._ask("GET", f"/v1/agencies/{agency}/models/wishes", None))

    async def tell_wish(self, agency: str, wish: int, told: Dict[str, Any]) -> None:
        """PUT /v1/agencies/{agency}/models/wishes/{wish}: `state` (doing, goes_on, done, refused), `said` of it, by which `keeper`."""
        await self._send("PUT", f"/v1/agencies/{agency}/models/wishes/{wish}", told)

    async def ready(self) -> bool:
        """Whether casework can serve."""
        try:
            return (await self._wire.send("GET", "/readyz", None, None)).status == 200
        except WireFailed:
            return False

    async def call_back(self, wish: Dict[str, Any], idempotency_key: str) -> str:
        """POST /v1/call-backs; returns the id of the promise."""
        answer = await self._ask("POST", "/v1/call-backs", wish, {"Idempotency-Key": idempotency_key})
        return str(answer["id"])

    async def survey(self, agency: str, call_id: str, helped: bool) -> None:
        """PUT /v1/calls/{call_id}/survey: whether the caller got what they needed, as they say; again replaces it."""
        body = {"agency": agency, "helped": helped}
        await self._send("PUT", f"/v1/calls/{quote(call_id, safe='')}/survey", body)

    async def waits(self, agency: str) -> answers.Waits:
        """GET /v1/agencies/{agency}/waits: how long people wait for a person in a chat, and for being rung back."""
        return cast(answers.Waits, await self._ask("GET", f"/v1/agencies/{agency}/waits", None))

    async def agency(self, agency: str) -> answers.AgencyAnswer:
        return cast(answers.AgencyAnswer, await self._ask("GET", f"/v1/agencies/{agency}", None))

    async def report_kinds(self, agency: str) -> List[answers.KindAnswer]:
        """[{kind, need, spoken, channels, ...}]: the reports that this agency takes."""
        return list((await self._ask("GET", f"/v1/agencies/{agency}/reports", None)).get("kinds") or [])

    async def report_form(self, agency: str, kind: str) -> Dict[str, Any]:
        """{kind, title, questions: [{id, kind, label, prompt, choices?, each?, ...}]}: every question that a kind may ask."""
        return await self._ask("GET", f"/v1/agencies/{agency}/reports/{kind}", None)

    async def begin_report(self, request: Dict[str, Any], idempotency_key: str) -> answers.ReportCreated:
        """{report, access_code, access_code_spoken, step}"""
        return cast(
            answers.ReportCreated,
            await self._ask("POST", "/v1/reports", request, {"Idempotency-Key": idempotency_key}),
        )

    async def resume_report(self, request: Dict[str, Any]) -> Resumed:
        """{"outcome": "found" | "not_found" | "locked", ...}"""
        return cast(Resumed, await self._ask("POST", "/v1/reports/resume", request))

    async def resume_handed_in(self, request: Dict[str, Any]) -> Resumed:
        """The same for a report that a call-taker began, by their digits, once."""
        return cast(Resumed, await self._ask("POST", "/v1/reports/handed-in", request))

    async def report(self, report: str) -> answers.ReportAnswer:
        """{state, answers, access_code_spoken, case, step, ...}"""
        return cast(answers.ReportAnswer, await self._ask("GET", f"/v1/reports/{report}", None))

    async def report_of_conversation(self, agency: str, call_id: str) -> Optional[str]:
        """The id of the report that is taken in this chat; None where there is none."""
        told = await self._ask("POST", "/v1/reports/of-conversation", {"agency": agency, "call_id": call_id})
        return cast(Optional[str], told.get("report"))

    async def tell_report(self, report: str, what: str, request: Dict[str, Any]) -> Dict[str, Any]:
        """POST to pin, answers, corrections, changes, back, submit, leave or link of a report; every one may be sent twice."""
        return await self._ask("POST", f"/v1/reports/{report}/{what}", request)

    async def unread_messages(self, request: Dict[str, Any]) -> Unread:
        """{"outcome": "found", case, count, spoken, up_to}, by the same number or code and PIN as a case status."""
        return cast(Unread, await self._ask("POST", "/v1/case-messages/unread", request))

    async def person_session(self, request: Dict[str, Any]) -> SignedInPerson:
        """A citizen signs in by number or code, and PIN: {"outcome": "signed_in", session, filed, ...}, not_found or locked."""
        return cast(SignedInPerson, await self._ask("POST", "/v1/person-sessions", request))

    async def session_of_report(self, report: str) -> answers.PersonSessionBegun:
        """The same for whoever began or resumed this report just now."""
        body = {"report": report}
        return cast(answers.PersonSessionBegun, await self._ask("POST", "/v1/person-sessions/by-report", body))

    async def messages_read(self, agency: str, session: str, up_to: int) -> None:
        """The receipt: the person of this session has heard the messages up to this one."""
        body, headers = {"up_to": up_to}, {PERSON_SESSION: session}
        await self._ask("POST", f"/v1/agencies/{agency}/cases/mine/messages/read", body, headers)

    async def add_message(self, agency: str, session: str, text: str, idempotency_key: str) -> Optional[str]:
        """Words of the person who reported, for whoever works on the case; of one that has ended, what becomes of them."""
        body, headers = {"text": text}, {"Idempotency-Key": idempotency_key, PERSON_SESSION: session}
        said = (await self._ask("POST", f"/v1/agencies/{agency}/cases/mine/messages", body, headers)).get("say")
        return str(said) if said else None

    async def as_staff(
        self, method: str, path: str, session: str, body: Any = None, key: Optional[str] = None
    ) -> Dict[str, Any]:
        """Any address of the agency's people, for whoever is signed in with `session`; `key`: for what is done once."""
        return await self._with(method, path, {STAFF_SESSION: session}, body, key)

    async def as_person(
        self, method: str, path: str, session: str, body: Any = None, key: Optional[str] = None
    ) -> Dict[str, Any]:
        """Any address of a citizen's own case; "mine" stands for its id (casework/http/rights.yml, right `person`)."""
        return await self._with(method, path, {PERSON_SESSION: session}, body, key)

    async def _with(
        self, method: str, path: str, headers: Dict[str, str], body: Any, key: Optional[str]
    ) -> Dict[str, Any]:
        """The answer; {} where there is none (204)."""
        more = {"Idempotency-Key": key} if key else {}
        sent = await self._send(method, path, body, {**headers, **more}, again=key is not None)
        return (_object(sent) or {}) if sent else {}

    async def _ask(
        self,
        method: str,
        path: str,
        body: Optional[Dict[str, Any]],
        headers: Optional[Dict[str, str]] = None,
    ) -> Dict[str, Any]:
        """The object that casework answers with."""
        content = _object(await self._send(method, path, body, headers))
        if content is None:
            raise CaseworkUnavailable(f"casework answered {_named(path)} with something that is no JSON object")
        return content

    async def _send(
        self,
        method: str,
        path: str,
        body: Optional[Dict[str, Any]],
        headers: Optional[Dict[str, str]] = None,
        *,
        again: bool = True,
    ) -> bytes:
        if time.monotonic() < self._closed_until:
            raise CaseworkUnavailable("casework failed a moment ago; not asked again yet")
        try:
            answered = await self._wire.send(method, path, body, headers)
        except WireFailed as error:
            if again and not error.timed_out:
                return await self._send(method, path, body, headers, again=False)
            self._closed_until = time.monotonic() + self._pause_s
            raise CaseworkUnavailable(f"casework did not answer {_named(path)}: {error}") from error
        if 200 <= answered.status < 300:
            return answered.body
        if again and answered.status == BROKEN_OFF:
            return await self._send(method, path, body, headers, again=False)
        raise self._failure(answered, _named(path))

    def _failure(self, answered: Answered, path: str) -> Exception:
        if answered.status < 400 or is_later(answered.status):
            self._closed_until = time.monotonic() + self._pause_s
            return CaseworkUnavailable(f"casework answered {path} with status {answered.status}")
        error = (_object(answered.body) or {}).get("error")
        message = error.get("message", "") if isinstance(error, dict) else ""
        return CaseworkRefused(answered.status, str(message))


def _object(body: bytes) -> Optional[Dict[str, Any]]:
    try:
        content = json.loads(body)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


def _named(path: str) -> str:
    """The path as it may be logged: a report's id opens the report."""
    return re.sub(r"(?<=/v1/reports/)(?!resume)[^/]+", "...", path)
