"""A whole connector on a real port, with fake engines, bot and casework: what the tests of server and page start."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from casework_client.wire_httpx import casework_over
from tests.calls.voices import ScriptRecogniser, Voices
from tests.fakes.agency_line import fake_agency_line
from tests.fakes.bot import FakeBot
from tests.fakes.casework import FakeCasework
from tests.fakes.speech import fake_engines
from voice_connector.app import Connector, chats_of
from voice_connector.bot.client import RasaBot
from voice_connector.call.parts import Parts
from voice_connector.capacity.admission import Admission
from voice_connector.clock import RealClock
from voice_connector.exchange import Exchange
from voice_connector.fallback import ReadyMade
from voice_connector.metrics import Metrics
from voice_connector.records.record import Redaction, Redacts
from voice_connector.records.spool import Spool
from voice_connector.server import build_app
from voice_connector.settings import CallSettings, Settings
from voice_connector.transfer.tickets import Tickets


class Unchanged:
    def redact(self, text: str) -> str:
        return text


@dataclass
class Served:
    address: str
    connector: Connector
    bot: FakeBot
    casework: FakeCasework

    @property
    def socket_address(self) -> str:
        return self.address.replace("http", "ws") + "/call"


def make_connector(
    folder: Path,
    heard: tuple[str, ...] = (),
    voices: Voices | None = None,
    real: httpx.AsyncClient | None = None,
    agency: str = "testville",
    redactor: Redacts | None = None,
    rasa_url: str = "",
    **settings: Any,
) -> tuple[Connector, FakeBot, FakeCasework]:
    bot, casework = FakeBot(), FakeCasework()
    chosen = Settings(var=folder, call=CallSettings(no_input_ms=30_000), **settings)
    http_casework, clock, engines = casework_over(real or casework.client()), RealClock(), fake_engines(heard)
    if voices is not None:
        engines = replace(engines, recogniser=ScriptRecogniser(voices))
    by_fake = httpx.AsyncClient(base_url="http://bot.test", transport=httpx.MockTransport(bot.handle))
    rasa = RasaBot(httpx.AsyncClient(base_url=rasa_url, trust_env=False) if rasa_url else by_fake, 3.0)
    agency_line = fake_agency_line()
    agency_line = replace(agency_line, agency=agency, lines=replace(agency_line.lines, greeting="Hello."))
    tone = np.full(3_200, 5_000, np.int16)
    ready = ReadyMade((agency_line.lines.technical_failure, tone), (agency_line.emergency_say, tone))
    metrics, redaction = Metrics(), Redaction(redactor or Unchanged())
    spool = Spool(chosen.spool_dir, http_casework, clock, redaction=redaction)
    parts = Parts(agency_line, engines, rasa, Tickets(http_casework, 2.0, spool), clock, chosen.call, ready)
    exchange = Exchange(
        parts,
        spool,
        redaction,
        metrics,
        Admission(chosen.most_calls or 40, most_written=chosen.most_chats),
    )
    chats = chats_of(chosen, exchange)
    return Connector(chosen, exchange, metrics, rasa, http_casework, spool, engines, agency_line, chats), bot, casework


@asynccontextmanager
async def served(
    folder: Path, name: str, heard: tuple[str, ...] = (), port: int = 0, **settings: Any
) -> AsyncIterator[Served]:
    """Runs the server on a port that nobody uses, or on `port`; `name` must be unique in the process (Sanic keeps a registry)."""
    connector, bot, casework = make_connector(folder, heard, **settings)
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    app = build_app(connector, name)
    app.config.TOUCHUP = False  # it rewrites Sanic's classes, which works once a process only
    server: Any = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    await server.after_start()
    chats = asyncio.create_task(connector.chats.run())
    try:
        yield Served(f"http://127.0.0.1:{door.getsockname()[1]}", connector, bot, casework)
    finally:
        chats.cancel()
        await server.before_stop()
        server.close()
        for connection in server.connections:
            connection.abort() if hasattr(connection, "abort") else connection.close()
        await server.after_stop()
        await asyncio.sleep(0)
