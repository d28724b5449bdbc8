"""One line a happening, for people who watch a call in a terminal."""

from collections.abc import Callable
from typing import Any

from voice_connector import events

_WIDTH = 12


def describe(event: events.Shown) -> tuple[str, str] | None:
    """Who or what, and the words; None for what is not worth a line."""
    teller = _TELLERS.get(type(event))
    return teller(event) if teller else None


def line(at_s: float, event: events.Shown) -> str | None:
    """The line as printed: seconds since the start, who, what."""
    told = describe(event)
    return f"{at_s:6.1f} s  {told[0]:<{_WIDTH}}{told[1]}" if told else None


def _caller(event: events.CallerSaid) -> tuple[str, str]:
    sure = (
        ""
        if event.confidence is None
        else f"  (confidence {event.confidence:.2f}, {event.language or 'language unknown'})"
    )
    return "caller", f"“{event.text}”{sure}" if event.text else "(nothing understood)"


def _timing(event: events.Timing) -> tuple[str, str]:
    parts = (
        f"endpoint {event.endpoint} + recognition {event.recognition} + bot {event.bot} + synthesis {event.synthesis}"
    )
    return "latency", f"{event.total} ms = {parts}"


def _decided(event: events.Decided) -> tuple[str, str]:
    names = ("act", "need", "disposition", "destination", "reason", "asking")
    return "decision", " · ".join(
        f"{name} {getattr(event, name)}" for name in names if getattr(event, name) is not None
    )


def _transfer(event: events.Transferring) -> tuple[str, str]:
    ticket = f", hand-over ticket {event.ticket}" if event.ticket else ""
    return "transfer", f"{event.name} ({event.phone or 'no number'}) would ring now: {event.reason}{ticket}"


_TELLERS: dict[type, Callable[[Any], tuple[str, str]]] = {
    events.AssistantSays: lambda event: ("assistant", event.text),
    events.CallerSaid: _caller,
    events.Interrupted: lambda event: ("interrupted", f"not heard: {event.not_heard}"),
    events.Timing: _timing,
    events.Decided: _decided,
    events.Transferring: _transfer,
    events.Failed: lambda event: ("failure", f"our {event.part} failed; a person takes over"),
    events.CallEnded: lambda event: ("end", f"{event.disposition}, ended by {event.ended_by}"),
}
