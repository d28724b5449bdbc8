"""Real SIP calls through a real Asterisk: what a caller hears, and what a call-taker is told."""

import numpy as np

from tests.telephony.conftest import House
from tests.telephony.phones import loud_ms, silence, tone


def longest_quiet_s(pcm: np.ndarray) -> float:
    """The longest time without a sound."""
    longest = now = 0
    for loud in loud_ms(pcm):
        now = 0 if loud else now + 1
        longest = max(longest, now)
    return longest * 0.02


def test_caller_is_greeted_understood_and_connected_and_the_call_taker_knows_why(house: House) -> None:
    house.start_connector("I want to speak to a person")
    taker = house.call_taker()
    caller = house.caller(np.concatenate([silence(3.5), tone(1.0), silence(6), tone(1.0, 600)]))
    told = taker.until_rung()
    taker.until_answered()
    caller.stop()
    assert told["x-civicline-ticket"] == ["tick-2"]
    assert told["x-civicline-reason"] == ["asked_for_person"]
    assert told["x-civicline-language"] == ["en"]
    assert loud_ms(caller.heard()[: 3 * 8_000]).any(), "the greeting was not heard"
    house.until_logged('"disposition": "call_taker"')
    assert '"ended_by": "transfer"' in house.connector_log


def test_caller_and_call_taker_hear_each_other_after_the_transfer(house: House) -> None:
    house.start_connector("a person please")
    taker = house.call_taker()
    caller = house.caller(np.concatenate([silence(3.5), tone(1.0), silence(8), *[tone(0.5), silence(0.5)] * 8]))
    taker.until_answered()
    house.wait_s(12)
    caller.stop()
    heard = loud_ms(caller.heard())
    assert heard[-4 * 50 :].any(), "what the caller said did not come back from the call-taker's telephone"


def test_key_zero_in_the_greeting_reaches_a_person(house: House) -> None:
    house.start_connector(
        more=("--greeting", "This is a long greeting that nobody wants to hear to its very end. " * 2)
    )
    taker = house.call_taker()
    caller = house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(1.0)
    caller.press("0")
    assert taker.until_rung()["x-civicline-reason"] == ["asked_for_person"]


def test_digits_by_keys_reach_the_bot_in_order(house: House) -> None:
    house.start_connector("the status of my case")
    caller = house.caller(np.concatenate([silence(3.5), tone(1.0)]))
    house.wait_s(9.5)  # greeting, question, and its answer on the keys
    for digit in "241077":
        caller.press(digit)
        house.wait_s(0.3)
    house.wait_s(4)  # the answer: the fake bot knows one case number
    caller.hang_up()
    house.until_logged('"disposition": "case_status"')


def test_speech_over_our_voice_stops_it_at_the_telephone(house: House) -> None:
    """From the caller's first sound: 220 to 300 ms until it counts as speech, then 200 ms at most until silence."""
    house.start_connector("hello", more=("--greeting", "A greeting without any end in sight goes on and on. " * 4))
    caller = house.caller(np.concatenate([silence(3.0), tone(3.0)]))
    house.wait_s(8)
    caller.stop()
    heard = loud_ms(caller.heard())
    assert heard[2 * 50 : 3 * 50].mean() > 0.9, "our voice was not playing when the caller spoke"
    stopped_s = next(at for at in range(3 * 50, len(heard) - 10) if not heard[at : at + 10].any()) / 50
    house.tell(f"our voice stopped {stopped_s - 3.0:.2f} s after the caller's first sound")
    assert stopped_s <= 3.0 + 0.3 + 0.2 + 0.2, "0.2 s beyond the target for the telephones' own clocks"


def test_transfer_to_a_number_of_the_directory_goes_out_over_the_trunk_without_the_story(house: House) -> None:
    house.start_connector("somebody painted graffiti")
    outside = house.call_taker("outside")
    house.caller(np.concatenate([silence(3.5), tone(1.0)]))
    told = outside.until_rung()
    outside.until_answered()
    assert "+17207202489" in told["to"][0]
    assert not [name for name in told if name.startswith("x-civicline")]


def test_hang_up_of_ours_hangs_up_the_telephone(house: House) -> None:
    house.start_connector("thanks, bye")
    caller = house.caller(np.concatenate([silence(3.5), tone(1.0)]))
    house.until_logged("call ended")
    house.until(lambda: not house.pbx.channels().strip(), 5)
    assert '"ended_by": "assistant"' in house.connector_log
    assert caller.is_idle()


def test_caller_who_hangs_up_ends_the_call_here_at_once(house: House) -> None:
    house.start_connector()
    caller = house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(2)
    caller.hang_up()
    house.until_logged('"ended_by": "caller"', within_s=3)
    house.until(lambda: not house.pbx.channels().strip(), 5)
