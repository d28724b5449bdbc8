"""Whole calls of people of different kinds (callers/): each answers by what is asked, and must end well.

They are written as benchmarks/dialogue_script.py reads them and judged as benchmarks/dialogue_verdict.py judges the held-out ones.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from benchmarks.dialogue_player import Played, play
from benchmarks.dialogue_script import Dialogue, read
from benchmarks.dialogue_verdict import reasons
from launcher.stack import Stack
from voice_connector.bot.client import RasaBot

CALLERS = [(file.stem, one) for file in sorted((Path(__file__).parent / "callers").glob("*.yml")) for one in read(file)]


@pytest.mark.parametrize(
    ("topic", "dialogue"), [pytest.param(topic, one, id=f"{topic}: {one.dialogue}") for topic, one in CALLERS]
)
def test_the_call_ends_well(stack: Stack, topic: str, dialogue: Dialogue) -> None:
    async def played() -> Played:
        headers = {"Authorization": f"Bearer {stack.settings.bot_token}"}
        async with httpx.AsyncClient(base_url=stack.settings.url("rasa"), headers=headers, trust_env=False) as client:
            return await play(RasaBot(client, 30.0), topic, dialogue, "denver")

    call = asyncio.run(played())
    assert not reasons(call), f"{reasons(call)}\n{call.transcript}"


def test_nobody_is_told_of_twice() -> None:
    names = [one.dialogue for _, one in CALLERS]
    assert len(names) == len(set(names)) >= 40
