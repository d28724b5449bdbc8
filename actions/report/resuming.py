"""Going on with a report from any channel: access code, PIN, then what is left; a filed one can be added to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Optional, Tuple

from rasa_sdk import Tracker

from actions.case_status import ACCESS_CODE_DIGITS, PIN_DIGITS, said_none
from actions.casework import plain
from actions.needs import CHAT, is_need
from actions.report import adding
from actions.report.kinds import KINDS
from actions.report.moves import LEAVES
from actions.report.state import Report, progress
from actions.report.steps import next_of
from actions.report.talk import Talk
from actions.report.values import yes_or_no
from actions.sealing import seal, unseal
from actions.turn import Turn
from spoken.en.numbers import digits_only

OWN_NEEDS = ("resume_report", "add_to_report", "case_status", "case_number_request", CHAT)
SURE_OF_NEED = 0.6


def given(turn: Turn, asking_pin: bool) -> Tuple[Optional[str], Optional[str]]:
    """(code, pin) of this turn: by the words around the digits, else by their number."""
    code, pin = turn.secrets.get("access_code"), turn.secrets.get("pin")
    digits = turn.digits or digits_only(turn.text)
    if asking_pin and code is None and len(digits) == PIN_DIGITS:
        return None, digits
    if code is None and pin is None:
        if len(digits) == ACCESS_CODE_DIGITS + PIN_DIGITS:
            return digits[:ACCESS_CODE_DIGITS], digits[ACCESS_CODE_DIGITS:]
        code = digits if len(digits) == ACCESS_CODE_DIGITS else None
    return code, pin


async def code(talk: Talk) -> None:
    """Stages code and pin."""
    entering = not talk.report.open
    if entering and await _danger(talk):
        return
    if entering and (way_in := talk.turn.metadata.get("handed_in")):
        await handed_in(talk, str(way_in))
        return
    code_now, pin = given(talk.turn, talk.report.stage == "pin")
    if entering and not (code_now or pin) and (await adding.to_the_known_one(talk) or await of_this_call(talk)):
        return
    known = code_now or unseal(talk.report.code)
    if not entering and not (code_now or pin):
        _not_given(talk)
    elif known is None:
        talk.asks_own("code")
    elif pin is None:
        talk.asks_own("pin", code=seal(known))
    else:
        await resume(talk, known, pin)


async def of_this_call(talk: Talk, need: Optional[str] = None) -> bool:
    """On with the report that this call began and something broke off: nobody has been told its code. `need`: only one about that."""
    begun = _begun(talk.tracker)
    if begun is None or (need is not None and begun.need != need) or talk.memory.need == "add_to_report":
        return False
    step = plain(await talk.client.report(begun.id))["step"]
    if step["state"] not in ("ask", "summary"):
        return False
    talk.memory = replace(talk.memory, need=begun.need or talk.memory.need)
    talk.report = replace(begun, stage="ask", held=None, later=None, leaving=None, changing=False, refused=0)
    talk.known = {}
    talk.say(response="utter_report_welcome_back", about=begun.about)
    next_of(talk, step)
    return True


def _begun(tracker: Tracker) -> Optional[Report]:
    """The last report of the call that was given a place to keep answers."""
    for event in reversed(tracker.events):
        kept = event.get("value") if event.get("event") == "slot" and event.get("name") == "report" else None
        if isinstance(kept, dict) and kept.get("id"):
            return None if kept.get("case") else Report(**kept)
    return None


async def _danger(talk: Talk) -> bool:
    """What the caller said on the way may be dangerous for the directory; its decision stands in the first reply."""
    request: Dict[str, Any] = {
        "agency": talk.agency,
        "need": talk.memory.need,
        "facts": talk.memory.facts,
        "asked": [],
        "channel": talk.channel,
    }
    decided = await talk.client.route(request)
    if decided.get("disposition") == "911":
        talk.ends("ended", ended={"disposition": "911", "reason": "emergency", "say": decided.get("say")})
        return True
    talk.known = {name: decided.get(name) for name in ("disposition", "destination")}
    return False


def _not_given(talk: Talk) -> None:
    turn = talk.turn
    if said_none(turn):
        talk.to_person("routed")
    elif is_need(turn.intent) and turn.intent not in OWN_NEEDS and turn.confidence >= SURE_OF_NEED:
        talk.ends("other_need", need=turn.intent)
    elif turn.intent in LEAVES and turn.confidence >= 0.5:
        talk.ends("bye")
    else:
        talk.missed()


async def resume(talk: Talk, access_code: str, pin: str) -> None:
    request = {
        "agency": talk.agency,
        "access_code": access_code,
        "pin": pin,
        "call_id": talk.turn.call_id,
        "channel": talk.channel,
    }
    source = talk.turn.metadata.get("source")
    found = plain(await talk.client.resume_report({**request, **({"source": source} if source else {})}))
    if found.get("outcome") == "found":
        need = await KINDS.need_of(talk.client, talk.agency, str(found.get("kind")))
        opened(talk, found, need)
    elif found.get("outcome") == "not_found" and (found.get("tries_left") or 0) > 0 and not talk.report.tried:
        talk.say(response="utter_report_not_found")
        talk.asks_own("code", code=None, tried=True)
    else:
        talk.say(response="utter_report_locked")
        talk.to_person("routed")


async def handed_in(talk: Talk, way_in: str) -> None:
    """A call-taker began this report and sent the caller here; whom their digits do not lead on, a person takes back."""
    request = {"agency": talk.agency, "way_in": way_in, "call_id": talk.turn.call_id, "channel": talk.channel}
    found = plain(await talk.client.resume_handed_in(request))
    if found.get("outcome") != "found":
        talk.to_person("routed")
        return
    opened(talk, found, await KINDS.need_of(talk.client, talk.agency, str(found.get("kind"))))


def opened(talk: Talk, found: Dict[str, Any], need: str) -> None:
    """On with it where the person stopped, in this channel or another."""
    step = found["step"]
    about = str(found.get("spoken") or "")
    talk.report = Report(
        "ask", id=str(found["report"]), kind=str(found.get("kind") or ""), need=need, about=about, **progress(step)
    )
    talk.known = {}
    if step["state"] == "submitted":
        talk.say(response="utter_report_filed_already", about=about)
        talk.asks_own("add" if talk.memory.need == "add_to_report" else "add_more")
        return
    wanted = step.get("note") is not None
    talk.say(response="utter_report_more_wanted" if wanted else "utter_report_welcome_back", about=about)
    if wanted and (step.get("question") or {}).get("id") != "officer_asks":
        talk.say(step["note"])
    next_of(talk, step)


async def go_on(talk: Talk) -> None:
    """Stage go_on: a status was asked for, and the report is not finished."""
    if not talk.report.open:
        if not (talk.memory.decision or {}).get("more_wanted"):
            talk.say(response="utter_case_draft", about=talk.report.about)
        talk.asks_own("go_on")
        return
    said = yes_or_no(talk.turn)
    if said is None and talk.turn.intent not in LEAVES:
        talk.missed()
    elif said:
        next_of(talk, plain(await talk.client.report(talk.report.id))["step"])
    else:
        talk.ends("stop")
