"""A runnable stand-in for the bot: answers Rasa's REST channel with a few needs, deterministic, and can be told to fail.

    python -m tests.fakes.bot --port 5005

It knows noise, a case number, graffiti, an emergency, a wish for a person, silence, other languages and keys: enough for the channel
to meet every act of contracts/bot_reply.schema.json. What it says is short, so that tests read well.
"""

import argparse
import asyncio
import json
import re
import sys
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from spoken.en.numbers import DIGITS

WEBHOOK = "/webhooks/rest/webhook"
_EMERGENCY = re.compile(r"\b(gun|knife|stabbed|on fire|not breathing|unconscious|breaking in|no respira)\b")
_PERSON = re.compile(r"\b(person|human|operator|representative)\b")
_YES = re.compile(r"^(yes|yeah|yep|uh huh)\b")
_NO = re.compile(r"^(no|nope)\b")

CALL_TAKER = {"id": "call_taker", "name": "a call-taker", "phone": "+17207200000"}
GRAFFITI = {"id": "graffiti_removal", "name": "Graffiti removal", "phone": "+17207202489"}


@dataclass
class _Talk:
    """What the bot remembers of one sender."""

    asking: str | None = None
    need: str | None = None
    silences: int = 0
    misses: int = 0


@dataclass
class FakeBot:
    """One bot. `fault` is none, down, rubbish, not_json, empty, undecided, status, huge or wrong_object; `delay_s` slows each answer.

    `fault_after` messages go well before the fault sets in. `without_casework`: tickets stay unsent, as the real bot's do.
    """

    fault: str = "none"
    delay_s: float = 0.0
    fault_after: int = 0
    without_casework: bool = False
    got: list[dict[str, Any]] = field(default_factory=list)
    done: dict[str, bytes] = field(
        default_factory=dict
    )  # a turn's name -> its answer: sent again, it is done once, as by the real bot
    _talks: dict[str, _Talk] = field(default_factory=dict)

    def messages(self, sender: str | None = None) -> list[str]:
        """The messages that arrived, in order."""
        return [one["message"] for one in self.got if sender in (None, one["sender"])]

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """For httpx.MockTransport: the whole HTTP server, without a socket."""
        if request.method == "GET":
            return httpx.Response(200, text="Hello from the fake bot")
        body = json.loads(request.content)
        self.got.append(body)
        faulty = len(self.got) > self.fault_after
        if self.delay_s and faulty:
            await asyncio.sleep(self.delay_s)
        status, content = self.respond(body, faulty=faulty)
        if status == 0:
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(status, content=content, headers={"content-type": "application/json"})

    def respond(self, body: dict[str, Any], *, faulty: bool = True) -> tuple[int, bytes]:
        """HTTP status (0: nobody listens) and body for one message."""
        broken = {
            "down": (0, b""),
            "rubbish": (200, b'{"surprise": true}'),
            "not_json": (200, b"<html>502 Bad Gateway</html>"),
            "empty": (200, b"[]"),
            "undecided": (200, json.dumps([{"recipient_id": body["sender"], "text": "Hello."}]).encode()),
            "status": (500, b"{}"),
            "huge": (200, b'["' + b"x" * 400_000 + b'"]'),
            "wrong_object": (200, json.dumps([{"text": "Hi.", "custom": {"civicline": {"act": "dance"}}}]).encode()),
        }
        if faulty and self.fault in broken:
            return broken[self.fault]
        told = body.get("metadata") or {}
        if told.get("again") and told.get("turn") in self.done:
            return 200, self.done[told["turn"]]
        answer = self._answer(body)
        self.done[str(told.get("turn"))] = answer
        return 200, answer

    def _answer(self, body: dict[str, Any]) -> bytes:
        text, custom = self.reply(body["sender"], body["message"], body.get("metadata") or {})
        if self.without_casework and custom.pop("ticket", None):
            custom["unsent_ticket"] = self._unsent(body["sender"], custom)
        parts: list[dict[str, Any]] = [{"recipient_id": body["sender"], "text": text}] if text else []
        return json.dumps([*parts, {"recipient_id": body["sender"], "custom": {"civicline": custom}}]).encode()

    def _unsent(self, sender: str, custom: dict[str, Any]) -> dict[str, Any]:
        told = [{"who": "caller", "text": text} for text in self.messages(sender) if not text.startswith("/")]
        story = {"ticket": f"unsent-{sender}-0001", "call_id": sender, "reason": custom["reason"], "transcript": told}
        return {"key": f"{sender}-1", "body": story}

    def reply(self, sender: str, message: str, metadata: dict[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
        """What is said, and the civicline object."""
        talk = self._talks.setdefault(sender, _Talk())
        heard = " ".join((metadata or {}).get("heard", {}).values()).lower()
        if _EMERGENCY.search(heard):
            return self._words(talk, heard)
        if message.startswith("/"):
            return self._channel_event(talk, message)
        talk.silences = 0
        return self._words(talk, message.lower())

    def _channel_event(self, talk: _Talk, message: str) -> tuple[str, dict[str, Any]]:
        name, _, rest = message[1:].partition("{")
        values = json.loads("{" + rest) if rest else {}
        if name == "no_input":
            return self._silence(talk)
        if name == "no_match":
            talk.silences += 1
            if talk.silences >= 2:
                return _to_person(
                    "low_confidence", "I want to be sure you get the right help. I'm connecting you to a person."
                )
            return "Sorry, I didn't get that.", {"act": "ask", "ask": {"slot": talk.asking or "need", "kind": "open"}}
        if name == "correct":
            return "One step back. What do you need?", {"act": "ask", "ask": {"slot": "need", "kind": "open"}}
        if name == "speak_to_person":
            return _to_person("asked_for_person")
        if name == "other_language":
            return _to_person("other_language")
        if name == "dtmf":
            return self._keys(talk, values["digits"])
        if name == "transfer_failed":
            talk.asking = "after_transfer"
            return "I'm sorry, nobody could take your call. Shall I try again, or shall somebody call you back?", {
                "act": "ask",
                "ask": {"slot": "after_transfer", "kind": "choice", "choices": ["try again", "call me back"]},
            }
        if name == "call_started":
            return "This is the fake city's chat. How can I help?", {
                "act": "ask",
                "ask": {"slot": "need", "kind": "open"},
            }
        return "Goodbye.", {"act": "end"}

    def _silence(self, talk: _Talk) -> tuple[str, dict[str, Any]]:
        talk.silences += 1
        if talk.silences >= 2:
            return _to_person("no_input", "I can't hear you. I'm connecting you to a person.")
        return "I didn't hear anything.", {"act": "ask", "ask": {"slot": talk.asking or "need", "kind": "open"}}

    def _keys(self, talk: _Talk, digits: str) -> tuple[str, dict[str, Any]]:
        if talk.asking in ("after_transfer", "callback_number"):
            return self._after_transfer(talk, {"1": "try again", "2": "call me back"}.get(digits, digits))
        if talk.asking == "case_number":
            return _case(talk, digits)
        return f"The key {' '.join(digits)} means nothing here.", {
            "act": "ask",
            "ask": {"slot": "need", "kind": "open"},
        }

    def _words(self, talk: _Talk, text: str) -> tuple[str, dict[str, Any]]:
        if "end my life" in text:
            crisis, said = _to_person("routed", "Stay with me. I'm connecting you to a person now.")
            return crisis, {**said, "need": "suicidal_self_other", "voice": {"safety": True}}
        if _EMERGENCY.search(text):
            body = {
                "act": "transfer",
                "disposition": "911",
                "reason": "emergency",
                "destination": CALL_TAKER,
                "voice": {"safety": True},
            }
            return "This sounds like an emergency. Hang up now and dial nine one one.", body
        if _PERSON.search(text):
            return _to_person("asked_for_person")
        if re.search(r"\bhold on\b", text):
            body = {"act": "ask", "ask": {"slot": talk.asking or "need", "kind": "open"}, "voice": {"wait_s": 60}}
            return "Take your time.", body
        if talk.asking in ("after_transfer", "callback_number"):
            return self._after_transfer(talk, text)
        if talk.asking == "happening_now":
            return self._noise_now(talk, text)
        if talk.asking == "case_number":
            return _case(talk, re.sub(r"\D", "", _as_digits(text)))
        return self._need(talk, text)

    def _after_transfer(self, talk: _Talk, text: str) -> tuple[str, dict[str, Any]]:
        if talk.asking == "callback_number":
            return "Somebody will call you back. Goodbye.", {"act": "end", "disposition": "call_taker"}
        if "try again" in text:
            talk.asking = None
            return _to_person("routed")
        talk.asking = "callback_number"
        body = _ask("callback_number", "number", "speak_to_person")
        return "Say or enter the number.", {**body, "ask": {**body["ask"], "digits": 10}}

    def _noise_now(self, talk: _Talk, text: str) -> tuple[str, dict[str, Any]]:
        if _YES.search(text) or "now" in text:
            talk.asking = None
            body = {
                "act": "transfer",
                "need": "noise_party_now",
                "disposition": "call_taker",
                "reason": "routed",
                "destination": CALL_TAKER,
            }
            return "I'm connecting you to a call-taker.", {**body, "ticket": "tick-1"}
        if _NO.search(text):
            talk.asking = None
            return "The city's noise office handles that. Is there anything else?", {
                "act": "inform", "need": "noise_ongoing", "disposition": "info", "reason": "routed",
                "ask": {"slot": "anything_else", "kind": "yes_no"},
            }  # fmt: skip
        return "Is it happening right now?", _ask("happening_now", "yes_no", "noise_party_now")

    def _need(self, talk: _Talk, text: str) -> tuple[str, dict[str, Any]]:
        if re.search(r"\b(noise|loud|party|music)\b", text):
            talk.asking = "happening_now"
            return "Is it happening right now?", _ask("happening_now", "yes_no", "noise_party_now")
        if re.search(r"\bcase\b", text):
            talk.asking = "case_number"
            body = _ask("case_number", "number", "case_status")
            return "Say or enter your six digit case number.", {**body, "ask": {**body["ask"], "digits": 6}}
        if re.search(r"\b(graffiti|painted)\b", text):
            body = {
                "act": "transfer",
                "need": "graffiti",
                "disposition": "transfer",
                "reason": "routed",
                "destination": GRAFFITI,
            }
            return "Graffiti removal handles that. I'm connecting you now.", body
        if _NO.search(text) or re.search(r"\b(thanks|thank you|bye)\b", text):
            return "Goodbye.", {"act": "end", "need": talk.need or "goodbye", "disposition": "info"}
        talk.misses += 1
        if talk.misses >= 2:
            return _to_person("not_understood")
        return "Sorry, what do you need?", {"act": "ask", "ask": {"slot": "need", "kind": "open"}}


def _ask(slot: str, kind: str, need: str) -> dict[str, Any]:
    return {"act": "ask", "need": need, "ask": {"slot": slot, "kind": kind}}


def _to_person(reason: str, text: str = "Sure. I'm connecting you to a person.") -> tuple[str, dict[str, Any]]:
    return text, {
        "act": "transfer",
        "disposition": "call_taker",
        "reason": reason,
        "destination": CALL_TAKER,
        "ticket": "tick-2",
    }


def _case(talk: _Talk, digits: str) -> tuple[str, dict[str, Any]]:
    if digits != "241077":
        return "I can't find that case. Please give the number again.", {**_ask("case_number", "number", "case_status")}
    talk.asking = None
    return "Your case is with a detective. Is there anything else?", {
        "act": "case_status", "need": "case_status", "disposition": "case_status", "ask": {"slot": "anything_else", "kind": "yes_no"},
    }  # fmt: skip


def _as_digits(text: str) -> str:
    return "".join(DIGITS.get(word, word) for word in text.split())


def serve(bot: FakeBot, port: int) -> ThreadingHTTPServer:
    """The bot on a real port of the loopback interface; the caller runs and shuts down the server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(200, b"Hello from the fake bot")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            bot.got.append(body)
            status, content = bot.respond(body)
            self._send(status or 503, content)

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            return None

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="A stand-in for the bot.")
    arguments.add_argument("--port", type=int, default=5005)
    arguments.add_argument("--fault", default="none")
    chosen = arguments.parse_args()
    sys.stderr.write(f"The fake bot listens on http://127.0.0.1:{chosen.port}{WEBHOOK}\n")
    serve(FakeBot(fault=chosen.fault), chosen.port).serve_forever()
