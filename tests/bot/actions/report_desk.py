"""A casework that takes reports, and a caller: for the tests of the report form. Real actions, real HTTP client, no server.

The form is three questions and the PIN, enough for every move; what answers mean is casework's own business.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Dict, List, Optional

import httpx

from actions.case_status import ActionCaseStatus, ValidateCaseStatusForm
from actions.report.form import ValidateReportForm
from actions.report.over import ActionReportOver
from actions.said_again import ActionRepeat
from actions.settings import Settings
from casework_client.client import CaseworkClient
from spoken.en.dates import when_in
from spoken.en.field_names import named_in
from tests.bot.actions.desk import Conversation
from tests.fakes.wire import Handled

NOW = datetime(2026, 11, 28, 12)
CODE, CODE_SPOKEN, PIN = "42719", "four two seven, one nine", "8364"
WAY_IN = "55512345"  # digits of a call-taker
KIND = {"kind": "theft", "need": "theft_cold", "spoken": "a theft", "channels": ["voice", "chat", "web"]}
ASKED = {"bank": "Call your bank now.", "get_back": "I can't promise that.", "other": "An officer can tell you that."}
KINDS = [{**KIND, "title": "Theft", "anonymous_allowed": False, "asked": ASKED}]
OFFER = {
    "disposition": "self_service_report",
    "destination": {"id": "call_taker", "name": "a call-taker"},
    "say": "I'm sorry to hear that.",
    "offer": {"prompt": "Online, or a person?", "online_say": "Go to the web page.", "choices": ["online", "person"]},
    "person": {"destination": {"id": "call_taker", "name": "a call-taker"}, "say": "I'm connecting you."},
}
PIN_QUESTION = {
    "id": "pin",
    "kind": "pin",
    "label": "PIN",
    "digits": 4,
    "prompt": "Please choose four digits.",
    "reprompt": "Four digits, please.",
    "optional": False,
    "unknown_allowed": False,
}


def question(name: str, kind: str, prompt: str, **parts: Any) -> Dict[str, Any]:
    known = {"id": name, "kind": kind, "label": name.capitalize(), "prompt": prompt, "reprompt": f"Again: {prompt}"}
    return {**known, "optional": False, "unknown_allowed": True, **parts}


QUESTIONS = [
    question("injured", "yes_no", "Is anyone hurt?", unknown_allowed=False, danger=True),
    question("where", "place", "Where did it happen?", unknown_allowed=False),
    question("when", "when", "When did it happen?"),
    question("what_happened", "text", "What happened?", spoken_help="A few sentences are enough."),
    question("contact", "contact", "Which number may we use?", optional=True, unknown_allowed=False),
]


SIDE = {"slot": "this_side", "kind": "yes_no", "prompt": "On our side?", "reprompt": "Yes or no. On our side?"}
OTHER_POLICE = {
    "status": "decided",
    "need": "other_city",
    "act": "transfer",
    "disposition": "transfer",
    "destination": {"id": "lakewood", "name": "Lakewood Police"},
    "say": "Lakewood Police take that.",
}


def _of_place(body: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """What the directory says of another city, or of a street that is the city limit."""
    facts = body["facts"]
    if facts.get("city") == "Lakewood" or (facts.get("on_border") and facts.get("this_side") is False):
        return OTHER_POLICE
    return {"status": "ask", "need": body["need"], "ask": SIDE} if facts.get("on_border") else None


class Intake:
    """Answers as contracts/casework.openapi.json says; remembers what it was asked, and what it was given."""

    def __init__(self, **broken: Any) -> None:
        self.answers: Dict[str, Dict[str, Any]] = {}
        self.turns: List[str] = []
        self.pin: Optional[str] = None
        self.state = "draft"
        self.left: List[str] = []
        self.tickets: List[Dict[str, Any]] = []
        self.messages: List[str] = []
        self.late: Optional[str] = None  # the case has ended: what becomes of what is added
        self.asked: List[tuple[str, Dict[str, Any]]] = []
        self.exchanges: List[tuple[str, str, Dict[str, Any], int, Dict[str, Any]]] = []
        self.tries = 3
        self.broken = broken
        self.wanted: Optional[List[str]] = None
        self.ended: Optional[Dict[str, Any]] = None
        self.going_back: Optional[str] = None
        self.files: List[Dict[str, Any]] = []  # that came by a link
        self.link_becomes: Optional[str] = None  # what the test says becomes of a wish for one
        self.links: List[str] = []  # what became of each wish for one

    def client(self) -> CaseworkClient:
        settings = Settings("http://casework", "token", 0.5)
        return CaseworkClient(Handled(settings, self))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path, body = request.url.path, json.loads(request.content) if request.content else {}
        what = path.rsplit("/", 1)[-1]
        self.asked.append((path, body))
        broken = self.broken.get(what)
        if isinstance(broken, Exception):
            raise broken
        if isinstance(broken, int):
            return httpx.Response(broken, json={"error": {"code": "x", "message": "refused"}})
        status, found = self._answer(request.method, path, what, body)
        self.exchanges.append((request.method, path, body, status, found))
        return httpx.Response(status, json=found)

    def _answer(self, method: str, path: str, what: str, body: Dict[str, Any]) -> tuple[int, Dict[str, Any]]:
        if path == "/v1/handovers":
            self.tickets.append(body)
            return 201, {"ticket": "T1"}
        if path == "/v1/route":
            inform = {"status": "decided", "act": "inform", "disposition": "info", "say": "They open at eight."}
            return 200, _of_place(body) or (
                inform if body["need"] == "city_hours_info" else {"status": "decided", **OFFER}
            )
        if path.endswith("/reports") and method == "GET":
            return 200, {"kinds": KINDS}
        if path == "/v1/reports":
            self.answers.update({n: {"value": v} for n, v in body["known"].items() if n in ("where", "injured")})
            return 201, {"report": "R1", "access_code": CODE, "access_code_spoken": CODE_SPOKEN, "step": self.step()}
        if path == "/v1/case-messages/unread":
            return 200, {
                "outcome": "found",
                "case": 7,
                "count": 1,
                "spoken": "One new message: call me.",
                "up_to": 3,
                "session": "civicline_person_x",
            }
        if path == "/v1/case-status":
            found = {
                "outcome": "found",
                "case": {"spoken": "It goes on.", "stage": "more_wanted" if self.wanted else "recorded"},
            }
            return 200, {"outcome": "draft"} if body["access_code"] == CODE and not self.wanted else found
        if path in ("/v1/person-sessions", "/v1/person-sessions/by-report"):
            until = {"expires_at": "2026-11-21T17:00:00Z", "idle_minutes": 15}
            return 200, {"outcome": "signed_in", "session": "civicline_person_x", "filed": True, **until}
        if path == "/v1/reports/resume":
            return 200, self._resumed(body)
        if path == "/v1/reports/handed-in":
            return 200, self._found() if body["way_in"] == WAY_IN else {"outcome": "not_found", "tries_left": 2}
        if "/cases/" in path:
            self.messages.append(body.get("text") or "read")
            return 201, {"message": len(self.messages), **({"say": self.late} if self.late else {})}
        return self._of_the_report(method, what, body)

    def _resumed(self, body: Dict[str, Any]) -> Dict[str, Any]:
        if (body["access_code"], body["pin"]) == (CODE, PIN):
            self.pin = PIN
            return self._found()
        self.tries -= 1
        return (
            {"outcome": "not_found", "tries_left": self.tries} if self.tries else {"outcome": "locked", "minutes": 15}
        )

    def _found(self) -> Dict[str, Any]:
        step = self.step()
        about = {"report": "R1", "kind": "theft", "spoken": "a theft"}
        return {"outcome": "found", **about, "progress": step["progress"], "step": step}

    def _of_the_report(self, method: str, what: str, body: Dict[str, Any]) -> tuple[int, Dict[str, Any]]:
        if method == "GET":
            return 200, self._report()
        if what == "pin":
            simple = body["pin"] == "1234"
            self.pin = None if simple else body["pin"]
            return 200, {"step": self.step("That one is easy to guess." if simple else None)}
        if what == "submit":
            self.state = "submitted"
            return 200, {
                "case": 7,
                "reference_spoken": CODE_SPOKEN,
                "access_code": CODE,
                "say": f"Your report is filed. Use the code {CODE_SPOKEN}.",
            }
        if what == "leave":
            self.left.append(body["reason"])
            return 200, {"say": f"I've kept everything. Your code is {CODE_SPOKEN}."}
        if what == "link":
            reached = (self.answers.get("contact") or {}).get("value")
            self.links.append(self.link_becomes or ("sent" if reached else "no_number"))
            return 200, {"outcome": self.links[-1]}
        if what == "changes":
            return 200, self._changed(body)
        if what == "back":
            self.going_back = list(self.answers)[-1]
            return 200, {"step": self.step()}
        return 200, {"step": self._told(body)}

    def _changed(self, body: Dict[str, Any]) -> Dict[str, Any]:
        """The place that the conversation found, or a time; what people call a question names it."""
        text, where = body["text"], body.get("told", {}).get("where")
        when = when_in(text, NOW, past=True)
        new = {"where": where, "when": when.phrase if when else None}
        changed = {name: value for name, value in new.items() if value and name in self.answers}
        for name, value in changed.items():
            self.answers[name] = {"value": value, "text": value, "how": "given"}
        named = None if changed else named_in(text)
        return {"step": self.step(), "changed": list(changed), "named": named if named in self.answers else None}

    def answered_on_the_web(self, name: str, value: Any) -> None:
        self.answers[name] = {"value": value, "text": str(value), "how": "given", "channel": "web"}

    def _report(self) -> Dict[str, Any]:
        answers = [
            {
                "question": name,
                "label": name,
                "how": one.get("how", "given"),
                "value": one["value"],
                "value_written": str(one["value"]),
                "channel": one.get("channel", "voice"),
            }
            for name, one in self.answers.items()
        ]
        known = {"report": "R1", "agency": "denver", "kind": "theft", "state": self.state, "case": 7}
        known["pin"] = None if self.pin else {**PIN_QUESTION, "prompt": "To keep it, choose four digits."}
        return {
            **known,
            "answers": answers,
            "evidence": self.files,
            "access_code_spoken": CODE_SPOKEN,
            "step": self.step(),
        }

    def _told(self, body: Dict[str, Any]) -> Dict[str, Any]:
        name, how = body["question"], body.get("how", "given")
        asked = next(one for one in QUESTIONS if one["id"] == name)
        value = body.get("value", body.get("text"))
        if how == "given" and (value is None or "nonsense" in str(value)):
            return self._ask(asked, "I didn't get that.")
        if how != "given" and not asked[{"unknown": "unknown_allowed", "skipped": "optional"}[how]]:
            return self._ask(asked, "The report needs an answer to that one.")
        if body.get("turn") not in self.turns:
            self.turns.append(body["turn"])
            self.answers[name] = {"value": value, "text": body.get("text"), "how": how}
        self.going_back = None
        if name == "injured" and value is True:
            self.ended = {"disposition": "911", "reason": "injured", "say": "Dial nine one one."}
        return self.step()

    def step(self, problem: Optional[str] = None) -> Dict[str, Any]:
        names = [one for one in QUESTIONS if self.wanted is None or one["id"] in self.wanted]
        waiting = [one for one in names if one["id"] not in self.answers]
        counted = {"progress": {"given": len(self.answers), "left": len(waiting)}}
        if self.state == "submitted":
            return {"state": "submitted", **counted, **({"say": self.late} if self.late else {})}
        if self.ended:
            return {"state": "ended", "ended": self.ended, **counted}
        back = next((one for one in QUESTIONS if one["id"] == self.going_back), None)
        if back or waiting:
            return {**self._ask(back or waiting[0], problem), **({"note": "Anything else?"} if self.wanted else {})}
        if self.pin is None:
            return self._ask(PIN_QUESTION, problem)
        lines = [
            {
                "question": n,
                "label": n.capitalize(),
                "answer": "unknown"
                if one["how"] == "unknown"
                else {True: "yes", False: "no"}.get(one["value"], "told"),
                "value_spoken": str(one["value"]),
                "value_written": str(one["value"]),
            }
            for n, one in self.answers.items()
        ]
        parts = [
            {
                "questions": [one["question"]],
                "spoken": f"The {one['question']}: {one['value_spoken']}.",
                "written": "Read.",
            }
            for one in lines
        ]
        return {"state": "summary", "summary": lines, "read_back": parts, **counted}

    def _ask(self, asked: Dict[str, Any], problem: Optional[str]) -> Dict[str, Any]:
        left = len([one for one in QUESTIONS if one["id"] not in self.answers])
        known = {**asked, "problem": problem}
        return {"state": "ask", "question": known, "progress": {"given": len(self.answers), "left": left}}


class Caller:
    """Runs the report form as Rasa does: the form at every turn, its end when it is over."""

    def __init__(self, intake: Intake, **slots: Any) -> None:
        self.intake, self.talk = intake, Conversation(**slots)
        client = intake.client()
        self.form, self.over = ValidateReportForm(client), ActionReportOver(client)
        self.status, self.told = ValidateCaseStatusForm(client), ActionCaseStatus(client)
        self.channel = "voice"

    async def says(
        self, text: str, intent: str = "inform", seen: Optional[Dict[str, Any]] = None, **known: Any
    ) -> Caller:
        """`seen`: what else the channel tells of the turn."""
        metadata = {"channel": self.channel, "asking": (self.talk.slots.get("ask") or {}).get("slot"), **(seen or {})}
        await self.talk.turn(self.form, text, intent, metadata=metadata, **known)
        self.first = self.talk.text
        if self.talk.slots.get("report_over"):
            self.talk.events.pop() if self.talk.events[-1]["event"] == "user" else None
            await self.talk.turn(self.over, text, intent, metadata=metadata, **known)
        return self

    async def repeats(self, text: str = "say that again") -> Caller:
        await self.talk.turn(ActionRepeat(), text, "ask_repeat", metadata={"channel": self.channel})
        return self

    @property
    def said(self) -> str:
        return self.talk.text

    @property
    def reply(self) -> Dict[str, Any]:
        return self.talk.reply

    @property
    def asked(self) -> Optional[str]:
        return (self.reply.get("ask") or {}).get("slot")


async def started(intake: Optional[Intake] = None, **slots: Any) -> Caller:
    """A caller with a PIN, as of a report that was left and is gone on with, at the first question."""
    intake = intake or Intake()
    intake.pin = PIN
    return await begun(intake, **slots)


async def begun(intake: Optional[Intake] = None, **slots: Any) -> Caller:
    """A caller at the first question; the PIN comes last."""
    return await (await offered(intake, **slots)).says("you can take it now", "affirm")


async def offered(intake: Optional[Intake] = None, **slots: Any) -> Caller:
    known = {
        "need": "theft_cold",
        "decision": OFFER,
        "report": {"stage": "offer", "kinds": [{"kind": "theft", "spoken": "a theft"}]},
    }
    return await Caller(intake or Intake(), **{**known, **slots}).says("my bike was stolen", "theft_cold")


async def to_the_summary(intake: Intake) -> Caller:
    return await _answered(await started(intake))


async def to_the_pin(intake: Intake) -> Caller:
    """Everything is answered, and nothing was chosen yet to come back by."""
    return await _answered(await begun(intake))


async def _answered(caller: Caller) -> Caller:
    for text, intent in (("no", "deny"), ("fourteenth and pearl", "inform"), ("last night", "inform")):
        await caller.says(text, intent)
    await caller.says("somebody cut the lock and took my bike", "theft_cold")
    return await caller.says("skip", "skip_question")
