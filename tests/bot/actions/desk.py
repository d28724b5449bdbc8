"""A caller's turn and a casework stand-in for the tests of actions: real actions, real HTTP client, no server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import httpx
import jsonschema
import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.settings import Settings
from agencies.wording.facts import facts_of
from casework_client.client import CaseworkClient
from tests.fakes.wire import Handled

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "contracts" / "bot_reply.schema.json").read_text(encoding="utf-8"))
RESPONSES = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
DOMAIN = {"responses": RESPONSES}
Answer = Callable[[httpx.Request], httpx.Response]


class Casework:
    """Answers by path; remembers what it was asked."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {"handovers": (201, {"ticket": "T1"}), **answers}
        self.asked: List[Tuple[str, Dict[str, Any]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.split("/")[2]
        self.asked.append((name, json.loads(request.content) if request.content else {}))
        answer = self.answers.get(name, (404, {"error": {"code": "not_found", "message": "nothing here"}}))
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        return httpx.Response(status, json=body)

    def client(self) -> CaseworkClient:
        settings = Settings("http://casework", "token", 0.5)
        return CaseworkClient(Handled(settings, self))

    def requests(self, name: str) -> List[Dict[str, Any]]:
        return [body for asked, body in self.asked if asked == name]


class Conversation:
    """Slots that live on from turn to turn, as Rasa keeps them."""

    def __init__(self, **slots: Any) -> None:
        self.slots: Dict[str, Any] = dict(slots)
        self.events: List[Dict[str, Any]] = []
        self.said: List[Dict[str, Any]] = []
        self.happened: List[Dict[str, Any]] = []

    async def turn(
        self,
        action: Action,
        text: str = "",
        intent: str = "",
        *,
        facts: Optional[Dict[str, Any]] = None,
        confidence: float = 0.9,
        scope: Optional[Dict[str, Any]] = None,
        digits: str = "",
        spans: Sequence[Tuple[str, int, int]] = (),
        metadata: Optional[Dict[str, Any]] = None,
        emergency: Optional[Dict[str, Any]] = None,
        also: Sequence[str] = (),
    ) -> Conversation:
        entities: List[Dict[str, Any]] = [{"entity": "digits", "value": digits}] if digits else []
        entities += [{"entity": name, "start": start, "end": end} for name, start, end in spans]
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": entities,
            "facts": facts or {},
            "scope": scope or {},
            "emergency": emergency or {},
            "also": list(also),
            "metadata": {"agency": "denver", "channel": "voice", **(metadata or {})},
        }
        parsed = {"text": text, "intent": message["intent"], "entities": entities, "facts": facts or {}}
        self.events.append({"event": "user", "text": text, "parse_data": parsed, "metadata": message["metadata"]})
        tracker = Tracker("call-1", self.slots, message, self.events, False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        happened = action.run(dispatcher, tracker, DOMAIN)
        self.happened = list(happened if isinstance(happened, list) else await happened)
        self.said = dispatcher.messages
        self.slots.update({e["name"]: e["value"] for e in self.happened if e["event"] == "slot"})
        self.events += [e for e in self.happened if e["event"] == "slot"]
        self.events += [
            {
                "event": "bot",
                "text": text,
                "data": {"custom": message["custom"]},
                "metadata": {name: message[name] for name in ("secret",) if name in message},
            }
            for message, text in self._spoken()
        ]
        return self

    def _spoken(self) -> List[Tuple[Dict[str, Any], str]]:
        return [(message, filled(message)) for message in self.said]

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self._spoken() if text)

    @property
    def reply(self) -> Dict[str, Any]:
        """The one civicline object of the turn, checked against the contract."""
        found = [m["custom"]["civicline"] for m in self.said if (m.get("custom") or {}).get("civicline")]
        assert len(found) == 1, f"a turn carries exactly one civicline object, this one {len(found)}"
        jsonschema.validate(found[0], SCHEMA)
        return found[0]


def filled(message: Dict[str, Any]) -> str:
    """The text of a message; a response of domain.yml is filled as Rasa does."""
    if message.get("text"):
        return str(message["text"])
    if not message.get("response"):
        return ""
    values = {name: _named(value) for name, value in message.items()}
    return str(RESPONSES[message["response"]][0]["text"]).format(**{**facts_of("denver"), **values})


def _named(value: Any) -> Any:
    """As bot_server/wording.py does it: a variable that names a response is said in its words."""
    named = isinstance(value, str) and value.startswith("utter_name_")
    return RESPONSES[value][0]["text"] if named else value
