"""A chat goes on by voice on the call page, with the real ear, voice and bot, and in writing again; script on, as the microphone needs."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from launcher import health
from launcher.stack import Stack
from tests.e2e.pages.conftest import CHROMIUM, Opens, said_in
from tests.e2e.pages.test_chat import writes
from tests.fakes.axe import assert_accessible
from voice_connector.sound.codecs import resample, write_wav
from voice_connector.speech.interfaces import SAMPLE_RATE
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.tts.registry import voice_of

MENU = "Speak instead"
_FIRST_S, _AFTER_S = 9, 90  # of quiet: while the question is said again, and until the page is closed


def sound_of(words: str, file: Path) -> Path:
    """A microphone that says this once, as an operating system would hand it over."""
    settings = SpeechSettings()
    speech = voice_of(settings)[1].build(settings)().speak(words, 1.1)
    quiet = [np.zeros(SAMPLE_RATE * seconds, np.int16) for seconds in (_FIRST_S, _AFTER_S)]
    said = resample(speech.pcm, speech.sample_rate, SAMPLE_RATE)
    write_wav(file, np.concatenate([quiet[0], said, quiet[1]]), SAMPLE_RATE)
    return file


@pytest.fixture
def with_microphone(chromium: Any, tmp_path: Path, pages: str) -> Iterator[Any]:
    """A page in a browser whose microphone says that nobody was hurt."""
    file = sound_of("No, nobody is hurt.", tmp_path / "microphone.wav")
    flags = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--mute-audio"]
    flags.append(f"--use-file-for-fake-audio-capture={file}%noloop")
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
    page = browser.new_page(base_url=pages, locale="en-US")
    page.set_default_timeout(40_000)
    page.goto("/chat")
    yield page
    browser.close()


def test_a_chat_goes_on_by_voice_and_in_writing_again_and_nothing_is_asked_twice(
    with_microphone: Any, stack: Stack
) -> None:
    chat = with_microphone
    writes(chat, "my bike was stolen last night")
    question = said_in(chat)[-1]
    chat.get_by_role("button", name=MENU).click()
    assert_accessible(chat)
    with chat.expect_popup() as opened:
        chat.get_by_role("link", name="Open the call page").click()
    call = opened.value
    call.locator("#from-chat").wait_for()
    assert "#" not in call.url, "the pass stands in no address"
    assert_accessible(call)
    chat.get_by_role("link", name="Back to the chat").click()
    call.click("#call")
    heard = call.locator("#transcript .caller", has_text=re.compile("hurt", re.IGNORECASE))
    heard.wait_for()
    lines = chat.locator(".chat__line")
    lines.nth(5).wait_for()
    by_voice = said_in(chat)[3:]
    assert by_voice[0] == question, "said again, for who listens now"
    assert "hurt" in by_voice[1]
    assert by_voice[2] != question, "the next one"
    assert call.locator("#transcript .caller").first.inner_text().endswith("my bike was stolen last night")
    call.click("#call")
    call.get_by_text("Your chat goes on in writing").first.wait_for()
    before = lines.count()
    writes(chat, "no")
    assert lines.count() == before + 2
    assert question not in said_in(chat)[4:]
    assert all("press" not in line for line in said_in(chat)[before:]), "words of writing again"


def test_the_call_page_says_so_where_a_pass_leads_nowhere(with_microphone: Any, stack: Stack) -> None:
    page = with_microphone
    page.goto(f"{stack.settings.url('connector')}/#chat={'A' * 32}")
    page.click("#call")
    page.locator("#transcript .note", has_text="cannot be spoken with any more").wait_for()
    assert not page.locator("#words").is_visible(), "no conversation that is another one"
    assert not page.locator("#call").is_visible()


def test_without_script_there_is_no_way_to_a_microphone(opens: Opens) -> None:
    page = opens("/chat", script=False)
    writes(page, "my bike was stolen last night")
    assert not page.get_by_role("button", name=MENU).is_visible()


def test_the_call_page_takes_its_pass_from_the_part_of_the_address_that_no_server_sees(stack: Stack) -> None:
    with health.DIRECT.open(urllib.request.Request(stack.settings.url("connector") + "/"), timeout=30) as answer:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
