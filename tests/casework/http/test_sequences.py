"""Whoever asks casework many things one after the other, each with what the answers before named, breaks nothing: no 5xx, answers
as the contract has them, and afterwards a trail that stands, rows that hang together and cases that can be read.

`test_fuzz.py` asks each address alone; here a case is moved, asked about, written to, withdrawn, corrected and erased in any order.
Longer: make fuzz (EXAMPLES=50).
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some
from sqlalchemy import func, select, text

from casework.access import persons
from casework.cases.machine import life
from casework.cases.tables import Case
from casework.contract import as_json
from casework.http.rights import PERSON, rights
from casework.staff_accounts import sessions as staff_sessions
from casework.staff_accounts.tables import StaffAccount
from casework.trail import sealing
from tests.casework.console import Console
from tests.casework.intake.conftest import Person
from tests.casework.staff import colleague, credential

STEPS = 200 + 50 * int(os.environ.get("CIVICLINE_FUZZ_EXAMPLES", "1"))  # for each kind of client
SEED = int(os.environ.get("CIVICLINE_FUZZ_SEED", "1"))
schemathesis.serializer("application/x-ndjson")(lambda _context, value: json.dumps(value).encode())
OPERATIONS = [one.ok() for one in schemathesis.openapi.from_dict(json.loads(as_json())).get_all_operations()]
WITHIN_S = 600 + 8 * STEPS
SHARE = {
    "mail_system": 0.1,
    "operator": 0.1,
    "connector": 0.3,
    "console": 2.0,
    "records_system": 2.0,
    "trainer": 2.0,
}  # by how much there is to ask
MEANT = {503, 507}  # no code left, a full disk: told as such
AT_THE_DESK = ("supervisor", "officer", "call_taker", "administrator")
CLOSED_AFTER = (
    4  # refusals by right for each who asks, and nothing that was let in: what is left is for other addresses
)
USUAL = 0.93  # how often a step takes what is there already instead of what it made up
NOT_SENT = frozenset(
    {"authorization", "content-length", "content-type", "host", "transfer-encoding"}
)  # of what is made up
# what a part of an address or a field of a body is called -> what answers call it
NAMED = {
    "case_id": "case", "report_id": "report", "message_id": "message", "attachment_id": "attachment", "evidence_id": "id",
    "contact_id": "contact_id", "event_id": "id", "notification_id": "id", "call_back": "id", "entry": "entry", "delivery": "delivery",
    "agency_id": "agency", "id": "agency", "into": "case", "up_to": "message", "case_number": "number",
}  # fmt: skip
TAKEN = frozenset({
    "agency", "case", "report", "message", "attachment", "id", "contact_id", "entry", "delivery", "webhook", "ticket", "login",
    "call_id", "access_code", "number", "session", "invitation", "move", "stage", "event", "flag", "queue", "kind", "pin", "question",
    "questions", "destination", "n", "item", "why", "officer",
})  # fmt: skip


@cache
def made_up(label: str) -> some.SearchStrategy[Any]:
    """What the contract allows of an address."""
    return next(one for one in OPERATIONS if one.label == label).as_strategy()


@dataclass
class Known:
    """What was named so far, by name; the newest eight of each."""

    values: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=8)))

    def add(self, name: str, value: Any) -> None:
        if value not in self.values[name]:
            self.values[name].append(value)

    def learn(self, answer: Any) -> None:
        """Takes in whatever an answer names, however deep."""
        for name, value in _named(answer):
            if name == "moves" and isinstance(value, list):
                for move in value:
                    self.add("move", move.get("move") or move.get("name") if isinstance(move, dict) else move)
            elif name in TAKEN and isinstance(value, (str, int)) and not isinstance(value, bool):
                self.add(name, value)

    def of(self, name: str) -> list[Any]:
        return list(self.values.get(NAMED.get(name, name), ()))


def _named(value: Any) -> Iterator[tuple[str, Any]]:
    parts = value.items() if isinstance(value, dict) else ()
    for name, one in parts:
        yield name, one
        yield from _named(one)
    if isinstance(value, list):
        for one in value:
            yield from _named(one)


@dataclass
class Asker:
    """One kind of client. `sessions`: headers of people who are signed in there, one of which each step takes; `renewed`: gives them
    anew, as steps end sessions, and what comes after them would all be refused."""

    address: str
    headers: dict[str, str]
    known: Known
    steps: int
    opens: frozenset[str] | None = None  # its rights; None: all
    sessions: list[dict[str, str]] = field(default_factory=list)
    renewed: Callable[[Known], list[dict[str, str]]] | None = None
    broken: list[str] = field(default_factory=list)
    lately: deque[str] = field(default_factory=lambda: deque(maxlen=6))
    dice: random.Random = field(
        default_factory=lambda: random.Random(SEED)
    )  # what was named is no draw of hypothesis: it changes
    answered: Counter[int] = field(default_factory=Counter)
    opened: set[str] = field(default_factory=set)  # addresses that gave what they are there for
    refused: Counter[str] = field(default_factory=Counter)  # by right

    def go(self) -> None:
        """Any of its addresses, one after the other."""
        mine = [one for one in OPERATIONS if self._is_mine(one)]
        with self._client() as client:

            @seed(SEED)
            @settings(
                max_examples=self.steps, database=None, deadline=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(data=some.data())
            def step(data: Any) -> None:
                operation = data.draw(some.sampled_from(mine))
                case = data.draw(made_up(operation.label))
                if not self._is_closed(operation):
                    self._ask(client, operation, case)

            step()

    def each(self, times: int) -> None:
        """Every address there is, so many times."""
        with self._client() as client:
            for operation in OPERATIONS:

                @seed(SEED)
                @settings(
                    max_examples=times, database=None, deadline=None, phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                )  # fmt: skip
                @given(case=made_up(operation.label))
                def ask(case: Any) -> None:
                    self._ask(client, operation, case)  # noqa: B023  # called at once

                ask()

    def told(self) -> str:
        statuses = ", ".join(f"{status} {count}" for status, count in sorted(self.answered.items()))
        return f"{self.answered.total()} requests, {len(self.opened)} addresses opened: {statuses}"

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers=self.headers, trust_env=False, timeout=60)

    def _is_closed(self, operation: Any) -> bool:
        what = f"{operation.method.upper()} {operation.path}"
        return self.refused[what] >= CLOSED_AFTER * max(1, len(self.sessions)) and what not in self.opened

    def _is_mine(self, operation: Any) -> bool:
        opening = rights().open(operation.method, operation.path)
        return self.opens is None or bool(opening & self.opens)

    def _ask(self, client: httpx.Client, operation: Any, case: Any) -> None:
        """One step, with names of before in place of most that were made up."""

        def taken(name: str, made_up: Any) -> Any:
            there = self.known.of(name)
            return self.dice.choice(there) if there and self.dice.random() < USUAL else made_up

        case.path_parameters = {name: str(taken(name, one)) for name, one in (case.path_parameters or {}).items()}
        if isinstance(case.body, dict):
            case.body = {name: self._fitting(one, taken(name, one)) for name, one in case.body.items()}
        sent = case.as_transport_kwargs(base_url=self.address)
        headers = {
            name: value for name, value in (sent.get("headers") or {}).items()
            if name.lower() == "idempotency-key" or (name.lower() not in NOT_SENT and self.dice.random() > USUAL)
        }  # fmt: skip
        headers |= self.dice.choice(self.sessions) if self.sessions else {}
        if PERSON in rights().open(operation.method, operation.path) and (sessions := self.known.of("session")):
            headers["Civicline-Person-Session"] = self.dice.choice(sessions)
        content = sent.get("data") if isinstance(sent.get("data"), (str, bytes)) else None
        try:
            request = client.build_request(
                sent["method"], sent["url"], params=sent.get("params"), json=sent.get("json"), content=content,
                headers={name: value.encode("latin-1", "replace") for name, value in headers.items()},
            )  # fmt: skip
            answer = client.send(request)
        except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeError, ValueError):
            return  # what no client can send
        self._look(operation, answer, case)

    @staticmethod
    def _fitting(made_up: Any, known: Any) -> Any:
        """A name for a name and a number for a number; a list of names for a list."""
        if isinstance(made_up, list):
            return [known] if known is not made_up and made_up and isinstance(made_up[0], str) else made_up
        return known if isinstance(made_up, type(known)) else made_up

    def _look(self, operation: Any, answer: httpx.Response, case: Any) -> None:
        self.answered[answer.status_code] += 1
        self.lately.append(f"{case.method} {answer.request.url.path} {answer.status_code} {str(case.body)[:200]}")
        what = f"{case.method} {case.path}"
        if answer.status_code >= 500 and answer.status_code not in MEANT:
            self.broken.append(f"{what}: {answer.status_code} after {list(self.lately)}")
        self.refused[what] += answer.status_code == 403
        if answer.status_code == 401 and self.renewed is not None:
            self.sessions = self.renewed(self.known)
        if answer.status_code < 300:
            self.opened.add(what)
        if answer.status_code < 300 and answer.headers.get("content-type", "").startswith("application/json"):
            try:
                operation.validate_response(answer)
            except Exception as wrong:  # whatever does not fit the contract
                self.broken.append(f"{what}: not as the contract has it: {str(wrong)[:300]}")
            self.known.learn(answer.json())


async def a_city_at_work(console: Console) -> Known:
    """A case with its report, its person signed in, a message and a webhook; and the words that forms and moves know."""
    known, person = Known(), Person(console.casework.client, pin="8317")
    await person.begin()
    await person.answer_all(contact_by="sms")
    filed = await person.post("submit", turn="file it")
    signed = {"agency": "denver", "access_code": person.code, "pin": "8317", "call_id": "c1", "source": "page-1"}
    session = (await console.casework.client.post("/v1/person-sessions", json=signed)).json()
    sent = await console.post(f"/cases/{filed['case']}/messages", "officer", text="Which lock was it?")
    hook = await console.post("/webhooks", "supervisor", url="https://rms.example.gov/in")
    for answer in (filed, session, sent.json(), hook.json(), (await console.get(f"/cases/{filed['case']}")).json()):
        known.learn(answer)
    draft = Person(console.casework.client, pin="9427")
    await draft.begin(key="draft")
    for name, value in {
        "agency": "denver", "report": person.report, "access_code": person.code, "pin": "8317", "kind": "theft", "flag": "stalking",
        "destination": "general_line", "call_id": "call-1", "queue": "reports", "event": "appointment_made",
    }.items():  # fmt: skip
        known.add(name, value)
    known.add("report", draft.report)
    for move in ("review", "accept", "ask_more", "stop_asking", "close", "reopen", "withdraw", "merge", "redirect"):
        known.add("move", move)
    return known


def sessions_of(console: Console, kind: str) -> Callable[[Known], list[dict[str, str]]]:
    """What gives this kind of client the sessions of people who are signed in there, whatever became of the ones before."""
    database = console.casework.services.database
    if kind == "console":
        for role in AT_THE_DESK:
            colleague(console.casework, role, login=role.replace("_", "-"))

    def desk(_known: Known) -> list[dict[str, str]]:
        tokens = []
        with database.writing() as session:
            for role in AT_THE_DESK:
                one = session.scalars(select(StaffAccount).where(StaffAccount.login == role.replace("_", "-"))).one()
                one.roles, one.disabled_at, one.must_change = [role], None, False
                tokens.append(staff_sessions.begin(session, one, "done", datetime.now(UTC))[0])
        return [{"Civicline-Staff-Session": token} for token in tokens]

    def citizens(known: Known) -> list[dict[str, str]]:
        with database.writing() as session:
            case = session.scalars(select(Case).order_by(func.random()).limit(1)).first()
            if case is not None:
                whose = persons.Whose(case.agency, case.report_id, case.id)
                known.add("session", persons.begin(session, whose, "pin", "by-web", datetime.now(UTC)).token)
        return []

    return {"console": desk, "portal": citizens, "bot": citizens}.get(kind, lambda _known: [])


def stands(console: Console) -> list[str]:
    """What of the database does not hang together any more."""
    wrong = []
    database, now = console.casework.services.database, datetime.now(UTC)
    sealing.keep_sealing(database, None, now)
    with database.reading() as session:
        found = sealing.verify(session, [], now)
        wrong += [f"the trail: {one}" for one in found.faults]
        wrong += [
            f"a row without what it hangs on: {tuple(row)}" for row in session.execute(text("PRAGMA foreign_key_check"))
        ]
        for case in session.scalars(select(Case)):
            if (case.closed_at is not None) != life().all_stages[case.stage].ends:
                wrong.append(f"a case is {case.stage} and closed at {case.closed_at}")
    return wrong


async def _tried(console: Console, asker: Asker) -> None:
    await asyncio.to_thread(asker.go)
    print(asker.told())
    assert asker.broken == []
    assert stands(console) == []
    with console.casework.services.database.reading() as session:
        cases = list(session.scalars(select(Case.id).where(Case.agency == "denver")))
    for case in cases:
        for path in ("", "/audit", "/messages", "/evidence", "/statements"):
            assert (await console.get(f"/cases/{case}{path}", role="supervisor")).status_code == 200, (case, path)


@pytest.mark.timeout(WITHIN_S)
@pytest.mark.parametrize("kind", sorted(rights().clients))
async def test_nothing_breaks_whatever_a_client_asks_one_after_the_other(console: Console, kind: str) -> None:
    known = await a_city_at_work(console)
    headers = {"Authorization": f"Bearer {credential(console.casework, kind)}"}
    opens = frozenset(rights().clients[kind].rights) | ({PERSON} if kind == "portal" else frozenset())
    renewed = sessions_of(console, kind)
    steps = int(STEPS * SHARE.get(kind, 1.0))
    asker = Asker(str(console.casework.client.base_url), headers, known, steps, opens, renewed(known), renewed)
    await _tried(console, asker)
    assert kind == "mail_system" or any(status < 300 for status in asker.answered), "nothing was let in"


@pytest.mark.timeout(WITHIN_S)
async def test_nothing_breaks_for_whoever_may_do_everything_one_after_the_other(console: Console) -> None:
    known, roles = await a_city_at_work(console), ("supervisor", "supervisor", "officer", "citizen", "records_system")
    headers = {"Authorization": console.casework.client.headers["authorization"], "Civicline-Actor": "chief-1"}
    sessions = [{"Civicline-Role": role} for role in roles]
    renewed = sessions_of(console, "portal")

    def roles_and_a_citizen(known: Known) -> list[dict[str, str]]:
        return [*renewed(known), *sessions]

    address = str(console.casework.client.base_url)
    asker = Asker(address, headers, known, 4 * STEPS, None, sessions, roles_and_a_citizen)
    await _tried(console, asker)
    assert {200, 400, 404, 409} <= set(asker.answered)
    assert len(asker.opened) > 30, "most was refused, so little was tried"
