"""A gateway whose line raises: the call still ends, its record is filed, and the log holds no more than where it happened."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.voice_connector.stage_server import make_connector
from voice_connector import log
from voice_connector.call.line import TransferOrder
from voice_connector.events import AssistantSays, CallStarted, Channel, HungUp, Shown, TextTyped, TransferResult
from voice_connector.speech.interfaces import Pcm


class BrokenLine:
    """Raises in one of its methods, always."""

    def __init__(self, broken: str) -> None:
        self._broken = broken
        self.spoke = asyncio.Event()

    def _may_break(self, method: str) -> None:
        if method == self._broken:
            raise RuntimeError("Zebulon Quartermaine is not on this line")

    async def play(self, _frame: Pcm) -> None:
        self._may_break("play")

    async def flush(self) -> None:
        self._may_break("flush")

    def show(self, event: Shown) -> None:
        if isinstance(event, AssistantSays):
            self.spoke.set()
        self._may_break("show")

    async def transfer(self, _order: TransferOrder) -> TransferResult:
        self._may_break("transfer")
        return "failed"  # then it is told so, and hung up

    async def hang_up(self) -> None:
        self._may_break("hang_up")


@pytest.mark.parametrize(
    ("broken", "channel"),
    [
        ("play", "voice"),
        ("flush", "voice"),
        ("show", "voice"),
        ("show", "web"),
        ("transfer", "web"),
        ("hang_up", "web"),
    ],
)
async def test_a_line_that_raises_costs_no_record_and_tells_the_log_no_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str, channel: Channel
) -> None:
    connector, _bot, casework = make_connector(tmp_path)
    line = BrokenLine(broken)

    async def caller(session: Any) -> None:
        await line.spoke.wait()
        await asyncio.sleep(0.1)
        session.post(TextTyped("a person"))
        await asyncio.sleep(0.3)
        if channel == "voice":
            session.post(HungUp())

    talking: list[asyncio.Task[None]] = []
    try:
        log.configure("json", "info")
        async with asyncio.timeout(10):
            record = await connector.exchange.hold(
                CallStarted("call-00000001", channel, "stage"),
                line,
                lambda session: talking.append(asyncio.create_task(caller(session))),
            )
        written = capsys.readouterr().err
    finally:
        structlog.reset_defaults()
    assert record.call_id == "call-00000001"
    assert connector.exchange.active == 0
    assert list(casework.calls) == ["call-00000001"]
    assert written.count("a line failed") == 1
    assert re.search(r"RuntimeError at [^\"]*test_broken_line\.py:", written)
    assert "Zebulon" not in written
