"""Whether a played call went well, and if not, why: what it may end with, what it must know, what must never happen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from benchmarks.dialogue_player import Played, question_of
from voice_connector.bot.replies import Ask, HangUp, Transfer

NEED, DISPOSITION = "ends with another need", "ends another way"
FACT, TAKEN_BACK = "a fact is not kept", "a fact is kept that was taken back"
TRAPPED, NO_REPLY, THREE_TIMES = "trapped", "no reply", "the same question three times"
NEVER = "never: "
DIGITS = {"zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
          "seven": "7", "eight": "8", "nine": "9"}  # fmt: skip
PARTS_OF = {"where": ("street",)}  # what is known of a place before all of it is
ASKED_AGAIN_BY_NATURE = ("anything_else", "need")  # after every answer; three times in a row is too often all the same


def reasons(played: Played) -> list[str]:
    """Why a call is bad; empty when it is good."""
    if played.failure is not None:
        return [NO_REPLY]
    return list(dict.fromkeys([*_end(played), *_facts(played), *_never(played), *_always(played)]))


def is_early(played: Played) -> bool:
    """It was over before the first turn that is said whatever was asked."""
    later = played.dialogue.later
    return bool(later) and played.over and len(played.said) < min(one.turn for one in later)


def final_need(played: Played) -> str | None:
    return next((one.decision.need for one in reversed(played.replies) if one.decision.need), None)


def final_disposition(played: Played) -> str | None:
    found = [one.decision.disposition for one in reversed(played.replies) if one.decision.disposition]
    return found[0] if found else "abandoned" if played.over else None


def filed(played: Played) -> bool:
    """A report was read back, agreed to and taken."""
    pairs = zip(played.replies, played.replies[1:])
    return any(
        isinstance(one, Ask) and question_of(one).slot == "report_summary" and after.decision.act == "report"
        for one, after in pairs
    )


def asked(played: Played) -> list[str]:
    """The slots of the questions, in turn."""
    return [slot for one in played.replies if (slot := question_of(one).slot)]


def questions_before_where(played: Played) -> int | None:
    """How many questions were put before where it was is asked or known; None when it never came to that."""
    before = 0
    for reply in played.replies:
        if (reply.decision.facts or {}).get("where") or (isinstance(reply, Ask) and reply.ask.slot == "where"):
            return before
        before += isinstance(reply, Ask)
    return None


def keeps(played: Played, fact: str, wanted: str) -> bool:
    """The fact holds this text: as the bot's decision has it, else as the report was read back."""
    return any(_holds(fact, text, wanted) for text in _known(played, fact))


def _known(played: Played, fact: str) -> list[str]:
    read_back = [one.text for one in played.replies if question_of(one).slot == "report_summary"]
    decided = [told for name in (fact, *PARTS_OF.get(fact, ())) if (told := _last_known(played, name))]
    return decided[:1] or read_back[-1:]


def _taken(played: Played, fact: str) -> list[str]:
    """Answers to the question of this fact after which something else was asked: a report keeps them, also when it is not read back."""
    turns = zip(played.replies, played.said[1:], played.replies[1:])
    slots = [(question_of(one).slot, text, question_of(after).slot) for one, text, after in turns]
    return [text for slot, text, after in slots if slot.rpartition(".")[2] == fact and after not in ("", slot)]


def _last_known(played: Played, fact: str) -> str:
    told = [(one.decision.facts or {}).get(fact) for one in played.replies]
    return next((str(value) for value in reversed(told) if value not in (None, "")), "")


def was_said(played: Played, fact: str, wanted: str) -> bool:
    return any(_holds(fact, text, wanted) for text in played.said)


def _end(played: Played) -> Iterator[str]:
    if not played.over:
        yield TRAPPED
        return
    expect = played.dialogue.expect
    early = expect.early if is_early(played) else None
    needs = early.need if early and early.need else expect.need
    dispositions = early.disposition if early and early.disposition else expect.disposition
    if needs and final_need(played) not in needs:
        yield NEED
    if final_disposition(played) not in dispositions:
        yield DISPOSITION


def _facts(played: Played) -> Iterator[str]:
    """What was never said because it was never asked is not missed."""
    if is_early(played):
        return
    for fact, wanted in played.dialogue.expect.facts.items():
        said = [one for one in ([wanted] if isinstance(wanted, str) else wanted) if was_said(played, fact, one)]
        known = _known(played, fact) or _taken(played, fact)
        if said and not any(_holds(fact, text, one) for text in known for one in said):
            yield FACT
    for fact, unwanted in played.dialogue.expect.facts_not.items():
        if keeps(played, fact, unwanted):
            yield TAKEN_BACK


def _never(played: Played) -> Iterator[str]:
    for one in played.dialogue.expect.never:
        happens = HAPPENED.get(one)
        if happens is None and final_need(played) == one:
            yield f"{NEVER}a need that it must not end with"
        elif happens is not None and happens(played):
            yield THREE_TIMES if one == "same_question_three_times" else NEVER + one


def _always(played: Played) -> Iterator[str]:
    if _same_question_three_times(played):
        yield THREE_TIMES


def _same_question_three_times(played: Played) -> bool:
    slots = asked(played)
    if any(one == second == third for one, second, third in zip(slots, slots[1:], slots[2:])):
        return True
    return any(times >= 3 for slot, times in Counter(slots).items() if slot not in ASKED_AGAIN_BY_NATURE)


def _hang_up(played: Played) -> bool:
    told = any(one.decision.act in ("inform", "report", "case_status") for one in played.replies)
    ended = bool(played.replies) and isinstance(played.replies[-1], HangUp)
    return ended and not told and final_disposition(played) in (None, "abandoned")


def _online_only(played: Played) -> bool:
    if not played.over or isinstance(played.replies[-1], Transfer) or filed(played):
        return False
    offered = any("person" in one.text or "call-taker" in one.text for one in played.replies)
    return final_disposition(played) in ("self_service_report", "info") and not offered


def _question_after_danger(played: Played) -> bool:
    """After the turn that tells of danger: the first `later` one, else the opening."""
    if is_early(played):
        return False
    at = min((one.turn for one in played.dialogue.later), default=1)
    return any(isinstance(one, Ask) for one in played.replies[at - 1 :])


HAPPENED: dict[str, Callable[[Played], bool]] = {
    "911": lambda played: any(one.decision.disposition == "911" for one in played.replies),
    "other_city": lambda played: final_need(played) == "other_city",
    "hang_up": _hang_up,
    "online_only": _online_only,
    "question_after_danger": _question_after_danger,
    "same_question_three_times": _same_question_three_times,
}


def _holds(fact: str, text: str, wanted: str) -> bool:
    if fact == "phone":
        return _digits(wanted) in _digits(text)
    return wanted.lower() in text.lower()


def _digits(text: str) -> str:
    return "".join(
        DIGITS.get(one, one) for one in re.findall(r"[a-z]+|\d", text.lower()) if one in DIGITS or one.isdigit()
    )
