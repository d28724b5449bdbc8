"""Every dialogue of this folder over the real bot with real casework; see README.md for how one is written."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from launcher import health
from launcher.stack import Stack
from tests.dialogues.line import Caller, Reply
from tests.dialogues.script import DIGITS, Dialogue, Expect, Turn, all_dialogues, filled, in_words

CIRCUIT_CLOSED_S = 3.5  # the actions leave casework alone for so long after it failed
DIGIT_OF = {"zero": "0", **{word: str(digit) for digit, word in enumerate(DIGITS)}}
DIALOGUES = list(all_dialogues())


def test_there_are_at_least_sixty_dialogues_and_each_has_a_name_of_its_own() -> None:
    names = [dialogue.dialogue for _, dialogue in DIALOGUES]
    assert len(names) >= 60
    assert len(names) == len(set(names))


def test_every_dialogue_expects_something_of_its_last_turn() -> None:
    empty = [one.dialogue for _, one in DIALOGUES if not spoken(one) or not spoken(one)[-1].expect.model_fields_set]
    assert empty == []


def spoken(dialogue: Dialogue) -> list[Turn]:
    return [turn for turn in dialogue.turns if not turn.line and not turn.calls_again]


@pytest.mark.parametrize("dialogue", [pytest.param(one, id=f"{topic}: {one.dialogue}") for topic, one in DIALOGUES])
def test_dialogue(dialogue: Dialogue, stack: Stack, http: httpx.Client, cases: list[Mapping[str, str]]) -> None:
    caller, code = Caller(http, dialogue.agency, dialogue.channel), ""
    try:
        for written in dialogue.turns:
            if written.line:
                disturb(stack, **written.line)
                continue
            if written.calls_again:
                caller = Caller(http, dialogue.agency, written.calls_again)
                continue
            turn = written.with_code(code, in_words(code))
            heard = {} if turn.stt_confidence is None else {"stt_confidence": turn.stt_confidence}
            reply = caller.turn(turn.message(cases), **heard)
            if seen(reply)["ask"] == "danger" and dialogue.in_danger is not None:
                reply = caller.turn("yes" if dialogue.in_danger else "no")
            faults = [*differences(turn.expect, reply, caller.replies, cases)]
            assert not faults, "; ".join(faults) + "\n" + caller.talk
            code = access_code(reply.text) or code
    finally:
        if dialogue.disturbs_the_line:
            mend(stack)


def access_code(text: str) -> str:
    """The code that is said in a reply, as digits."""
    found = re.search(r"code(?: is)? ((?:(?:zero|one|two|three|four|five|six|seven|eight|nine),? ?){5}|\d{5})", text)
    digits = [DIGIT_OF.get(word, word) for word in re.findall(r"[a-z]+|\d", found[1])] if found else []
    return "".join(digits)


def disturb(stack: Stack, stop: str = "", start: str = "", restart: str = "") -> None:
    for name in filter(None, (stop, restart)):
        stack.stop_one(name)
    for name in filter(None, (start, restart)):
        stack.start_one(name)


def mend(stack: Stack) -> None:
    """All services run again, and have been left alone long enough to be asked again."""
    for service in stack.services:
        if not health.is_ready(stack.settings.url(service.name), service.ready_paths):
            stack.start_one(service.name)
    time.sleep(CIRCUIT_CLOSED_S)


def differences(expect: Expect, reply: Reply, replies: list[Reply], cases: list[Mapping[str, str]]) -> list[str]:
    """One sentence for everything that is not as expected."""
    found = seen(reply)
    wanted = {name: getattr(expect, name) for name in expect.model_fields_set & set(found)}
    faults = [f"{name} is {found[name]!r}, not {value!r}" for name, value in wanted.items() if found[name] != value]
    text = reply.text.lower()
    faults += [f"'{words}' is not said" for words in expect.text if filled(words, cases).lower() not in text]
    faults += [f"'{words}' is said" for words in expect.unsaid if filled(words, cases).lower() in text]
    facts = reply.decision.get("facts", {})
    faults += [
        f"fact {name} is {facts.get(name)!r}" for name, value in expect.facts.items() if facts.get(name) != value
    ]
    if expect.same_as is not None and reply.text != replies[expect.same_as - 1].text:
        faults.append(f"it is not the words of turn {expect.same_as}")
    if expect.within_s is not None and reply.seconds > expect.within_s:
        faults.append(f"it took {reply.seconds:.1f} s, more than {expect.within_s} s")
    return faults


def seen(reply: Reply) -> dict[str, Any]:
    """The reply under the names that an expectation uses."""
    decision = reply.decision
    ask, destination = decision.get("ask", {}), decision.get("destination", {})
    plain = {name: decision.get(name) for name in ("act", "need", "disposition", "reason", "voice", "repeat")}
    parts = {"ask": ask.get("slot"), "choices": ask.get("choices"), "destination": destination.get("id")}
    return {**plain, **parts, "phone": destination.get("phone"), "ticket": "ticket" in decision}
