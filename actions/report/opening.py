"""Before the first question: the one offer (now, online, a person), which kind of report, and the report's beginning."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Dict, Optional

from actions.casework import plain
from actions.needs import CHAT, is_need, names_a_need
from actions.report.asking import next_of
from actions.report.moves import move_of
from actions.report.phrases import HOW_LONG, WHAT_NEXT
from actions.report.questions import own
from actions.report.state import Report
from actions.report.talk import Talk
from actions.turn import LONGEST_FACT
from spoken.en import choices, yes_no
from spoken.en.choices import choice_in

SURE_OF_NEED = 0.6
PLAIN_NO = 3  # words; a longer one may tell on
_REFUSES = re.compile(
    r"\b(?:want|rather|prefer|thanks?|thank you|don't (?:know|care)|not (?:sure|now|here|today|online|on the phone|by phone)|no idea|"
    r"neither|later|leave it)\b",
    re.I,
)
_ONLY_WHOM = re.compile(  # "no, just tell me who to call"
    r"\b(?:who(?:m)? (?:do|can|should|would) i (?:call|talk|speak|go|ask)|who(?:m)? to (?:call|talk to|ask)|"
    r"(?:give|tell) me (?:the|a|their) (?:phone )?number|(?:what's|what is) the(?:ir)? (?:phone )?number)\b",
    re.I,
)
_STOLEN = re.compile(
    r"\b(?:stolen|stole|(?:somebody|someone|he|she|they|(?:some|the|a) (?:guy|man|kid|woman|person))"
    r" (?:(?:must|may|might) have |has |have )?(?:took|taken|grabbed|swiped|stole|stolen))\b",
    re.I,
)
_NOT_STOLEN = re.compile(
    r"\b(?:not|wasn't|don't think|doubt|no)\b[^.,]{0,20}\b(?:stolen|stole|took)\b|\b(?:or|whether)\b", re.I
)
_NO_WAIT = re.compile(r"^\W*(?:(?:oh|um|uh|well|no|wait|sorry|actually)\b\W*)+", re.I)
_REAL_PERSON = re.compile(  # "yes but can I do it with a real person"
    r"(?<!not )\b(?:real|live|actual|human) (?:person|being|human|operator)\b|\bwith (?:a person|a human|somebody|someone)\b",
    re.I,
)
_FOR_INFORMATION = re.compile(  # "no, I just wanted you to know"
    r"\b(?:just|only)(?: \w+){0,2} (?:want(?:ed)?|calling|called|thought|letting|telling|report(?:ing)?)\b"
    r".{0,40}\b(?:know|tell you|aware|heads up|info\w*)\b"
    r"|\b(?:don't|do not) (?:want|need) (?:a|any|the|to (?:make|file|do)(?: (?:a|any|the))?) ?report\b|\bjust (?:fyi|a heads up)\b"
    r"|^\W*(?:no|nope|nah)\b.{0,12}\b(?:we|i|it|that)(?:'re|'m|'s| are| am| is) (?:all )?(?:good|fine|ok|okay|set)\b|\bno need\b",
    re.I,
)
_OWN_THING = re.compile(r"(?:(?:my|a|an|the|our) )?[a-z]{3,}[.!]?", re.I)  # "bike", to those who said only "stolen"
STORY_WORDS = 9  # fewer only name what it is about


def chosen(text: str, digits: str, intent: str) -> Optional[str]:
    """now | online | person | told (it was for information only); None when the turn chose nothing."""
    if digits:
        return {"1": "now", "2": "online", "3": "person"}.get(digits)
    if _REAL_PERSON.search(text):
        return "person"
    if named := choice_in(text):  # "in person" is here and now, whatever the classifier takes it for
        return named
    if _ONLY_WHOM.search(text):
        return "person"
    if _FOR_INFORMATION.search(text):
        return "told"
    if len(text.split()) > PLAIN_NO and yes_no.read(text).value is True and not yes_no.drops_it(text):
        return "now"  # "yes but I don't want my name on it"
    if intent == "deny" and len(text.split()) > PLAIN_NO and not _REFUSES.search(text):
        return None  # "no it was just lost"
    meant = {"deny": "person", "speak_to_person": "person", "choose_online": "online", "affirm": "now"}
    return meant.get(intent)


async def offer(talk: Talk) -> None:
    """Stage offer. Whoever goes on telling it wants it taken; an unclear answer brings a person, never a second offer."""
    if not talk.report.open:
        talk.asks_own("offer")
        decision = talk.memory.decision or {}
        talk.known = {name: decision.get(name) for name in ("disposition", "destination")}
        talk.known["reason"] = "routed"
        return
    turn = talk.turn
    choice = chosen(turn.text, turn.digits, turn.intent)
    corrected = _corrected_need(talk)
    other = corrected or (
        is_need(turn.intent) and turn.intent not in (talk.memory.need, CHAT) and turn.confidence >= SURE_OF_NEED
    )
    if choice is None and HOW_LONG.search(turn.text):
        talk.say(response="utter_report_takes")
        talk.asks_same()
    elif choice in (None, "now") and WHAT_NEXT.search(turn.text):  # "what happens after I report it" is no yes yet
        talk.say(response="utter_report_what_next")
        talk.asks_same()
    elif choice is None and corrected:
        talk.ends("other_need", need=corrected)
    elif choice == "now" or (choice is None and _tells_on(talk)):
        talk.memory = replace(talk.memory, facts={**talk.memory.facts, **turn.facts})
        await which(talk)
    elif choice is None and other and names_a_need(turn.text):
        talk.ends("other_need", need=turn.intent)
    else:
        talk.ends(choice if choice in ("online", "told") else "declined")


def _corrected_need(talk: Talk) -> Optional[str]:
    """ "Actually it was stolen, somebody took it out of my bag": what was lost was taken after all."""
    turn = talk.turn
    text = _NO_WAIT.sub("", turn.text)
    stolen = talk.memory.need == "lost_property" and _STOLEN.search(text) and not _NOT_STOLEN.search(text)
    return "theft_cold" if stolen else None


def _tells_on(talk: Talk) -> bool:
    """The answer to "shall I take the report?" is more of the story: where, when, what, or the same once more."""
    turn = talk.turn
    told = any(isinstance(value, str) for value in turn.facts.values()) or turn.facts.get("suspect_present") is False
    on = told or turn.intent in (talk.memory.need, "inform", "deny")
    thing = turn.intent == "inform" and _OWN_THING.fullmatch(turn.text.strip())
    return (
        (len(turn.text.split()) > 2 or told or bool(thing))
        and on
        and not yes_no.drops_it(turn.text)
        and not _REFUSES.search(turn.text)
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
    """`said`: the longest that the caller has said so far; `what`: the same, when it tells what happened and where or when."""
    texts = [str(event.get("text") or "") for event in talk.tracker.events if event.get("event") == "user"]
    said = max((text for text in texts if not text.startswith("/")), key=len, default="")[:LONGEST_FACT]
    if not said:
        return {}
    tells = len(said.split()) >= STORY_WORDS and ("where" in talk.memory.facts or "when" in talk.memory.facts)
    return {"said": said, **({"what": said} if tells else {})}


async def begin(talk: Talk, kind: Dict[str, Any]) -> None:
    """Begins the report with what the conversation knows already: the caller's first words are the story, if they tell it."""
    turn = talk.turn
    facts = {name: value for name, value in talk.memory.facts.items() if isinstance(value, (str, bool))}
    facts.update(_first_words(talk))
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
