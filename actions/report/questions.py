"""A step of casework as the one open question of a turn: what is said, what may be answered, what a page is told. Pure."""

from __future__ import annotations

from typing import Any, Collection, Dict, List, Optional

# what the channels know of a question (contracts/bot_reply.schema.json) for each kind of answer
PUBLIC_KIND = {
    "yes_no": "yes_no",
    "choice": "choice",
    "place": "place",
    "number": "number",
    "money": "number",
    "phone": "number",
    "contact": "number",  # or an address in words: keys are for the number
    "pin": "number",
}
ANY_CONCERN = "any_concern"  # one question about danger for several, which follow unless it is denied
MORE_TO_TELL = "more_to_tell"  # one question for the optional ones; whatever its answer tells is heard by casework
FREE_KINDS = ("text",)  # any words are an answer
YES_NO = ["yes", "no"]


def ask_of(question: Dict[str, Any]) -> Dict[str, Any]:
    """The slot `ask` for a question of a step."""
    kind = question["kind"]
    choices = question.get("choices") or []
    known = {
        "slot": question["id"],
        "kind": PUBLIC_KIND.get(kind, "text"),
        "asked": kind,
        "prompt": question["prompt"],
        "reprompt": question.get("reprompt") or question["prompt"],
        "help": question.get("spoken_help"),
        "choices": YES_NO if kind == "yes_no" else [str(one["spoken"]) for one in choices] or None,
        "values": [str(one["value"]) for one in choices] or None,
        "words": question.get("words"),
        "digits": question.get("digits"),
        "optional": bool(question.get("optional")),
        "unknown": bool(question.get("unknown_allowed")),
        "fact": question.get("fact"),
        "danger": bool(question.get("danger")),
        "free": kind in FREE_KINDS,
    }
    return {name: value for name, value in known.items() if value not in (None, False)}


def own(slot: str, kind: str, response: str, **parts: Any) -> Dict[str, Any]:
    """A question of the dialogue itself, with its words in domain.yml."""
    return {"slot": slot, "kind": PUBLIC_KIND.get(kind, kind), "asked": kind, "response": response, **parts}


OWN: Dict[str, Dict[str, Any]] = {
    "offer": own("self_service", "choice", "utter_report_offer", choices=["now", "online", "person"]),
    "summary": own("report_summary", "yes_no", "utter_ask_report_summary", choices=YES_NO),
    "change": own("report_change", "open", "utter_ask_report_change"),
    "code": own("access_code", "number", "utter_ask_report_code", digits=5),
    "pin": own("pin", "number", "utter_ask_pin", digits=4),
    "go_on": own("report_go_on", "yes_no", "utter_ask_report_go_on", choices=YES_NO),
    "add_more": own("report_add_more", "yes_no", "utter_ask_report_add_more", choices=YES_NO),
    "add": own("report_add", "text", "utter_ask_report_add", free=True),
}
AGAIN = {
    "summary": "utter_reask_report_summary",
    "change": "utter_reask_report_change",
    "code": "utter_reask_report_code",
    "pin": "utter_reask_pin",
}


def may_stay_open(ask: Dict[str, Any]) -> Optional[str]:
    """How casework is told that a question stays open, unknown | skipped; None when the report needs its answer."""
    return "unknown" if ask.get("unknown") else "skipped" if ask.get("optional") else None


def read_back(parts: List[Dict[str, Any]], written: bool, changed: Optional[Collection[str]] = None) -> str:
    """The report for the ear or for the eye; after a change only the sentences with what `changed`."""
    told = [one for one in parts if changed is None or set(changed) & set(one["questions"])]
    return " ".join(str(one["written" if written else "spoken"]) for one in told)
