"""What a call-taker must know at a glance: what is known of a matter, and what nobody has asked yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agencies.loader import Agency
from web.console.words import known, said

# what every matter has; what only some have is asked by their report form
_ALWAYS = ("where", "when")
_BRIEF = 8


@dataclass(frozen=True, slots=True)
class Story:
    """`known`: (what, its value). `missing`: what is not known yet, the most important first."""

    known: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def story(agency: Agency, need: str | None, facts: dict[str, Any]) -> Story:
    named = {name.removesuffix("_iso") for name, value in facts.items() if value not in (None, "")}
    missing = [] if need else ["what it is about"]
    missing += [said(name) for name in _ALWAYS if name not in named]
    missing += [label for name, label in _asked(agency, need) if name not in named and name not in _ALWAYS]
    return Story(tuple(known(facts)), tuple(missing[:_BRIEF]))


def _asked(agency: Agency, need: str | None) -> list[tuple[str, str]]:
    """(id, label) of what a report of this need asks everybody."""
    form = next((form for form in agency.reports.kinds.values() if form.need == need), None)
    if form is None:
        return []
    return [
        (one.id, _of_the_caller(one.label))
        for one in form.questions
        if not one.optional and not one.when and one.kind != "yes_no"
    ]


def _of_the_caller(label: str) -> str:
    """A form speaks to the person ("Your name"); here a call-taker reads of them."""
    own = label.removeprefix("Your ")
    return f"the caller's {own}" if own != label else f"{label[:1].lower()}{label[1:]}"
