"""The call page of a person who comes from a chat, in a real Chromium: a quick way out, and nothing to be read there afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.voice_connector.chats.conftest import begun, says
from tests.voice_connector.chats.speaking import NOISE_OFFICE, answered, line_for
from tests.voice_connector.gateways.browser.chromium import BINARY, Page, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BINARY is None, reason="NO CHROMIUM: apt-get install chromium"),
]


async def seen(tab: Page) -> str:
    return str(await tab.value("document.body.innerText"))


async def speaks(tab: Page) -> None:
    await tab.value("document.getElementById('call').click()")
    await tab.until("document.getElementById('transcript').innerText.includes('a loud party')")


async def test_after_a_spoken_chat_the_page_shows_nothing_of_it_and_begins_no_other(tmp_path: Path) -> None:
    async with line_for(tmp_path / "var") as (line, rooms), chromium(tmp_path / "profile") as tab:
        name, room = await begun(rooms)
        await says(room, "a loud party")
        await tab.open(f"{line.address}/#chat={await rooms.pass_for(name)}")
        assert "Leave quickly" in await seen(tab)
        await speaks(tab)
        await tab.value("document.getElementById('call').click()")
        await tab.until("document.getElementById('status').textContent.includes('goes on in writing')")
        told = await seen(tab)
        assert "a loud party" not in told
        assert "Write instead" not in told
        assert await tab.value("document.getElementById('call').offsetParent === null")
        await answered(room, "no", NOISE_OFFICE)
        assert tab.problems == []


async def test_escape_three_times_ends_the_voice_and_leads_away(tmp_path: Path) -> None:
    async with line_for(tmp_path / "var") as (line, rooms), chromium(tmp_path / "profile") as tab:
        name, room = await begun(rooms)
        await says(room, "a loud party")
        await tab.open(f"{line.address}/#chat={await rooms.pass_for(name)}")
        await speaks(tab)
        for _ in range(3):
            await tab.key("Escape")
        await tab.until("location.href === 'about:blank'")
        await answered(room, "no", NOISE_OFFICE)


async def test_who_comes_from_no_chat_may_call_and_write(tmp_path: Path) -> None:
    async with line_for(tmp_path / "var") as (line, _), chromium(tmp_path / "profile") as tab:
        await tab.open(line.address)
        told = await seen(tab)
        assert "Write instead" in told
        assert "Leave quickly" not in told
