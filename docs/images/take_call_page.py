"""Takes the picture of the call page: a real call in headless Chromium, the caller's voice from the bundled synthesiser.

With `make run` in another terminal: `.envs/services/bin/python -m docs.images.take_call_page [address]`.
Needs `chromium` on PATH; the picture is written beside this file.
"""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
import tempfile
import urllib.request
import wave
from pathlib import Path
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from voice_connector.gateways.loopback.play import spoken_turn
from voice_connector.speech.engines import build_synthesiser
from voice_connector.speech.interfaces import SAMPLE_RATE
from voice_connector.speech.settings import SpeechSettings

PICTURE = Path(__file__).with_name("call-page.png")
TURNS = ((21.5, "Hi, um, somebody stole my bike off the porch last night."), (31.0, "No, there is nobody there."))
"""At which second of the call the caller says what: after the greeting, then after the question."""
WHOLE_CALL_S = 45
SIZE = {"width": 1100, "height": 960, "deviceScaleFactor": 1, "mobile": False}
DEBUG_PORT = 29_222


async def caller_wav(folder: Path) -> Path:
    voice = build_synthesiser(SpeechSettings())
    sound = np.zeros(3 * WHOLE_CALL_S * SAMPLE_RATE, dtype=np.int16)
    for at_s, words in TURNS:
        spoken = await spoken_turn(words, voice)
        sound[int(at_s * SAMPLE_RATE) :][: len(spoken)] = spoken
    await voice.close()
    path = folder / "caller.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        out.writeframes(sound.tobytes())
    return path


async def ask(page: ClientConnection, number: int, method: str, **params: Any) -> dict[str, Any]:
    await page.send(json.dumps({"id": number, "method": method, "params": params}))
    while True:
        answer: dict[str, Any] = json.loads(await page.recv())
        if answer.get("id") == number:
            return answer


async def page_address() -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{DEBUG_PORT}/json") as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
                if pages:
                    return str(pages[0]["webSocketDebuggerUrl"])
        except OSError:
            pass
        await asyncio.sleep(0.2)
    raise SystemExit("Chromium did not start; is `chromium` on PATH?")


async def take(address: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        wav = await caller_wav(Path(name))
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        options += ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        options += [f"--user-data-dir={name}/profile"]
        options += [f"--use-file-for-fake-audio-capture={wav}%noloop", f"--remote-debugging-port={DEBUG_PORT}"]
        options += ["--autoplay-policy=no-user-gesture-required", address]
        chromium = subprocess.Popen(["chromium", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            async with connect(await page_address(), max_size=None, proxy=None) as page:
                await ask(page, 1, "Emulation.setDeviceMetricsOverride", **SIZE)
                await asyncio.sleep(2)
                click = "document.getElementById('call').click()"
                await ask(page, 2, "Runtime.evaluate", expression=click, userGesture=True)
                await asyncio.sleep(WHOLE_CALL_S)
                shot = await ask(page, 3, "Page.captureScreenshot", format="png")
            PICTURE.write_bytes(base64.b64decode(shot["result"]["data"]))
        finally:
            chromium.terminate()
            chromium.wait()


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080/"))
