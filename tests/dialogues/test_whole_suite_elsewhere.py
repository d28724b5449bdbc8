"""Every dialogue of this folder, said by callers of Thornmouth while Denver's are served by the same processes.

They say their own emergency number where Denver's callers say theirs. What Denver decides is not asked here. Wanted of every
reply: it fits the contract and can be spoken, and nothing of Denver is in it that the caller has not said: no street,
sentence, money or number; and an emergency is the town's own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping

import httpx
import pytest

from agencies.loader import load_agency
from launcher.paths import ROOT
from spoken.en import yes_no
from tests.dialogues.line import Caller, Reply
from tests.dialogues.script import Dialogue, all_dialogues, in_words
from tests.dialogues.test_dialogues import access_code, seen

DENVERS = re.compile(
    r"denver|colorado|nine one one|\b911\b|three one one|\b311\b|call-taker|dollar|aurora|colfax|lakewood|rtd|"
    r"license plate|neighbor\b|\bcolor\b|trash",
    re.IGNORECASE,
)
_THEIR_NUMBERS = re.compile(r"999|101|116123|\+44\d+")
SAID = [(topic, one) for topic, one in all_dialogues() if not one.disturbs_the_line]


def _streets() -> frozenset[str]:
    """Denver's, as they are said with a type behind them; those that every town may have are no sign of it."""
    path = ROOT / "agencies" / "denver" / "streets.csv"
    rows = csv.DictReader(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return frozenset(row["name"].lower() for row in rows if not row["ordinary"])


STREETS, OFFICES = _streets(), frozenset(one.name.lower() for one in load_agency("denver").destinations.values())
_STREET = re.compile(r"\b([a-z]+) (?:street|avenue|boulevard|drive|way|court|place|parkway|st|ave|blvd)\b")


def of_denver(reply: Reply, said: str) -> list[str]:
    """What of a reply is Denver's own and was not said by the caller."""
    text, name = reply.text.lower(), str((reply.decision.get("destination") or {}).get("name", "")).lower()
    found = [*DENVERS.findall(text), *(one for one in OFFICES if one in text or one == name)]
    return [one for one in (*found, *(STREETS & set(_STREET.findall(text)))) if one not in said]


@pytest.mark.parametrize("dialogue", [pytest.param(one, id=f"{topic}: {one.dialogue}") for topic, one in SAID])
def test_nothing_of_denver_reaches_a_caller_of_thornmouth(
    dialogue: Dialogue, http: httpx.Client, cases: list[Mapping[str, str]]
) -> None:
    ends = []
    for said, reply, caller in played(dialogue, http, cases):
        strange = of_denver(reply, said)
        assert not strange, f"{strange}\n{caller.talk}"
        phone, disposition = (reply.decision.get("destination") or {}).get("phone"), reply.decision.get("disposition")
        assert phone is None or _THEIR_NUMBERS.fullmatch(phone), caller.talk
        assert disposition != "911" or phone == "999", caller.talk
        ends.append(disposition)
    told = [
        turn for turn in dialogue.turns if turn.expect.disposition == "911" and not yes_no.read(turn.says or "").sure
    ]
    if told:  # a bare yes means what was asked, and another town's forms ask something else
        assert {"911", "call_taker"} & set(ends), f"an emergency in Denver is none here\n{caller.talk}"


def played(
    dialogue: Dialogue, http: httpx.Client, cases: list[Mapping[str, str]]
) -> Iterator[tuple[str, Reply, Caller]]:
    """Reply by reply, with all that the caller has said before it, in small letters."""
    caller, code, said = Caller(http, "thornmouth", dialogue.channel), "", ""
    for written in dialogue.turns:
        if written.calls_again:
            caller = Caller(http, "thornmouth", written.calls_again)
            continue
        turn = written.with_code(code, in_words(code))
        message = in_their_number(turn.message(cases))
        said += f" {message.lower()}"
        reply = caller.turn(message)
        yield said, reply, caller
        if seen(reply)["ask"] == "danger" and dialogue.in_danger is not None:
            reply = caller.turn("yes" if dialogue.in_danger else "no")
            yield said, reply, caller
        code = access_code(reply.text) or code


def test_a_street_and_an_office_of_denver_would_be_seen() -> None:
    said_there = Reply("The Denver Sheriff vehicle impound is at Colfax Avenue.", {}, 0.0)
    assert set(of_denver(said_there, "")) >= {"denver sheriff vehicle impound", "colfax", "denver"}
    assert of_denver(Reply("Is it at Colfax Avenue?", {}, 0.0), "a car on colfax") == []


def test_nearly_every_dialogue_is_said_there_too() -> None:
    assert len(SAID) >= 0.95 * len(list(all_dialogues()))


def in_their_number(message: str) -> str:
    return message.replace("nine one one", "nine nine nine").replace("911", "999")
