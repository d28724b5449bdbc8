"""A connector for the tests of the console: the real one, with a scripted bot and no sound, which hands over to a real casework.

python -m tests.web.console.line --casework http://127.0.0.1:8100 --token ... --live ...   prints its address
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from tests.voice_connector.stage_server import served


async def main() -> None:
    given = argparse.ArgumentParser()
    for name in ("--casework", "--token", "--live"):
        given.add_argument(name, required=True)
    asked = given.parse_args()
    headers = {"Authorization": f"Bearer {asked.token}"}
    with tempfile.TemporaryDirectory() as folder:
        async with httpx.AsyncClient(base_url=asked.casework, headers=headers, trust_env=False) as casework:
            live = SecretStr(asked.live)
            about: dict[str, Any] = {"real": casework, "agency": "denver", "live_token": live}
            async with served(Path(folder), "line-of-the-console", **about) as line:
                sys.stdout.write(f"{line.address}\n")
                sys.stdout.flush()
                await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
