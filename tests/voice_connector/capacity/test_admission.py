"""How many calls are taken: what was measured, what the operator says, and what the engines can bear at this moment."""

import pytest

from voice_connector.capacity.admission import Admission
from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted

CALL = CallStarted("call-00000001", "voice", "stage")
CHAT = CallStarted("call-00000002", "web", "stage")
BY_CARRIER = CallStarted("call-00000003", "voice", "stage", speech_by="carrier")


def refusal(admission: Admission, call: CallStarted, spoken: int = 0, written: int = 0) -> str | None:
    try:
        admission.admit(call, spoken, written)
    except LineBusy as busy:
        return busy.reason
    return None


def test_calls_are_taken_up_to_the_number_and_chats_up_to_theirs() -> None:
    admission = Admission(2, most_written=3)
    assert refusal(admission, CALL, spoken=1, written=3) is None
    assert refusal(admission, CALL, spoken=2) == "full"
    assert refusal(admission, CHAT, spoken=2, written=2) is None
    assert refusal(admission, CHAT, written=3) == "full"
    assert refusal(admission, BY_CARRIER, spoken=2) is None


def test_calls_are_shed_while_the_engines_are_behind_and_taken_again_after() -> None:
    late = [2.0]
    admission = Admission(10, behind_after_s=1.5, waited_s=lambda: late[0])
    assert refusal(admission, CALL) == "behind"
    assert refusal(admission, CHAT) is None
    late[0] = 0.2
    assert refusal(admission, CALL) is None


def test_what_the_next_caller_is_said_to_get_is_what_they_get() -> None:
    late = [2.0]
    admission = Admission(10, behind_after_s=1.5, waited_s=lambda: late[0])
    assert (admission.room(0), refusal(admission, CALL)) == ("none", "behind")
    late[0] = 0.2
    assert (admission.room(0), refusal(admission, CALL)) == ("in_time", None)
    admission.draining = True
    assert (admission.room(0), refusal(admission, CALL)) == ("none", "draining")


def test_a_connector_that_is_stopping_takes_nothing() -> None:
    assert {refusal(Admission(9, draining=True), call) for call in (CALL, CHAT, BY_CARRIER)} == {"draining"}


@pytest.mark.parametrize(("measured", "says"), [(True, "measured"), (False, "CIVICLINE_MOST_CALLS")])
def test_a_refusal_says_where_its_number_comes_from(measured: bool, says: str) -> None:
    with pytest.raises(LineBusy, match=says):
        Admission(0, measured=measured).admit(CALL, 0, 0)


def later(waits: list[float]) -> tuple[Admission, list[float]]:
    clock = [100.0]
    return Admission(2, most_late=4, waits_s=lambda: waits[0], now=lambda: clock[0]), clock


def test_beyond_the_target_calls_are_taken_one_by_one_while_the_waits_stay_short() -> None:
    admission, clock = later([0.1])
    assert (admission.room(1), admission.room(2), admission.room(4)) == ("in_time", "a_little_later", "none")
    assert refusal(admission, CALL, spoken=2) is None
    assert refusal(admission, CALL, spoken=3) == "full", "what the last one brings has not shown yet"
    clock[0] += 6
    assert refusal(admission, CALL, spoken=3) is None
    clock[0] += 6
    assert refusal(admission, CALL, spoken=4) == "full"


def test_beyond_the_target_nobody_is_taken_while_work_piles_up() -> None:
    waits = [0.9]
    admission, _clock = later(waits)
    assert refusal(admission, CALL, spoken=1) is None
    assert refusal(admission, CALL, spoken=2) == "full"
    waits[0] = 0.2
    assert refusal(admission, CALL, spoken=2) is None
