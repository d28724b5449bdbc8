"""Drives a headless Chromium over its debugging protocol: just enough for the tests of the page."""

import asyncio
import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import websockets

BINARY = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--mute-audio", "--remote-debugging-port=0",
    "--disable-background-networking", "--disable-dev-shm-usage", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip


class Page:
    """One tab. `problems` gathers what the browser complains about (errors, violations of the page's policy)."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._session: str | None = None
        self.problems: list[str] = []

    async def listen(self) -> None:
        async for frame in self._socket:
            message = json.loads(frame)
            if "id" in message:
                self._waiting.pop(message["id"]).set_result(message)
            elif message["method"] == "Runtime.exceptionThrown":
                self.problems.append(str(message["params"]["exceptionDetails"]))
            elif message["method"] == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
                self.problems.append(message["params"]["entry"]["text"])

    async def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._ids)
        body = {"id": number, "method": method, "params": parameters}
        if self._session:
            body["sessionId"] = self._session
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps(body))
        async with asyncio.timeout(20):
            answer = await self._waiting[number]
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    async def open(self, address: str) -> None:
        target = await self.command("Target.createTarget", url="about:blank")
        attached = await self.command("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Accessibility"):
            await self.command(f"{domain}.enable")
        await self.command("Page.navigate", url=address)
        await self.until("document.body?.dataset.ready === 'true'")

    async def value(self, expression: str) -> Any:
        answer = await self.command("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, expression: str, within_s: float = 20) -> None:
        """Waits until the expression is true in the page."""
        try:
            async with asyncio.timeout(within_s):
                while not await self.value(expression):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            seen = await self.value("document.body.innerText")
            raise AssertionError(f"never true: {expression}\nproblems: {self.problems}\npage:\n{seen}") from None

    async def key(self, name: str, text: str = "") -> None:
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            code = {"Tab": 9, "Enter": 13, " ": 32}.get(name, 0)
            await self.command("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=code, **more)


@asynccontextmanager
async def chromium(profile: Path, *flags: str) -> AsyncIterator[Page]:
    """A browser of its own, gone after the block."""
    assert BINARY is not None
    arguments = [*_FLAGS, *flags, f"--user-data-dir={profile}", "about:blank"]
    process = await asyncio.create_subprocess_exec(
        BINARY, *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with websockets.connect(await _address(process), max_size=None, proxy=None) as socket:
            page = Page(socket)
            listening = asyncio.create_task(page.listen())
            yield page
            listening.cancel()
    finally:
        process.terminate()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async with asyncio.timeout(30):
        while line := await process.stderr.readline():
            if found := re.search(rb"ws://\S+", line):
                return found.group().decode()
    raise AssertionError("Chromium ended before it listened.")
