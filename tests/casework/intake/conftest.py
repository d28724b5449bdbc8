"""Forms to fill in without a service: Denver's own, and a sheet that keeps answers as the database does."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agencies import Agency, load_agency
from agencies.reports.shape import Common, Form
from casework.intake.answer import Answer
from casework.intake.answer_meaning import Given, Refused
from casework.intake.answering import read_answer
from casework.intake.as_case import as_answers
from casework.intake.questions_due import find
from casework.intake.step import ReportState, Step, form_state, next_step, step_back

NOW = datetime(2026, 11, 21, 16, 30, tzinfo=ZoneInfo("America/Denver"))


@dataclass
class Sheet:
    """A report without a database: the same engine, the answers in a dictionary."""

    form: Form
    common: Common
    answers: dict[str, Answer] = field(default_factory=dict)
    asking: str | None = None
    order: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def report_state(self) -> ReportState:
        return ReportState(dict(self.answers), self.asking)

    def step(self) -> Step:
        return next_step(self.form, self.common, self.report_state)

    def answer(self, question: str, given: Given, channel: str = "voice") -> str | None:
        """The problem, if the answer does not fit."""
        slot = find(self.form, question)
        assert slot is not None, question
        found = read_answer(self.form, self.common, question, given, NOW)
        if isinstance(found, Refused):
            return found.problem
        for one in found:
            self.answers[one.question] = Answer(one.question, one.value, one.text, one.how, next(self.order), channel)
        self.asking = None if self.asking == question else self.asking
        return None

    def back(self) -> None:
        self.asking = step_back(self.form, self.common, self.report_state) or self.asking

    def report(self) -> dict[str, Any]:
        return as_answers(self.form, form_state(self.form, self.common, self.report_state))


def new_sheet(kind: str) -> Sheet:
    reports = load_agency("denver").reports
    assert reports.common is not None
    return Sheet(reports.kinds[kind], reports.common)


SAID: dict[str, Any] = {
    "yes_no": False,
    "text": "my blue bicycle",
    "money": "twelve hundred dollars",
    "name": "Ada Lovelace",
    "phone": "303 555 0199",
    "email": "ada at example dot org",
    "when": "yesterday",
    "place": "14th Ave & Pearl St",
    "number": 3,
    "plate": "ABC 123",
    "serial": "WTU 04417",
    "contact": "303 555 0199",
}


@dataclass
class Person:
    """Somebody who files a report through the API; every turn has a key of its own."""

    client: Any
    kind: str = "theft"
    channel: str = "voice"
    report: str = ""
    code: str = ""
    pin: str = "7391"
    step: dict[str, Any] = field(default_factory=dict)
    turns: Any = field(default_factory=lambda: itertools.count(1))

    async def begin(self, key: str = "begin", **more: Any) -> dict[str, Any]:
        body = {"agency": "denver", "kind": self.kind, "channel": self.channel, "call_id": "call-1", "pin": self.pin}
        sent = await self.client.post("/v1/reports", json=body | more, headers={"Idempotency-Key": key})
        assert sent.status_code == 201, sent.text
        made = sent.json()
        self.report, self.code, self.step = made["report"], made["access_code"], made["step"]
        return made

    async def post(self, what: str, **body: Any) -> dict[str, Any]:
        sent = await self.client.post(f"/v1/reports/{self.report}/{what}", json=body)
        assert sent.status_code == 200, sent.text
        self.step = sent.json().get("step", self.step)
        return sent.json()

    async def answer(self, question: str, value: Any = None, **more: Any) -> dict[str, Any]:
        body = {"question": question, "channel": self.channel, "turn": f"turn-{next(self.turns)}"} | more
        if value is not None:
            body["text" if isinstance(value, str) else "value"] = value
        return await self.post("answers", **body)

    async def answer_all(self, but: str = "", **said: Any) -> None:
        """Answers one question after the other, until the summary, the end, or the question `but`."""
        for _ in range(80):
            question = self.step.get("question", {})
            if self.step["state"] != "ask" or question["id"] == but:
                return
            value = said.get(question["id"], SAID.get(question["kind"]))
            if question["kind"] == "choice" and question["id"] not in said:
                value = question["choices"][0]["value"]
            await self.answer(question["id"], value)
            assert "problem" not in self.step.get("question", {}), self.step
        raise AssertionError("the form has no end")

    async def whole(self) -> dict[str, Any]:
        return (await self.client.get(f"/v1/reports/{self.report}")).json()


@pytest.fixture
def person(casework):
    def make(kind: str = "theft", **more: Any) -> Person:
        return Person(casework.client, kind, **more)

    return make


@pytest.fixture(scope="session")
def denver() -> Agency:
    return load_agency("denver")


@pytest.fixture
def sheet(denver: Agency):
    def make(kind: str = "theft") -> Sheet:
        assert denver.reports.common is not None
        return Sheet(denver.reports.kinds[kind], denver.reports.common)

    return make


async def resumed(casework, code: str, pin: str = "7391", call: str = "call-9", **more: str) -> dict[str, Any]:
    body = {"agency": "denver", "access_code": code, "pin": pin, "call_id": call, "channel": "web"} | more
    return (await casework.client.post("/v1/reports/resume", json=body)).json()
