"""Before the first question: the one offer (now, online, a person), which kind of report, and the report's beginning."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from actions.casework import plain
from actions.needs import CHAT, is_need, names_a_need
from actions.report.asides import asked_beside
from actions.report.kinds import KINDS
from actions.report.moves import move_of
from actions.report.questions import own
from actions.report.resuming import of_this_call
from actions.report.state import Move, Report
from actions.report.steps import next_of
from actions.report.talk import Talk
from actions.report.values import bounded
from spoken.en import after_a_no, choices, denied_before, hit_by_a_vehicle, repeating, report_offer, yes_no
from spoken.en.choices import choice_in
from spoken.en.report_moves import HOW_LONG, WHAT_NEXT
from spoken.en.report_taken import asks_whether_needed, offer_choice

SURE_OF_NEED = 0.6
NOT_UNDERSTOOD = ("nlu_fallback", CHAT, "deny", "correct", "report_something", "case_number_request", "case_status")
CASES = ("case_number_request", "case_status")
PLAIN_NO = 3  # words; a longer one may tell on
PARKED_HIT, DAMAGE = "hit_run_parked", "vandalism"  # needs
STORY_WORDS = 9  # fewer only name what it is about


def chosen(text: str, digits: str, intent: str) -> Optional[str]:
    """now | online | person | told (it was for information only); None when the turn chose nothing."""
    if digits:
        return {"1": "now", "2": "online", "3": "person"}.get(digits)
    if report_offer.real_person(text):
        return "person"
    if named := offer_choice(text):  # "in person" is here and now, whatever the classifier takes it for
        return named
    if first := report_offer.chosen_first(text):
        return first
    if report_offer.asks_whom(text):
        return "person"
    if report_offer.for_information(text):
        return "told"
    if len(text.split()) > PLAIN_NO and yes_no.read(text).value is True and not yes_no.drops_it(text):
        return "now"  # "yes but I don't want my name on it"
    if intent == "deny" and len(text.split()) > PLAIN_NO and not report_offer.refuses(text):
        return None  # "no it was just lost"
    meant = {"deny": "person", "speak_to_person": "person", "choose_online": "online", "affirm": "now"}
    return meant.get(intent)


async def offer(talk: Talk) -> None:
    """Stage offer. Whoever goes on telling it wants it taken; an unclear answer brings a person, never a second offer."""
    if not talk.report.open:
        if await of_this_call(talk, str(talk.memory.need or "")):
            return
        talk.asks_own("offer")
        decision = talk.memory.decision or {}
        talk.known = {name: decision.get(name) for name in ("disposition", "destination")}
        talk.known["reason"] = "routed"
        return
    turn = talk.turn
    choice = chosen(turn.text, turn.digits, turn.intent)
    if choice in (None, "now") and await asked_beside(talk, Move("answer", choice) if choice else Move("missed")):
        return
    if _goes_elsewhere(talk):
        return
    if choice == "online" and talk.channel != "voice" and report_offer.here_as_well(turn.text):
        choice = "now"  # in a chat "online now" is where the person is already
    corrected = _corrected_need(talk)
    other = corrected or (
        is_need(turn.intent) and turn.intent not in (talk.memory.need, CHAT) and turn.confidence >= SURE_OF_NEED
    )
    if choice != "now" and not turn.digits and asks_whether_needed(turn.text):  # no yes yet, nor a wish for a person
        talk.say(response="utter_report_needed")
        talk.asks_same()
    elif choice is None and (HOW_LONG.search(turn.text) or repeating.asks_which_is_faster(turn.text)):
        talk.say(response="utter_report_takes")
        talk.asks_same()
    elif choice in (None, "now") and WHAT_NEXT.search(turn.text):  # "what happens after I report it" is no yes yet
        talk.say(response="utter_report_what_next")
        talk.asks_same()
    elif choice is None and corrected:
        talk.ends("other_need", need=corrected)
    elif choice == "now" or (choice is None and _tells_on(talk)):
        told = report_offer.without_the_choice(turn.facts, turn.text) if choice == "now" else turn.facts
        talk.memory = replace(talk.memory, facts={**talk.memory.facts, **told})
        await _no_parked_vehicle(talk)
        await which(talk)
    elif choice is None and other and names_a_need(turn.text):
        talk.ends("other_need", need=turn.intent)
    else:
        talk.ends(choice if choice in ("online", "told") else "declined")


def _goes_elsewhere(talk: Talk) -> bool:
    """A no that says in the same breath what is wanted: another need, or a question that no report answers."""
    turn, now = talk.turn, talk.memory.need
    instead = after_a_no.told_instead(turn.text)
    informs = report_offer.for_information(turn.text) and not after_a_no.wants_to_know(instead)
    about_the_offer = choice_in(turn.text) or HOW_LONG.search(turn.text) or WHAT_NEXT.search(turn.text) or informs
    if not instead or turn.digits or about_the_offer:
        return False
    about_cases = turn.intent in CASES and after_a_no.refuses_a_report(turn.text)
    need = turn.intent if is_need(turn.intent) and turn.intent != CHAT and not about_cases else None
    asks = after_a_no.asks_something(instead)
    if need and need != now and (turn.confidence >= SURE_OF_NEED or asks) and names_a_need(turn.text):
        talk.ends("other_need", need=need)
    elif need is None and turn.intent in NOT_UNDERSTOOD and (asks or turn.intent == CHAT):
        talk.ends("not_wanted")
    elif asks and need == now and not _corrected_need(talk):
        talk.ends("asked")
    else:
        return False
    return True


async def _no_parked_vehicle(talk: Talk) -> None:
    """A mailbox or a wall that was hit is no parked vehicle: damage, whose questions fit."""
    if talk.memory.need != PARKED_HIT or not hit_by_a_vehicle.tells_of_it(_first_words(talk).get("said", "")):
        return
    kinds = await KINDS.for_need(talk.client, talk.agency, DAMAGE, talk.channel)
    fitting = [one for one in kinds if one["kind"] == DAMAGE]
    if fitting:
        talk.memory, talk.report = replace(talk.memory, need=DAMAGE), replace(talk.report, kinds=fitting)


def _corrected_need(talk: Talk) -> Optional[str]:
    """ "Actually it was stolen, somebody took it out of my bag": what was lost was taken after all."""
    turn = talk.turn
    stolen = talk.memory.need == "lost_property" and report_offer.tells_of_theft(turn.text)
    return "theft_cold" if stolen else None


def _tells_on(talk: Talk) -> bool:
    """The answer to "shall I take the report?" is more of the story: where, when, what, or the same once more."""
    turn = talk.turn
    told = any(isinstance(value, str) for value in turn.facts.values()) or turn.facts.get("suspect_present") is False
    on = told or turn.intent in (talk.memory.need, "inform", "deny")
    thing = turn.intent == "inform" and report_offer.is_a_thing(turn.text)
    return (
        (len(turn.text.split()) > 2 or told or thing)
        and on
        and not yes_no.drops_it(turn.text)
        and not report_offer.refuses(turn.text)
    )


async def which(talk: Talk) -> None:
    """Stage which: one kind begins at once, or the one that the first words told; else the caller names one."""
    kinds = talk.report.kinds or []
    words = {str(one["kind"]): one.get("words") or [] for one in kinds}
    told = choices.told_in(_first_words(talk).get("said", ""), words) if talk.report.stage != "which" else None
    sure = kinds if len(kinds) == 1 else [one for one in kinds if one["kind"] == told]
    if sure:
        await begin(talk, sure[0])
        return
    spoken = [one["spoken"] for one in kinds]
    if talk.report.stage != "which":
        said = ", ".join(spoken[:-1]) + f", or {spoken[-1]}"
        ask = own("report_kind", "choice", "utter_report_which", choices=spoken, values_said={"kinds": said})
        talk.asks(ask, stage="which")
        return
    by_kind = {one["kind"]: one["spoken"] for one in kinds}
    keys, text = talk.turn.digits, talk.turn.text
    named = choices.at_key(keys, list(by_kind)) if keys else choices.named(text, by_kind, words)
    if named is None:
        await _which_again(talk)
        return
    await begin(talk, next(one for one in kinds if one["kind"] == named))


async def _which_again(talk: Talk) -> None:
    """Once more; then the kind that bears the need's name, or the first: its questions tell soon enough what it is."""
    if not talk.memory.misses and move_of(talk.turn, talk.memory.ask or {}, talk.report).kind != "unknown":
        talk.memory = replace(talk.memory, misses=1)
        talk.puts(talk.memory.ask or {})
        return
    kinds = talk.report.kinds or []
    await begin(talk, next((one for one in kinds if one["kind"] == talk.memory.need), kinds[0]))


