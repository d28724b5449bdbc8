"""The tables of numbers: where each stands in casework's figures, how it is ordered, and the sentence that says how it is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from web.console.words import said

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Table:
    """`part`: where it stands in the figures. `kind`: hours and weekdays are all there in their order, days by date, others
    with the largest first; needs are called as the agency calls them; hours of stages are medians."""

    name: str
    title: str
    part: tuple[str, ...]
    counted: str
    kind: str = "count"


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    now: float
    before: float


TABLES = (
    Table(
        "days",
        "Calls and chats by day",
        ("calls", "by_day"),
        "Every call and chat that began on that day of the agency, by its record.",
        "day",
    ),
    Table(
        "hours",
        "Calls and chats by hour",
        ("calls", "by_hour"),
        "The hour, on the agency's clock, in which each began.",
        "hour",
    ),
    Table(
        "weekdays", "Calls and chats by weekday", ("calls", "by_weekday"), "The weekday on which each began.", "weekday"
    ),
    Table("channels", "Calls and chats", ("calls", "by_channel"), "By how they came: telephone or chat."),
    Table(
        "needs",
        "What it was about",
        ("calls", "by_need"),
        "The need that was decided last; 'not known' where none was.",
        "need",
    ),
    Table(
        "dispositions",
        "What became of it",
        ("calls", "by_disposition"),
        "What was decided last. Abandoned: the caller left before anything was decided, or while a "
        "person was fetched. {emergency}: an emergency at any point.",
    ),
    Table(
        "reasons", "Why a person took over", ("handovers", "by_reason"), "The reason of each hand-over that was made."
    ),
    Table(
        "transfers",
        "How transfers ended",
        ("calls", "transfers"),
        "Calls for which somebody was rung. Connected: somebody answered, or took the chat. Simulated: a"
        " page without telephones behind it.",
    ),
    Table(
        "languages",
        "Languages",
        ("calls", "by_language"),
        "What the caller was heard to speak or write; the agency's own where nothing else was heard.",
    ),
    Table(
        "outcomes",
        "What call-takers said of hand-overs",
        ("handovers", "by_outcome"),
        "Of hand-overs that were made in the period and that somebody closed.",
    ),
    Table("reports", "Reports by need", ("cases", "by_need"), "Cases that were opened in the period.", "need"),
    Table(
        "stages",
        "Open cases by stage, now",
        ("cases", "open_now"),
        "All open cases at this moment, whenever they were opened.",
    ),
    Table(
        "stage-hours",
        "Hours in a stage",
        ("cases", "stage_hours"),
        "Median hours that cases had stayed in each stage which they left in the period.",
        "hours",
    ),
    Table(
        "messages",
        "Messages to people",
        ("messages", "by_state"),
        "Texts, e-mails and calls that were planned in the period, by what became of them until now. One"
        " event can be several messages.",
    ),
)


def rows(table: Table, now: Any, before: Any, need: Callable[[str], str]) -> list[Line]:
    one, other = _numbers(table, now), _numbers(table, before)
    if table.kind == "hour":
        return [Line(f"{hour}:00", one.get(str(hour), 0), other.get(str(hour), 0)) for hour in range(24)]
    if table.kind == "weekday":
        return [Line(name, one.get(str(at), 0), other.get(str(at), 0)) for at, name in enumerate(DAYS)]
    if table.kind == "day":  # the day before's place is the same place in its own period
        earlier = [other[name] for name in sorted(other)]
        return [Line(name, one[name], earlier[at] if at < len(earlier) else 0) for at, name in enumerate(sorted(one))]
    names = sorted({*one, *other}, key=lambda name: (-one.get(name, 0), -other.get(name, 0), name))
    called = need if table.kind == "need" else said
    return [
        Line("Not known" if name == "not_known" else called(name), one.get(name, 0), other.get(name, 0))
        for name in names
    ]


def _numbers(table: Table, figures: Any) -> dict[str, float]:
    found = figures
    for part in table.part:
        found = found[part] or {}
    if table.kind == "hours":
        return {name: one["median"] for name, one in found.items() if one["median"] is not None}
    return dict(found)
