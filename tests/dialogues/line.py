"""One caller on the running line: sends turns as the connector does, and checks every reply against the contract."""

from __future__ import annotations

import json
import re
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import jsonschema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "contracts" / "bot_reply.schema.json").read_text(encoding="utf-8"))
CONTRACT = jsonschema.Draft202012Validator(SCHEMA)
NOT_FOR_EARS = re.compile(
    r"[{}<>\[\]]|\bNone\b|\bnull\b|utter_|https?:|_"
)  # what a voice cannot say, or a hole in a text


@dataclass(frozen=True)
class Reply:
    text: str
    decision: dict[str, Any]
    seconds: float


@dataclass
class Caller:
    http: httpx.Client
    agency: str = "denver"
    channel: str = "web"
    call_id: str = field(default_factory=lambda: f"dialogue-{uuid.uuid4().hex[:12]}")
    transcript: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def turn(self, message: str, **known: Any) -> Reply:
        """One turn. Fails with the whole talk when the reply breaks the contract."""
        started = time.monotonic()
        body = {"sender": self.call_id, "message": message, "metadata": {**self._metadata(), **known}}
        answer = self.http.post("/webhooks/rest/webhook", json=body)
        seconds = time.monotonic() - started
        self.transcript.append(f"caller: {message[:120]}")
        answer.raise_for_status()
        reply = self._checked(answer.json(), seconds)
        self.replies.append(reply)
        return reply

    def _metadata(self) -> dict[str, Any]:
        known = {"agency": self.agency, "channel": self.channel, "language": "en", "call_id": self.call_id}
        asking = self.replies[-1].decision.get("ask") if self.replies else None
        return {**known, "asking": asking["slot"]} if asking else known

    def _checked(self, messages: list[dict[str, Any]], seconds: float) -> Reply:
        text = " ".join(str(message["text"]) for message in messages if message.get("text"))
        objects = [m["custom"]["civicline"] for m in messages if "civicline" in (m.get("custom") or {})]
        self.transcript.append(f"bot: {text}  {objects}")
        assert len(objects) == 1, f"{len(objects)} civicline objects, one is the contract\n{self.talk}"
        faults = [f"{fault.json_path}: {fault.message}" for fault in CONTRACT.iter_errors(objects[0])]
        assert not faults, f"{faults}\n{self.talk}"
        assert not NOT_FOR_EARS.search(text), f"this cannot be spoken: {text}\n{self.talk}"
        return Reply(text, objects[0], seconds)

    @property
    def talk(self) -> str:
        return "\n".join(self.transcript)
