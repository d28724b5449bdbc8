"""A turn of the inbox as the command line shows it: heard as what, and why it is there; what stands around it; what came of its call."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Sequence

_AFTERWARDS = (("helped", False, "the caller was not helped"), ("came_back", True, "told again within 48 hours"))


def shown(line: Dict[str, Any], near: Sequence[str]) -> str:
    """`line`: of GET /v1/agencies/{agency}/turns, or of an export, which may be older than what it lacks; `near`: its nearest examples."""
    understood = line["understood"]
    told = f"{understood['intent']} {understood.get('confidence', 0):.2f}"
    head = f"{line['score']:4.1f}  {line['call_id']} {line['n']}  {told}  {', '.join(line['reasons'])}"
    around = line.get("around") or {}
    rows = [head, *_of("asked", around.get("asked")), f"      {line['text']}", *_heard(around), *near]
    return "\n".join([*rows, *_of("answered", around.get("answered")), *_of("then", ", ".join(_then(line)))])


def _of(what: str, words: Any) -> List[str]:
    return [f"      ({what}: {words})"] if words else []


def _heard(around: Dict[str, Any]) -> Iterator[str]:
    if around.get("confidence") is not None:
        yield f"      (recogniser: {around['confidence']:.2f})"
    for one in around.get("alternatives") or ():
        yield f"      (heard as well: {one})"


def _then(line: Dict[str, Any]) -> Iterator[str]:
    """The call-taker's own word last, as what the label is held against."""
    outcome = line.get("outcome") or {}
    for what in ("disposition", "reason", "handed_over"):
        if outcome.get(what):
            yield str(outcome[what]).replace("_", " ")
    if outcome.get("transfer"):
        yield f"transfer {str(outcome['transfer']).replace('_', ' ')}"
    yield from (words for what, value, words in _AFTERWARDS if outcome.get(what) is value)
    if line.get("found_need"):
        yield f"the call-taker found {line['found_need']}"
    if line.get("found_danger"):
        yield "the call-taker found danger"
