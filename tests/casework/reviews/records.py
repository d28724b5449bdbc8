"""Call records with judged turns, for the tests of reviewing."""

from __future__ import annotations

from typing import Any


def understood(intent: str = "noise_ongoing", confidence: float = 0.95, **more: Any) -> dict[str, Any]:
    ranking = [{"name": intent, "confidence": confidence}, {"name": "animal", "confidence": 0.02}]
    danger = {"log_odds": -9.0, "threshold": 1.0, "why": "classifier", "at_once": False, "ask": False}
    return {"intent": intent, "confidence": confidence, "ranking": ranking, "danger": danger, "model": "m1"} | more


def danger(log_odds: float, **more: bool) -> dict[str, Any]:
    return {"log_odds": log_odds, "threshold": 1.0, "at_once": log_odds > 1, "ask": False} | more


def said(text: str, at_ms: int = 1000, **judged: Any) -> dict[str, Any]:
    return {"who": "caller", "at_ms": at_ms, "text": text, "by": "speech", "understood": understood(**judged)}


def record(*turns: dict[str, Any], call_id: str = "call-0001", **changed: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "call_id": call_id,
        "agency": "denver",
        "channel": "voice",
        "gateway": "loopback",
        "started_at": "2026-11-20T18:00:00Z",
        "ended_at": "2026-11-20T18:01:00+00:00",
        "language": "en",
        "disposition": "info",
        "turns": list(turns),
        "ended_by": "assistant",
    } | changed
