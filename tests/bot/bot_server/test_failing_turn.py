"""A turn that fails is told as a failure, and the log says where, in none of the caller's words."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot_server.rest import Rest
from watching.where import in_logs


async def test_a_turn_that_fails_is_logged_without_the_callers_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(_: Any) -> None:
        raise KeyError("my name is paula reyes")

    monkeypatch.setattr(logging.Formatter, "formatException", logging.Formatter.formatException)
    in_logs()
    answer = await Rest()._answer(breaks, {"sender": "call-1", "message": "my name is paula reyes"})
    assert answer.status == 500
    assert "KeyError at" in caplog.text
    assert "test_failing_turn.py:" in caplog.text
    assert "paula" not in caplog.text