def _first_words(talk: Talk) -> Dict[str, str]:
    """`said`: the longest that the caller has said so far; `what`: the same, when it tells what happened and where or when. One that
    is longer than an answer may be is asked for."""
    said = bounded(max(_said(talk), key=len, default=""))
    if not said:
        return {}
    tells = len(said.split()) >= STORY_WORDS and ("where" in talk.memory.facts or "when" in talk.memory.facts)
    return {"said": said, **({"what": said} if tells else {})}


def _said(talk: Talk) -> List[str]:
    """What the caller has said so far, turn by turn, in words."""
    texts = [str(event.get("text") or "") for event in talk.tracker.events if event.get("event") == "user"]
    return [text for text in texts if not text.startswith("/")]


async def begin(talk: Talk, kind: Dict[str, Any], story: Optional[Dict[str, str]] = None) -> None:
    """Begins the report with what the conversation knows already: the caller's first words are the story, if they tell it.

    `story`: the words that count instead, as _first_words gives them.
    """
    turn = talk.turn
    facts = {name: value for name, value in talk.memory.facts.items() if isinstance(value, (str, bool))}
    facts.update(_first_words(talk) if story is None else story)
    facts = {**dict.fromkeys(denied_before.denied_in(_said(talk)), False), **facts}  # what was heard counts more
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
