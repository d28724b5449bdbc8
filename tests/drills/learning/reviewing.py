"""Calls filed with casework as the connector files them, and an oracle that stands for its reviewers: it knows what was said."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from launcher.paths import BOT_ENV, ROOT, env_python
from tests.drills.learning.line import Learning, now
from tests.drills.learning.traffic import Said

Label = dict[str, Any]
REVIEWERS = ("drill-ann", "drill-ben")  # danger takes two


def understood_by(model: Path, texts: list[str]) -> list[dict[str, Any]]:
    """What the bot would file as understood of each."""
    command = [str(env_python(BOT_ENV)), "-m", "tests.drills.learning.understand", str(model)]
    asked = subprocess.run(command, cwd=ROOT, input="\n".join(texts), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in asked.stdout.splitlines() if line.startswith("{")]


def file_calls(line: Learning, model: Path, said: list[Said], name: str) -> dict[str, Said]:
    """One record a call, of one turn; call id -> what was said."""
    texts = sorted({one.text for one in said})
    judged = dict(zip(texts, understood_by(model, texts), strict=True))
    began, filed = now() - timedelta(hours=1), {}
    with _client(line) as client:
        for number, one in enumerate(said):
            call_id = f"{name}-{number:05d}"
            client.put(
                f"/v1/calls/{call_id}", json=_record(call_id, one, judged[one.text], began.isoformat())
            ).raise_for_status()
            filed[call_id] = one
    return filed


def inbox(line: Learning, name: str, most: int) -> list[dict[str, Any]]:
    """The open turns of the drill's calls, in the inbox's order, one of each wording: a reviewer skips what was just seen."""
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    cursor: dict[str, Any] = {}
    while len(found) < most:
        page = line.casework("/turns", state="open", limit=200, **cursor).json()
        for turn in page["turns"]:
            if turn["call_id"].startswith(name) and turn["text"] not in seen:
                seen.add(turn["text"])
                found.append(turn)
        if not page.get("next"):
            break
        cursor = {"cursor": page["next"]}
    return found[:most]


def label(line: Learning, turns: Iterable[dict[str, Any]], oracle: Callable[[str], Label]) -> Counter[str]:
    """Every reviewer of the oracle labels each turn until it is settled; how many ended in which state."""
    states: Counter[str] = Counter()
    with _client(line) as client:
        for turn in turns:
            state = "open"
            for who in REVIEWERS:
                if state in ("open", "second"):
                    state = _put(client, turn, oracle(turn["call_id"]), who)
            states[state] += 1
    return states


def _put(client: httpx.Client, turn: dict[str, Any], body: Label, who: str) -> str:
    path = f"/v1/agencies/denver/turns/{turn['call_id']}/{turn['n']}/label"
    answer = client.put(path, json=body, headers={"Civicline-Actor": who, "Civicline-Role": "reviewer"})
    answer.raise_for_status()
    return str(answer.json()["state"])


def _client(line: Learning) -> httpx.Client:
    headers = {"Authorization": f"Bearer {line.stack.settings.token}"}
    return httpx.Client(base_url=line.stack.settings.url("casework"), headers=headers, trust_env=False, timeout=60)


def _record(call_id: str, said: Said, judged: dict[str, Any], at: str) -> dict[str, Any]:
    turn = {"who": "caller", "at_ms": 900, "text": said.text, "by": "speech", "understood": judged}
    missed = judged["intent"] == "nlu_fallback"
    return {
        "version": 1, "call_id": call_id, "agency": "denver", "channel": "voice", "gateway": "loopback", "started_at": at,
        "ended_at": at, "language": "en", "turns": [turn], "disposition": "call_taker" if missed else "info",
        "reason": "not_understood" if missed else "routed", "ended_by": "transfer" if missed else "assistant",
    }  # fmt: skip
