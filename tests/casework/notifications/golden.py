"""Reads the golden table of suppression, and says what is decided about a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from agencies.loader import AGENCIES
from agencies.messages.files import load_messages
from agencies.messages.rules import MessageRules
from casework.notifications.suppression import Asked, decide

TABLE = Path(__file__).parents[2] / "golden" / "suppression.tsv"


def rows() -> list[tuple[str, ...]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return [tuple(line.split("\t")) for line in lines if line]


def outcome(row: Sequence[str]) -> tuple[str, str]:
    """What is told ("sms:template", "/digest" for the daily message), and why nothing is."""
    event, need, flags, wants, frequency, unsubscribed, stopped = row[:7]
    asked = Asked(
        event=event,
        need=need.strip("-") or None,
        flags=frozenset(_split(flags)),
        wants=tuple(_split(wants)),
        reach=frozenset({"sms", "email", "voice"} - set(_split(stopped))),
        frequency=frequency,
        unsubscribed=unsubscribed == "yes",
    )
    decision = decide(asked, _rules())
    told = [f"{one.channel}:{one.template}{'/digest' if one.digest else ''}" for one in decision.told]
    return ",".join(told) or "-", decision.why or "-"


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(",") if part not in ("", "-")]


@cache
def _rules() -> MessageRules:
    return load_messages("denver", AGENCIES).rules
