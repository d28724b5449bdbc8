"""A chat in which nobody writes: the person is told before it ends, can stay, and reads why it ended."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, cast

import httpx
import pytest

from tests.web.citizen.conftest import Line, sends
from web.citizen.chat import wire
from web.citizen.chat.room import Room


@pytest.mark.parametrize(
    ("idle_s", "quiet_s", "told"),
    [(900, 770, False), (900, 790, True), (60, 20, False), (60, 40, True), (0, 9_999, False)],
)
def test_the_person_is_told_about_two_minutes_before_it_ends(idle_s: float, quiet_s: float, told: bool) -> None:
    room = Room("denver", idle_s=idle_s, touched_at=time.monotonic() - quiet_s)
    assert room.drowsy is told


async def test_whoever_stays_is_told_no_more_and_the_page_shows_it() -> None:
    room = Room("denver", idle_s=900, touched_at=time.monotonic() - 800)
    before = room.version
    await room.stay()
    assert not room.drowsy
    assert room.version > before


async def test_a_chat_that_ended_by_quiet_says_so_and_keeps_its_lines() -> None:
    room = Room("denver", idle_s=900)
    await room.show("Added to the report: bike.png")
    room.end_with(wire.Over(quiet=True))
    assert (room.over, room.quiet, room.trouble) == (True, True, "")
    assert [line.text for line in room.lines] == ["Added to the report: bike.png"]


async def test_what_is_written_on_another_device_keeps_the_chat_awake_here_too() -> None:
    class Socket:
        """Says what another process of the pages sent, then nothing."""

        async def __aiter__(self) -> Any:
            yield json.dumps({"type": "said", "who": "caller", "text": "still here", "id": "0123456789abcdef", "n": 1})
            await asyncio.Event().wait()

        async def close(self) -> None:
            """Nothing is open."""

    room = Room("denver", idle_s=900, touched_at=time.monotonic() - 800)
    before = room.drowsy
    room.attend(cast("Any", Socket()))
    await room.news(0, 5)
    assert [line.text for line in room.lines] == ["still here"]
    assert (before, room.drowsy) == (True, False)
    await room.close()


@pytest.mark.parametrize("content", [b"\x89PNG a picture", b""], ids=["a file", "none"])
def test_whoever_adds_a_file_is_there_and_the_connector_hears_of_it(
    person: httpx.Client, line: Line, content: bytes
) -> None:
    line.then = [{"type": "said", "who": "assistant", "text": "What was it?"}, {"type": "listening"}]
    sends(person, "/chat", "/chat/say", text="My bicycle was stolen")
    assert {"type": "here"} not in line.got
    sends(person, "/chat", "/chat/file", files={"file": ("bike.png", content, "image/png")})
    assert line.gets({"type": "here"})
