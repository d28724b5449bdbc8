"""What a turn answers, by the kind of its question: the value that the bot understood, beside the caller's words. Pure.

Casework reads words as well; a value is given where the bot knows more (its gazetteer, the keys, a spoken yes).
"""

from __future__ import annotations

import re
from typing import Any, Dict, Optional, Set, Tuple

from actions.answers import UNKNOWN, answer
from actions.turn import Turn

# the fact that the extractor finds for a kind of answer; for times the day or hour is the value
FACT_OF = {"place": "where", "phone": "phone", "plate": "plate", "when": "when", "email": "email", "name": "name"}
VALUE_OF = {**FACT_OF, "when": "when_iso"}
LONGEST_TEXT = 4000
_SMALL = frozenset(("a", "an", "the", "by", "or", "and", "it", "is", "of", "in", "to", "please", "something"))
_NEGATIONS = frozenset(("no", "not", "don", "none", "never", "neither"))
_POLITE = frozenset(("thank", "you", "at", "all", "need", "i", "t", "that"))
_EXACT = re.compile(r"\d|&")  # an address or a crossing


def fact_of(turn: Turn, kind: str) -> Optional[str]:
    """The caller's words for this kind of answer, as far as the extractor found them."""
    found = turn.facts.get(FACT_OF.get(kind, ""))
    return str(found) if found else None


def value_of(ask: Dict[str, Any], turn: Turn) -> Any:
    """The value to send along; None leaves the reading to casework; UNKNOWN for "I don't know"."""
    kind = ask.get("asked")
    if kind == "yes_no":
        return answer({**ask, "kind": "yes_no"}, turn)
    if kind == "choice":
        return _choice(ask, turn)
    if turn.digits:
        return turn.digits if kind in ("phone", "number", "money", "serial", "plate") else None
    found = turn.facts.get(VALUE_OF.get(str(kind), ""))
    if kind == "place" and not _EXACT.search(str(found)):
        return None  # "behind the supermarket on the hill" says more than the supermarket
    return found if isinstance(found, str) else None


def _choice(ask: Dict[str, Any], turn: Turn) -> Optional[str]:
    values = list(ask.get("values") or [])
    if turn.digits:
        number = int(turn.digits) if turn.digits.isdigit() else 0
        return values[number - 1] if 1 <= number <= len(values) else None
    said = _words(turn.text)
    exact = [value for value in values if _words(value.replace("_", " ")) == said]
    if exact:  # "no parking" is no refusal
        return exact[0]
    if said & _NEGATIONS:  # "no thanks" is the choice of none; "not by text" is left to casework
        return "none" if "none" in values and said <= _NEGATIONS | _POLITE else None
    # the most words in common; among equals the choice that says least beside them: "e-mail" is not "text and e-mail"
    named = [_words(f"{spoken} {value.replace('_', ' ')}") for value, spoken in zip(values, ask.get("choices") or [])]
    scores = [(len(said & words), -len(words - said)) for words in named]
    best = max(scores, default=(0, 0))
    return values[scores.index(best)] if best[0] and scores.count(best) == 1 else None


def _words(text: str) -> Set[str]:
    """Words that tell choices apart, "texts" as "text"."""
    said = re.findall(r"[a-z]+", text.lower().replace("e-mail", "email"))
    return {re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", word) for word in said} - _SMALL


def body(ask: Dict[str, Any], value: Any, text: str, channel: str, turn: str) -> Dict[str, Any]:
    """What POST /v1/reports/{report}/answers wants."""
    known: Dict[str, Any] = {"question": ask["slot"], "channel": channel, "turn": turn}
    if value == UNKNOWN:
        return {**known, "how": "unknown", **_text(text)}
    return {**known, **({} if value is None else {"value": value}), **_text(text)}


def _text(text: str) -> Dict[str, str]:
    return {"text": text[:LONGEST_TEXT]} if text and not text.startswith("/") else {}


def covers(turn: Turn, kind: str, rest: str) -> Tuple[bool, str]:
    """Whether the words are nothing but one answer of this kind, and that answer."""
    found = fact_of(turn, kind) or ""
    span = next((end - start for name, start, end in turn.spans if name == FACT_OF.get(kind)), 0)
    return bool(found) and span >= 0.6 * len(rest.strip(" .,!?")), found
