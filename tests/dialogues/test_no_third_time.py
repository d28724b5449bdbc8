"""No question is put a third time, in any report or form, to callers who answer everything in the same way."""

from __future__ import annotations

from collections import Counter

import httpx
import pytest
import yaml

from launcher.paths import ROOT
from tests.dialogues.line import Caller
from voice_connector.bot import messages

KINDS = ROOT / "agencies" / "denver" / "reports"
BEGINS = {  # a kind of report -> what its caller says first
    "abandoned_vehicle": "a car has been left on our street for weeks",
    "crash_no_injury": "i was in a fender bender this morning nobody was hurt",
    "dumping": "somebody dumped a mattress in the alley",
    "encampment": "there is a homeless camp by the creek",
    "fraud_scam": "i got scammed on the phone with gift cards",
    "graffiti": "there's graffiti on the bridge",
    "harassment_past": "i keep getting nasty text messages from somebody",
    "hit_run_parked": "somebody hit my parked car and drove off",
    "identity_theft": "somebody opened a bank account in my name",
    "lost_property": "i lost my wallet",
    "parking": "a car is parked across my driveway",
    "theft": "my bike was stolen",
    "theft_from_vehicle": "somebody took my bag out of my car last night",
    "vandalism": "somebody smashed my mailbox",
}
OTHER_FORMS = {
    "a case": "how is my report going",
    "a report to go on with": "i want to continue the report i began yesterday",
    "a report taken back": "cancel the report i filed",
    "nothing": "hello",
    "two that are as likely": "the stop sign is painted over",
}
SAY = ("skip", "i don't know", "purple elephants", "what", "you're useless")
MOST_TURNS = 70
OVER = ("transfer", "end")
AGAIN_BY_NATURE = ("anything_else", "report_summary")


def test_every_kind_of_report_has_a_caller_here() -> None:
    kinds = {file.stem for file in KINDS.glob("*.yml") if "questions" in yaml.safe_load(file.read_text("utf-8"))}
    assert kinds - {"common"} == set(BEGINS)


@pytest.mark.parametrize("said", SAY)
@pytest.mark.parametrize("first", [*BEGINS.values(), *OTHER_FORMS.values()])
def test_no_question_is_put_a_third_time(http: httpx.Client, first: str, said: str) -> None:
    caller = Caller(http, channel="voice")
    asked: list[str | None] = []
    text = first
    while len(caller.replies) < MOST_TURNS:
        reply = caller.turn(messages.words(text))
        if reply.decision["act"] in OVER:
            break
        if not reply.decision.get("repeat"):  # whoever asks to hear it again does
            asked.append((reply.decision.get("ask") or {}).get("slot"))
        text = {"self_service": "take it now", "any_concern": "no", "danger": "no", "person": "no"}.get(
            str(asked[-1]), said
        )
    assert len(caller.replies) < MOST_TURNS, caller.talk
    in_a_row = [one for one, two, three in zip(asked, asked[1:], asked[2:]) if one and one == two == three]
    assert not in_a_row, f"{in_a_row}\n{caller.talk}"
    often = [slot for slot, times in Counter(asked).items() if slot not in (None, *AGAIN_BY_NATURE) and times > 4]
    assert not often, f"{often}\n{caller.talk}"
