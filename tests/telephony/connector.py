"""A connector process for these tests: the real server, session and gateways, with scripted engines, bot and casework.

python -m tests.telephony.connector --port 8080 --audiosocket 9092 --heard "graffiti" --greeting "Hello."
"""

import argparse
import asyncio
import signal
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from casework_client.wire_httpx import casework_over
from tests.fakes.casework import FakeCasework
from tests.telephony.pbx import PASSWORD
from tests.voice_connector.stage_server import make_connector
from voice_connector import log
from voice_connector.app import Connector
from voice_connector.call.parts import Parts
from voice_connector.gateways.asterisk.settings import AsteriskSettings
from voice_connector.server import _bind, _run
from voice_connector.transfer.tickets import Tickets

EVIL_TICKET = "tick-1\r\nX-Injected: yes\r\nX-More: ${SHELL(touch evil)},x,y"


class EvilCasework(FakeCasework):
    """Gives tickets that would break out of a SIP header."""

    def _do(self, request: object) -> object:  # type: ignore[override]
        import httpx

        assert isinstance(request, httpx.Request)
        if request.url.path == "/v1/handovers":
            return httpx.Response(201, json={"ticket": EVIL_TICKET})
        return super()._do(request)


def main() -> None:
    arguments = argparse.ArgumentParser(description="A connector with scripted speech.")
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--audiosocket", type=int, default=0)
    arguments.add_argument("--heard", action="append", default=[])
    arguments.add_argument("--greeting", default="Hello, this is Testville.")
    arguments.add_argument("--evil", action="store_true")
    arguments.add_argument("--emergency-transfer", action="store_true")
    arguments.add_argument(
        "--another", default="", help="a second agency's number, country and greeting: +441632960101,GB,Hello."
    )
    chosen = arguments.parse_args()
    log.configure("json", "info")
    with tempfile.TemporaryDirectory() as folder:
        connector = _connector(chosen, Path(folder))
        asyncio.run(_serve(connector, chosen.port))


async def _serve(connector: Connector, port: int) -> None:
    """SIGUSR1 makes it hang: everything stands still, and no socket is closed."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, time.sleep, 3_600)
    await _run(connector, _bind("127.0.0.1", port))


def _connector(chosen: argparse.Namespace, folder: Path) -> Connector:
    asterisk = AsteriskSettings(password=PASSWORD, audiosocket_port=chosen.audiosocket)  # type: ignore[arg-type]
    connector, _, _ = make_connector(folder, tuple(chosen.heard), asterisk=asterisk)
    agency_line = replace(connector.agency_line, lines=replace(connector.agency_line.lines, greeting=chosen.greeting))
    if chosen.emergency_transfer:
        agency_line = replace(agency_line, emergency_action="transfer")
    parts = replace(connector.exchange.parts, agency_line=agency_line)
    if chosen.evil:
        parts = replace(parts, tickets=Tickets(casework_over(EvilCasework().client()), 2.0, connector.spool))
    others = [_another(parts, chosen.another)] if chosen.another else []
    return replace(connector, agency_line=agency_line, exchange=connector.exchange.with_parts(parts, others))


def _another(parts: Parts, told: str) -> Parts:
    """A second agency on the same line: Elsewhere."""
    number, country, greeting = told.split(",", 2)
    lines = replace(parts.agency_line.lines, greeting=greeting)
    return replace(
        parts,
        agency_line=replace(parts.agency_line, agency="elsewhere", country=country, numbers=(number,), lines=lines),
    )


if __name__ == "__main__":
    main()
