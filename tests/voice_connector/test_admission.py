"""How many calls are taken: what was measured, what the operator says, and what the engines can bear at this moment."""

import pytest

from voice_connector.admission import Admission
from voice_connector.capacity import Habits, Pace, calls_within, wait_p95_ms
from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted

QUICK = Pace(recognise_ms=150, speak_ms=80, frame_ms=0.1, cores=2)
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


def test_a_connector_that_is_stopping_takes_nothing() -> None:
    assert {refusal(Admission(9, draining=True), call) for call in (CALL, CHAT, BY_CARRIER)} == {"draining"}


@pytest.mark.parametrize(("measured", "says"), [(True, "measured at start"), (False, "CIVICLINE_MOST_CALLS")])
def test_a_refusal_says_where_its_number_comes_from(measured: bool, says: str) -> None:
    with pytest.raises(LineBusy, match=says):
        Admission(0, measured=measured).admit(CALL, 0, 0)


def test_capacity_grows_with_cores_and_with_patience_and_shrinks_with_slower_engines() -> None:
    calls = calls_within(QUICK, 1_200)
    assert 8 <= calls <= 40
    assert calls_within(Pace(150, 80, 0.1, cores=4), 1_200) >= 2 * calls
    assert calls_within(QUICK, 2_000) >= calls
    assert calls_within(Pace(300, 80, 0.1, cores=2), 1_200) < calls
    assert calls_within(Pace(150, 80, 2.0, cores=2), 1_200) < calls


def test_a_machine_that_cannot_serve_one_call_in_time_says_so() -> None:
    assert calls_within(Pace(3_000, 1_000, 0.3, cores=1), 1_200) == 0


def test_the_wait_grows_with_the_calls_and_is_the_same_each_time() -> None:
    waits = [wait_p95_ms(calls, QUICK, Habits()) for calls in (1, 10, 20, 40)]
    assert waits == sorted(waits)
    assert waits == [wait_p95_ms(calls, QUICK, Habits()) for calls in (1, 10, 20, 40)]
