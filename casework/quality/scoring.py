"""One contact against the card: each item met, not met or not due, and the line that proves it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from agencies.contact_card import Card, Item

Met = Literal["yes", "no", "not_due"]
Turn = dict[str, Any]  # of contracts/call_record.schema.json


@dataclass(frozen=True)
class Contact:
    """`answers`: who answers in it, the assistant or a call-taker. `wanted`: where its need belongs; empty when that is not known."""

    turns: Sequence[Turn]
    answers: Literal["assistant", "staff"]
    need: str | None
    destination: str | None
    disposition: str | None
    wanted: frozenset[str]
    places: Callable[[str], bool]  # whether a text of the caller tells a place


@dataclass(frozen=True)
class Score:
    item: str
    met: Met
    line: int | None = None  # the place of the turn that proves it, from 0


def scores(contact: Contact, card: Card) -> list[Score]:
    """Items that are asked of others, or of other needs, are left out."""
    return [_score(name, item, contact) for name, item in card.items.items() if _asked(item, contact)]


def _asked(item: Item, contact: Contact) -> bool:
    return item.of in ("both", contact.answers) and (not item.needs or contact.need in item.needs)


def _score(name: str, item: Item, contact: Contact) -> Score:
    met, line = _RULES[item.rule](item, contact)
    return Score(name, met, line)


Judged = tuple[Met, int | None]
# nothing but a farewell: what happens next was said before it
_GOODBYE = re.compile(
    r"(?:(?:you're (?:very )?welcome|thank you(?: (?:so much|for calling|for writing))?|thanks|no problem|all right|okay|ok|sure"
    r"|good ?bye|bye|take care|have a (?:good|nice|great) (?:one|day|evening|night|weekend)"
    r"|(?:is there )?anything else)[\s.,!?]*)+",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?:^|[.!?,]\s*|\s)(?:okay|ok|right|all right|yeah|hm+|correct)\?", re.IGNORECASE)
_ASKS = r"(?:what|where|when|who|how|which)"
_JOINED = re.compile(
    rf"(?:^|[.!,]|\bthat happened|\bokay|\bso)\s*{_ASKS}\b(?!\s+happened\b)[^.?!]*"
    rf"\band {_ASKS}(?:'s| is| was| are| were| did| do| does| can) ",
    re.IGNORECASE,
)


def _greeted(item: Item, contact: Contact) -> Judged:
    ours = _ours(contact)
    return ("not_due", None) if not ours else _yes_or_no(item, contact, ours[:1])


def _said(item: Item, contact: Contact) -> Judged:
    ours = _ours(contact)
    return ("not_due", None) if not ours else _yes_or_no(item, contact, ours)


def _ended_with(item: Item, contact: Contact) -> Judged:
    """By the last turn behind the greeting that says more than goodbye; not due where the caller went before anybody could say it."""
    ours = _ours(contact)
    behind = ours[1:] if contact.answers == "assistant" else ours  # a transcript may begin anywhere
    telling = [at for at in behind if not _GOODBYE.fullmatch(contact.turns[at]["text"].strip())]
    gone = contact.disposition == "abandoned" or not ours
    return ("not_due", None) if gone else _yes_or_no(item, contact, telling[-1:])


def _danger_asked(item: Item, contact: Contact) -> Judged:
    """Due from the first turn that the model would not let pass as harmless; met by a question or by acting on it after it."""
    for at, turn in enumerate(contact.turns):
        danger = (turn.get("understood") or {}).get("danger") or {}
        if danger.get("at_once") or danger.get("ask"):
            met, line = _yes_or_no(item, contact, [place for place in _ours(contact) if place > at])
            return met, at if met == "no" else line
    return "not_due", None


def _place_confirmed(item: Item, contact: Contact) -> Judged:
    told = next(
        (at for at, turn in enumerate(contact.turns) if turn["who"] == "caller" and contact.places(turn["text"])), None
    )
    if told is None:
        return "not_due", None
    met, line = _yes_or_no(item, contact, [place for place in _ours(contact) if place > told])
    return met, told if met == "no" else line


def _one_question(item: Item, contact: Contact) -> Judged:
    """A turn with two question marks, or two question words that "and" joins.

    "... or would you rather ...?" is one question, and "okay?" or "right?" is none.
    """
    two = next((at for at in _ours(contact) if _asks_two(contact.turns[at]["text"])), None)
    return ("yes", None) if two is None else ("no", two)


def _considered(item: Item, contact: Contact) -> Judged:
    """Asked about or told, by the line that does. Whoever takes a call over considers it then."""
    ours = _ours(contact)
    handed_over = contact.answers == "assistant" and contact.disposition in ("911", "call_taker", "transfer")
    if handed_over or contact.disposition == "abandoned" or not ours:
        return "not_due", None
    by_caller = [at for at, turn in enumerate(contact.turns) if turn["who"] == "caller"]
    found = [_first(item.phrases, contact, ours), _first(item.told, contact, by_caller)]
    known = [at for at in found if at is not None]
    return ("yes", min(known)) if known else ("no", None)


def _destination(item: Item, contact: Contact) -> Judged:
    if not contact.wanted or contact.destination is None or contact.disposition in ("911", "call_taker", "abandoned"):
        return "not_due", None
    return ("yes" if contact.destination in contact.wanted else "no"), None


_RULES: dict[str, Callable[[Item, Contact], Judged]] = {
    "greeted": _greeted,
    "said": _said,
    "ended_with": _ended_with,
    "danger_asked": _danger_asked,
    "place_confirmed": _place_confirmed,
    "one_question": _one_question,
    "destination": _destination,
    "considered": _considered,
}


def _asks_two(text: str) -> bool:
    return _TAG.sub(" ", text).count("?") > 1 or bool(_JOINED.search(text))


def _ours(contact: Contact) -> list[int]:
    return [at for at, turn in enumerate(contact.turns) if turn["who"] == contact.answers and turn["text"].strip()]


def _yes_or_no(item: Item, contact: Contact, places: Sequence[int]) -> Judged:
    at = _first(item.phrases, contact, places)
    return ("no", None) if at is None else ("yes", at)


def _first(phrases: Sequence[str], contact: Contact, places: Sequence[int]) -> int | None:
    """The first of these turns in which one of the phrases is said."""
    if not phrases:
        return None
    pattern = re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)
    return next((at for at in places if pattern.search(contact.turns[at]["text"])), None)
