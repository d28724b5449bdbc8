"""The call page in a real Chromium: a call by voice, a chat by keyboard, names for every control. And its colours, without one."""

import re
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from tests.voice_connector.gateways.browser.chromium import BINARY, Page, chromium
from tests.voice_connector.stage_server import Served, served
from voice_connector.sound.codecs import write_wav

CSS = (Path(__file__).parents[4] / "voice_connector/gateways/browser/static/page.css").read_text("utf-8")
if BINARY is None:
    warnings.warn(
        "There is no Chromium: the call page is NOT tested. Install it (apt-get install chromium).", stacklevel=1
    )
needs_chromium = pytest.mark.skipif(BINARY is None, reason="NO CHROMIUM: apt-get install chromium")


@pytest.fixture
async def line(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Served]:
    async with served(tmp_path / "var", f"page-{request.node.name}", ("somebody painted graffiti",)) as running:
        yield running


@pytest.fixture
async def page(tmp_path: Path, line: Served) -> AsyncIterator[Page]:
    microphone = tmp_path / "microphone.wav"
    time = np.arange(16_000 * 2) / 16_000
    speech = np.sin(2 * np.pi * 440 * time) * 12_000
    write_wav(
        microphone, np.concatenate([np.zeros(16_000 * 3), speech, np.zeros(16_000 * 20)]).astype(np.int16), 16_000
    )
    async with chromium(tmp_path / "profile", f"--use-file-for-fake-audio-capture={microphone}%noloop") as tab:
        await tab.open(line.address)
        yield tab


@pytest.mark.browser
@needs_chromium
async def test_a_call_by_microphone_is_answered_and_shown(page: Page, line: Served) -> None:
    await page.value("document.getElementById('call').click()")
    await page.until("document.getElementById('status').textContent.startsWith('Your turn')")
    await page.until("document.getElementById('transcript').innerText.includes('Now ringing: Graffiti removal')", 30)
    transcript = await page.value("document.getElementById('transcript').innerText")
    assert "somebody painted graffiti" in transcript
    assert await page.value("document.getElementById('need').textContent") == "graffiti"
    assert "ms" in await page.value("document.getElementById('latency').textContent")
    await page.until("document.getElementById('call').textContent === 'Call'")
    assert page.problems == []
    record = next(iter(line.casework.calls.values()))
    assert (record["gateway"], record["channel"]) == ("browser", "voice")


@pytest.mark.browser
@needs_chromium
async def test_a_chat_works_with_the_keyboard_alone_and_a_second_one_after_it(page: Page) -> None:
    for _ in range(2):
        await page.value("document.getElementById('words').focus()")
        await page.command("Input.insertText", text="/restart <b>graffiti</b> &lt;b&gt; <3")
        await page.key("Enter", "\r")
        await page.until("document.getElementById('transcript').innerText.includes('Now ringing: Graffiti removal')")
        assert "restart graffiti &lt;b&gt; <3" in await page.value("document.getElementById('transcript').innerText")
        assert await page.value("document.querySelectorAll('#transcript b').length") == 0
        await page.until("document.getElementById('call').textContent === 'Call'")
    assert page.problems == []


@pytest.mark.browser
@needs_chromium
async def test_the_tab_key_reaches_the_call_first_and_every_control_has_a_name(page: Page) -> None:
    reached = []
    for _ in range(3):
        await page.key("Tab")
        reached.append(await page.value("document.activeElement.className || document.activeElement.id"))
    assert reached[0] == "skip"
    assert "primary" in reached[1]
    tree = await page.command("Accessibility.getFullAXTree")
    controls = [
        node for node in tree["nodes"] if node.get("role", {}).get("value") in ("button", "textbox", "log", "status")
    ]
    assert len(controls) >= 16
    for node in controls:
        named = node.get("name", {}).get("value") or node["role"]["value"] == "status"
        assert named, node


@pytest.mark.browser
@needs_chromium
async def test_key_zero_on_the_page_fetches_a_person(page: Page) -> None:
    await page.value("document.getElementById('call').click()")
    await page.until(
        "!document.getElementById('person').disabled && document.getElementById('status').textContent !== 'Connecting ...'"
    )
    await page.value("document.getElementById('person').click()")
    await page.until("document.getElementById('reason').textContent === 'you asked for a person'")


def colours(theme: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", theme))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [CSS.split("@media")[0], CSS.split("@media")[1]], ids=["light", "dark"])
def test_text_and_edges_stand_out_as_wcag_asks(theme: str) -> None:
    own = colours(theme)
    assert len(own) == 10
    for ground in ("ground", "panel", "mine", "theirs"):
        assert contrast(own["ink"], own[ground]) >= 4.5
        assert contrast(own["soft"], own[ground]) >= 4.5
    for name in ("main", "danger"):
        assert contrast(own[name], own["panel"]) >= 4.5
    assert contrast(own["on-main"], own["main"]) >= 4.5
    assert contrast(own["edge"], own["panel"]) >= 3
    assert contrast(own["edge"], own["ground"]) >= 3


def test_motion_can_be_turned_off() -> None:
    assert "prefers-reduced-motion" in CSS
