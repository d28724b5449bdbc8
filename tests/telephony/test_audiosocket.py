"""The same house with AudioSocket, for an Asterisk that has no WebSocket channel."""

import signal

import numpy as np
import pytest

from tests.telephony.conftest import House
from tests.telephony.phones import loud_ms, silence, tone


@pytest.fixture
def media() -> str:
    return "audiosocket"


def test_caller_is_greeted_understood_and_connected(house: House) -> None:
    house.start_connector("I want to speak to a person")
    taker = house.call_taker()
    caller = house.caller(np.concatenate([silence(3.5), tone(1.0)]))
    told = taker.until_rung()
    taker.until_answered()
    caller.stop()
    assert told["x-civicline-ticket"] == ["tick-2"]
    assert loud_ms(caller.heard()[: 3 * 8_000]).any(), "the greeting was not heard"
    assert '"gateway": "asterisk_audiosocket"' in house.connector_log


def test_key_zero_reaches_a_person(house: House) -> None:
    house.start_connector()
    taker = house.call_taker()
    caller = house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(1)
    caller.press("0")
    assert taker.until_rung()["x-civicline-reason"] == ["asked_for_person"]


def test_connector_down_rings_a_person(house: House) -> None:
    taker = house.call_taker()
    house.caller(silence(1))
    taker.until_rung(within_s=10)


def test_connector_killed_in_mid_call_rings_a_person(house: House) -> None:
    house.start_connector()
    taker = house.call_taker()
    house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(2)
    house.kill_connector()
    taker.until_rung(within_s=10)


def test_connector_that_hangs_in_mid_call_rings_a_person(house: House) -> None:
    house.start_connector()
    taker = house.call_taker()
    house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(2)
    house.tell_connector(signal.SIGUSR1)
    taker.until_rung(within_s=20)
