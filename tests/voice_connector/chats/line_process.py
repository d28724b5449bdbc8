"""A connector in a process of its own, to be killed: the real one, without sound, before a bot and a casework that the test keeps.

python -m tests.voice_connector.chats.line_process --folder var --port 18080 --bot http://127.0.0.1:5005 --casework http://127.0.0.1:8100
"""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from tests.voice_connector.stage_server import served
from voice_connector.server import _leave

TOKEN = "a-token-of-the-chats"


async def main() -> None:
    given = argparse.ArgumentParser()
    for name in ("--folder", "--port", "--bot", "--casework", "--chats"):
        given.add_argument(name)
    asked = given.parse_args()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with httpx.AsyncClient(base_url=asked.casework, trust_env=False) as casework:
        about: dict[str, Any] = {"real": casework, "rasa_url": asked.bot, "chats": asked.chats or None, "drain_s": 0}
        about |= {"service_token": SecretStr(TOKEN), "port": int(asked.port)}
        async with served(Path(asked.folder), "line-to-be-killed", **about) as line:
            await stop.wait()
            await _leave(line.connector, asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main())
