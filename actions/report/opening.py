"""Before the first question: the one offer (now, online, a person), which kind of report, and the report's beginning."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Dict, List, Optional

from actions.casework import plain
from actions.needs import CHAT, is_need
from actions.report.asking import next_of
from actions.report.questions import own
from actions.report.state import Report
from actions.report.talk import Talk
from spoken.en.choices import choice_in

SURE_OF_NEED = 0.6


def chosen(text: str, digits: str, intent: str) -> Optional[str]:
    """now | online | person; None when the turn chose nothing."""
    if digits:
        return {"1": "now", "2": "online", "3": "person"}.get(digits)
    if named := choice_in(text):  # "in person" is here and now, whatever the classifier takes it for
        return named
    meant = {"deny": "person", "speak_to_person": "person", "choose_online": "online", "affirm": "now"}
    return meant.get(intent)


async def offer(talk: Talk) -> None:
    """Stage offer. An unclear answer brings a person, never a second offer."""
    if not talk.report.open:
        talk.asks_own("offer")
        decision = talk.memory.decision or {}
        talk.known = {name: decision.get(name) for name in ("disposition", "destination")}
        talk.known["reason"] = "routed"
        return
    turn = talk.turn
    choice = chosen(turn.text, turn.digits, turn.intent)
    other = is_need(turn.intent) and turn.intent not in (talk.memory.need, CHAT) and turn.confidence >= SURE_OF_NEED
    if choice == "now":
        await which(talk)
    elif choice is None and other:
        talk.ends("other_need", need=turn.intent)
    else:
        talk.ends("online" if choice == "online" else "declined")


async def which(talk: Talk) -> None:
    """Stage which: one kind begins at once; of several the caller names one."""
    kinds = talk.report.kinds or []
    if len(kinds) == 1:
        await begin(talk, kinds[0])
        return
    spoken = [one["spoken"] for one in kinds]
    if talk.report.stage != "which":
        said = ", ".join(spoken[:-1]) + f", or {spoken[-1]}"
        ask = own("report_kind", "choice", "utter_report_which", choices=spoken, values_said={"kinds": said})
        talk.asks(ask, stage="which")
        return
    named = _named(talk.turn.text, talk.turn.digits, spoken)
    if named is None:
        _which_again(talk)
        return
    await begin(talk, kinds[named])


def _which_again(talk: Talk) -> None:
    ask = talk.memory.ask or {}
    if talk.memory.misses:
        talk.to_person("not_understood")
        return
    talk.memory = replace(talk.memory, misses=1)
    talk.puts(ask)


def _named(text: str, digits: str, spoken: List[str]) -> Optional[int]:
    if digits:
        return int(digits) - 1 if digits.isdigit() and 1 <= int(digits) <= len(spoken) else None
    words = set(re.findall(r"[a-z]+", text.lower()))
    scores = [len(words & (set(re.findall(r"[a-z]+", one.lower())) - {"a", "an", "the", "and"})) for one in spoken]
    best = max(scores)
    return scores.index(best) if best and scores.count(best) == 1 else None


async def begin(talk: Talk, kind: Dict[str, str]) -> None:
    """Begins the report with what the conversation knows already. The PIN is asked for first."""
    turn = talk.turn
    facts = {name: value for name, value in talk.memory.facts.items() if isinstance(value, (str, bool))}
    request = {
        "agency": talk.agency,
        "kind": kind["kind"],
        "channel": talk.channel,
        "call_id": turn.call_id,
        "known": facts,
    }
    language = turn.metadata.get("language")
    wanted = {**request, **({"language": language} if language else {})}
    begun = plain(await talk.client.begin_report(wanted, turn.key))
    need = str(talk.memory.need or "")
    talk.report = Report("ask", id=str(begun["report"]), kind=kind["kind"], need=need, about=kind["spoken"])
    talk.say(response="utter_report_begin")
    next_of(talk, begun["step"])
