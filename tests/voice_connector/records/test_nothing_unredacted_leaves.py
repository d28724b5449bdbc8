"""Whatever of a caller's words is kept or told of a call has been through the redactor: record, disk, log, metrics, board.

The redactor here takes out one word, so that what is tried is the way that words take, not what a redactor finds.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.voice_connector.stage_server import Served, served

SECRET = "zanzibarova"
TOKEN = "a-token-of-nobody"
NAMES = (f"redaction-test-{number}" for number in itertools.count())

NUMBERS = itertools.count()


class TakesOutOneWord:
    def redact(self, text: str) -> str:
        return text.replace(SECRET, "[name]")


async def said(line: Served, client: httpx.AsyncClient, path: str, *activities: dict[str, Any]) -> None:
    numbered = [{"id": f"activity-{next(NUMBERS)}", **one} for one in activities]
    answer = await client.post(path, json={"conversation": "c", "activities": numbered})
    assert answer.status_code == 200, answer.text


async def call(line: Served) -> None:
    """Every turn of the caller holds the name; the last one asks for a person, and then the caller goes."""
    async with httpx.AsyncClient(
        base_url=line.address, trust_env=False, headers={"Authorization": f"Bearer {TOKEN}"}
    ) as client:
        urls = (await client.post("/text/bot", json={"conversation": "c"})).json()
        await said(line, client, urls["activitiesURL"], {"type": "event", "name": "start", "parameters": {}})
        for words in (f"i am {SECRET} and there is a loud party", f"it is at {SECRET} street", "yes"):
            await said(line, client, urls["activitiesURL"], {"type": "message", "text": words})
        await client.post(urls["disconnectURL"], json={"conversation": "c"})


async def filed(line: Served, folder: Path) -> None:
    """The record is at casework, or waits on the disk."""
    async with asyncio.timeout(15):
        while not line.casework.calls and not any(path.is_file() for path in (folder / "spool").rglob("*.json")):
            await asyncio.sleep(0.02)


def on_disk(folder: Path) -> str:
    return " ".join(path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("casework_is_there", [True, False])
async def test_no_word_that_the_redactor_takes_out_is_kept_anywhere(tmp_path: Path, casework_is_there: bool) -> None:
    told = {"text": {"token": TOKEN}, "redactor": TakesOutOneWord()}
    with capture_logs() as logs:
        async with served(tmp_path, next(NAMES), **told) as line:
            line.casework.state = "up" if casework_is_there else "down"
            await call(line)
            await filed(line, tmp_path)
            async with httpx.AsyncClient(base_url=line.address, trust_env=False) as client:
                metrics = (await client.get("/metrics")).text
            kept = json.dumps(list(line.casework.calls.values()))
    assert SECRET not in kept
    assert SECRET not in on_disk(tmp_path)
    assert SECRET not in json.dumps(logs, default=str)
    assert SECRET not in metrics
    assert "[name]" in kept + on_disk(tmp_path), "the words were kept, without the name"
