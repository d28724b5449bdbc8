"""The client of the agency's side of casework, for the console: one signed-in person, by their session.

Casework decides what they may do; a refusal comes as CaseworkRefused with its status: 401 the session is over, 403 not
their role, 404 nothing of their agency's, 409 somebody else was first. Nothing pauses after a failure: a person asks again.
"""

from __future__ import annotations

import json
import uuid
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import quote, urlencode

from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from casework_client.wire import Answered, Wire, WireFailed

SESSION = "Civicline-Staff-Session"
WHY = "Civicline-Why"
_Body = Optional[Dict[str, Any]]


class Answer(Dict[str, Any]):
    """An object that casework answered with; what it left out, because it is not decided, is None."""

    def __missing__(self, _name: str) -> None:
        return None


class StaffCasework:
    """`session`: the token of whoever acts; None only while signing in. `why`: the reason for opening a case that is kept
    close to those who serve it; it stands in the trail."""

    def __init__(self, wire: Wire, agency: str, session: Optional[str] = None, why: str = "") -> None:
        self._wire, self._session, self._why = wire, session, why
        self.agency = agency
        self._a = f"/v1/agencies/{quote(agency, safe='')}"

    # --- signing in

    async def sign_in(self, login: str, password: str, source: str) -> Answer:
        """{"outcome": "second_factor" | "enrolment", session} | {"outcome": "refused" | "locked"}"""
        body = {"agency": self.agency, "login": login, "password": password, "source": source}
        return await self._post("/v1/staff/sign-in", body)

    async def sign_in_ways(self) -> Answer:
        """{provider: {name}}, where the agency has an identity provider"""
        return await self._get(f"/v1/staff/sign-in/{quote(self.agency, safe='')}")

    async def provider_sign_in(self) -> Answer:
        """{"outcome": "go", address, state} | {"outcome": "refused", why}"""
        return await self._post("/v1/staff/provider-sign-in", {"agency": self.agency})

    async def provider_answer(self, brought: Dict[str, str]) -> Answer:
        """`brought`: state, and code or error, iss. {"outcome": "signed_in", session, account} | {"outcome": "refused", why}"""
        return await self._post("/v1/staff/provider-sign-in/answer", {"agency": self.agency, **brought})

    async def second_factor(self, code: str) -> Answer:
        return await self._post("/v1/staff/second-factor", {"code": code})

    async def enrolment(self) -> Answer:
        """{secret, address}: told once."""
        return await self._post("/v1/staff/second-factor/enrolment", None)

    async def confirm(self, code: str) -> Answer:
        return await self._post("/v1/staff/second-factor/confirmation", {"code": code})

    async def who(self) -> Answer:
        """{agency, step, account, acts, expires_at, idle_minutes}"""
        return await self._get("/v1/staff/session")

    async def sign_out(self) -> None:
        await self._send("DELETE", "/v1/staff/session", None)

    async def sessions(self) -> List[Answer]:
        """Where the person is signed in: {id, begun_at, seen_at, here}."""
        return list((await self._get("/v1/staff/sessions"))["sessions"])

    async def end_sessions(self, password: str, session: Optional[str] = None) -> Answer:
        """One of them, or all but this one: {"outcome": "ended" | "refused", ended}. `password`: "" for who has none here."""
        body = {**({"id": session} if session else {}), **({"password": password} if password else {})}
        return await self._post("/v1/staff/sessions/end", body)

    async def change_password(self, old: str, new: str) -> Answer:
        return await self._post("/v1/staff/password", {"old": old, "new": new})

    # --- hand-overs and call-backs

    async def handovers(self, **wanted: Any) -> List[Answer]:
        return list((await self.handover_page(**wanted))["handovers"])

    async def handover_page(self, **wanted: Any) -> Answer:
        """{handovers, next}"""
        return await self._get(f"{self._a}/handovers", wanted)

    async def handover(self, ticket: str) -> Answer:
        return await self._get(f"{self._a}/handovers/{quote(ticket, safe='')}")

    async def tell_handover(self, ticket: str, what: str, body: _Body = None) -> Answer:
        """`what`: claim, release or done."""
        return await self._post(f"{self._a}/handovers/{quote(ticket, safe='')}/{what}", body)

    async def call_backs(self) -> List[Answer]:
        return list((await self._get(f"{self._a}/call-backs"))["call_backs"])

    async def call_back(self, name: str) -> Answer:
        return await self._get(f"{self._a}/call-backs/{quote(name, safe='')}")

    async def call_back_done(self, name: str, outcome: str) -> None:
        await self._post(f"{self._a}/call-backs/{quote(name, safe='')}/done", {"outcome": outcome})

    async def call_record(self, call_id: str) -> Answer:
        return await self._get(f"{self._a}/calls/{quote(call_id, safe='')}")

    async def calls(self, **wanted: Any) -> Answer:
        """{calls, next}"""
        return await self._get(f"{self._a}/calls", wanted)

    # --- reviewing

    async def turns(self, **wanted: Any) -> Answer:
        """{turns, next}: judged turns, those first whose label teaches most."""
        return await self._get(f"{self._a}/turns", wanted)

    async def label_turn(self, call_id: str, n: int, body: Dict[str, Any]) -> Answer:
        """{state}"""
        return _object((await self._send("PUT", f"{self._turn(call_id, n)}/label", body)).body)

    async def unlabel_turn(self, call_id: str, n: int) -> Answer:
        """{state}"""
        return _object((await self._send("DELETE", f"{self._turn(call_id, n)}/label", None)).body)

    async def label_turns(self, turns: List[Tuple[str, int]], label: _Body) -> Answer:
        """One label for each, or one's own taken back (None): {open, second, disputed, settled, discarded, passed_over}"""
        keys = [{"call_id": call_id, "n": n} for call_id, n in turns]
        return _object((await self._send("PUT", f"{self._a}/turns/labels", {"turns": keys, "label": label})).body)

    async def turn_groups(self, words: bool = True) -> Answer:
        """{groups, compared}: turns that are unlike all examples and like each other, the largest group first."""
        return await self._get(f"{self._a}/turns/groups", {"words": str(words).lower()})

    async def turn_group(self, group: int) -> Answer:
        """{waiting, mine}: those of it that wait, the most typical first, and those that oneself labelled."""
        return await self._get(f"{self._a}/turns/groups/{group}")

    async def agreement(self) -> Answer:
        """{turns, agree, kappa}"""
        return await self._get(f"{self._a}/turns/agreement")

    # --- quality of contacts

    async def quality(self, what: str, **wanted: Any) -> Answer:
        """`what`: contacts {contacts}, trends {trends}, agreement {items}, prefilled {thrive, flags} or coaching {practice}."""
        return await self._get(f"{self._a}/quality/{what}", wanted)

    async def correct_quality(self, contact_id: str, item: str, body: Dict[str, Any]) -> None:
        """What a supervisor says of an item in place of the rule: {met, why?}"""
        await self._send("PUT", f"{self._a}/quality/contacts/{quote(contact_id, safe='')}/{quote(item, safe='')}", body)

    # --- the bot's models

    async def models(self) -> Answer:
        """{heard_at, registry: {in_use, models, history}, canary_share, wishes}"""
        return await self._get(f"{self._a}/models")

    async def wish_model(self, body: Dict[str, Any]) -> Answer:
        """That a model answers callers, that the one before comes back, or that a candidate is trained: {what, model?, in_use?, why?}"""
        return await self._post(f"{self._a}/models/wishes", body)

    async def take_back_model_wish(self, wish: str) -> Answer:
        return _object((await self._send("DELETE", f"{self._a}/models/wishes/{quote(wish, safe='')}", None)).body)

    def _turn(self, call_id: str, n: int) -> str:
        return f"{self._a}/turns/{quote(call_id, safe='')}/{n}"

    # --- cases

    async def cases(self, **wanted: Any) -> Answer:
        """{cases, next}"""
        return await self._get(f"{self._a}/cases", wanted)

    async def queues(self) -> List[Answer]:
        return list((await self._get(f"{self._a}/queues"))["queues"])

    async def case(self, case: int) -> Answer:
        return await self._get(f"{self._a}/cases/{case}")

    async def of_case(self, case: int, what: str, **wanted: Any) -> Answer:
        """`what`: audit, duplicates, messages, evidence ..."""
        return await self._get(f"{self._a}/cases/{case}/{what}", wanted)

    async def tell_case(self, case: int, what: str, body: Dict[str, Any], key: str = "") -> Answer:
        """`what`: moves, assignment, notices, thrive, messages, messages/read, flags ..."""
        return await self._post(f"{self._a}/cases/{case}/{what}", body, key=key)

    async def file_of_case(self, case: int, what: str, name: str) -> bytes:
        """`what`: evidence or attachments."""
        return (await self._send("GET", f"{self._a}/cases/{case}/{what}/{quote(name, safe='')}", None)).body

    async def report_kind(self, kind: str) -> Answer:
        return await self._get(f"{self._a}/reports/{quote(kind, safe='')}")

    # --- the agency: messages, figures, accounts

    async def of_agency(self, what: str, **wanted: Any) -> Answer:
        """`what`: notifications, notification-events, notifications/summary, messages, figures/calls, accounts ..."""
        return await self._get(f"{self._a}/{what}", wanted)

    async def tell_agency(self, what: str, body: _Body, key: str = "") -> Answer:
        return await self._post(f"{self._a}/{what}", body, key=key)

    async def change(self, what: str, body: Dict[str, Any]) -> Answer:
        return _object((await self._send("PATCH", f"{self._a}/{what}", body)).body)

    # --- the wire

    async def _get(self, path: str, wanted: Optional[Dict[str, Any]] = None) -> Answer:
        given = {name: value for name, value in (wanted or {}).items() if value not in (None, "")}
        return _object((await self._send("GET", f"{path}?{urlencode(given)}" if given else path, None)).body)

    async def _post(self, path: str, body: _Body, key: str = "") -> Answer:
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        return _object((await self._send("POST", path, body, headers)).body)

    async def _send(self, method: str, path: str, body: _Body, headers: Optional[Dict[str, str]] = None) -> Answered:
        sent = dict(headers or {})
        if self._session:
            sent[SESSION] = self._session
        if self._why:
            sent[WHY] = quote(self._why)
        try:
            answered = await self._wire.send(method, path, body, sent)
        except WireFailed as error:
            raise CaseworkUnavailable(f"casework did not answer: {error}") from error
        if 200 <= answered.status < 300:
            return answered
        if answered.status < 400 or answered.status >= 500:
            raise CaseworkUnavailable(f"casework answered with status {answered.status}")
        raise CaseworkRefused(answered.status, _problem(answered.body))


def _object(body: bytes) -> Answer:
    try:
        content = json.loads(body, object_hook=Answer) if body else Answer()
    except ValueError:
        raise CaseworkUnavailable("casework answered with something that is no JSON") from None
    if not isinstance(content, Answer):
        raise CaseworkUnavailable("casework answered with something that is no JSON object")
    return content


def _problem(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return ""
