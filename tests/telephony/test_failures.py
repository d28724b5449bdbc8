"""Whatever fails, the caller ends with a person: connector down or killed, call-taker busy, hostile answers, an emergency."""

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from tests.telephony.conftest import House
from tests.telephony.phones import loud_ms, silence, tone

WANTS_A_PERSON = np.concatenate([silence(3.5), tone(1.0)])


def test_connector_down_rings_a_person(house: House) -> None:
    taker = house.call_taker()
    house.caller(silence(1))
    told = taker.until_rung(within_s=8)
    taker.until_answered()
    assert not told.get("x-civicline-ticket")


def test_connector_killed_in_mid_call_rings_a_person(house: House) -> None:
    house.start_connector(more=("--greeting", "A greeting without any end in sight goes on and on. " * 4))
    taker = house.call_taker()
    house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(2)
    house.kill_connector()
    taker.until_rung(within_s=8)
    taker.until_answered()


def test_connector_that_hangs_in_mid_call_rings_a_person(house: House) -> None:
    house.start_connector(more=("--greeting", "A greeting without any end in sight goes on and on. " * 4))
    taker = house.call_taker()
    house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(2)
    house.tell_connector(signal.SIGUSR1)
    taker.until_rung(within_s=20)
    taker.until_answered()


def test_connector_that_is_stopped_at_once_hands_its_calls_over_with_their_reason(house: House) -> None:
    house.start_connector()
    taker = house.call_taker()
    house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(2)
    house.tell_connector(signal.SIGINT)
    assert taker.until_rung(within_s=20)["x-civicline-reason"] == ["system_failure"]
    taker.until_answered()


def test_connector_that_drains_lets_its_calls_finish(house: House) -> None:
    house.start_connector(more=("--greeting", "A greeting without any end in sight goes on and on. " * 4))
    taker = house.call_taker()
    caller = house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(1)
    house.tell_connector(signal.SIGTERM)
    house.wait_s(1)
    caller.press("0")
    assert taker.until_rung()["x-civicline-reason"] == ["asked_for_person"]
    taker.until_answered()


def test_wrong_password_rings_a_person(house: House) -> None:
    local = house.pbx.folder / "etc" / "local" / "connector.conf"
    local.write_text(local.read_text().replace("password=", "password=not-"))
    house.pbx.reload()
    house.start_connector()
    taker = house.call_taker()
    house.caller(silence(1))
    taker.until_rung(within_s=8)
    assert '"code": "not_authorised"' in house.connector_log


def test_busy_call_taker_rings_the_second_queue(house: House) -> None:
    house.start_connector("a person please")
    house.call_taker(answers=False)
    second = house.call_taker("second")
    house.caller(WANTS_A_PERSON)
    assert second.until_rung()["x-civicline-ticket"] == ["tick-2"]
    second.until_answered()


def test_nobody_answering_brings_the_caller_back_to_an_apology_and_then_to_a_person(house: House) -> None:
    house.start_connector("a person please", "try again please, a person")
    house.call_taker(answers=False)
    house.call_taker("second", answers=False)
    caller = house.caller(np.concatenate([silence(3.5), tone(1.0), silence(180)]))
    house.until_logged_times("call started", 2, within_s=30)
    for phone in house.phones[:2]:
        phone.stop()
    taker = house.call_taker()
    house.wait_s(2.5)
    caller.press("0")
    told = taker.until_rung()
    assert told["x-civicline-reason"] == ["asked_for_person"]
    taker.until_answered()
    house.until_logged_times('"call ended"', 2)
    ids = [json.loads(one)["call_id"] for one in house.connector_log.splitlines() if '"event": "call started"' in one]
    assert len(ids) == 2, ids
    assert len(set(ids)) == 1, "the caller who came back is another call to the connector"


def test_outside_number_that_nobody_answers_rings_a_call_taker(house: House) -> None:
    house.start_connector("somebody painted graffiti")
    house.call_taker("outside", answers=False)
    taker = house.call_taker()
    house.caller(WANTS_A_PERSON)
    assert taker.until_rung()["x-civicline-need"] == ["graffiti"]


def test_line_feeds_in_a_ticket_become_no_sip_header(house: House) -> None:
    house.start_connector(more=("--evil",))
    taker = house.call_taker()
    house.caller(silence(1))
    house.until_logged("call started")
    house.wait_s(2)
    house.tell_connector(signal.SIGINT)  # the connector asks casework for a ticket itself, and gets an evil one
    told = taker.until_rung(within_s=20)
    assert told["x-civicline-ticket"] == ["tick-1X-InjectedyesX-MoreSHELLtouchevilxy"]
    assert not {"x-injected", "x-more"} & set(told)


@contextmanager
def evil_connector(port: int, body: bytes) -> Iterator[None]:
    """Whatever listens where the connector should: it answers every question with `body`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            upgrade = self.headers.get("upgrade")
            self.send_response(404 if upgrade else 200)
            self.send_header("content-length", str(0 if upgrade else len(body)))
            self.end_headers()
            if not upgrade:
                self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "body",
    [
        b"civicline1,transfer,call_taker,,tick\r\nX-Injected: yes\r\n,need,en,routed",
        b"civicline1,transfer,call_taker,,${SHELL(id)},need\nX-Injected:yes,en,routed\n",
        b"civicline1,transfer,../../etc,911&PJSIP/second,t,n,en,r",
        b"civicline1,transfer," + b"x" * 60_000,
        b"<html>" + b"<p>" * 200 + b"502 Bad Gateway",
        b"",
    ],
    ids=["line feeds in the ticket", "dialplan code", "foreign targets", "huge", "HTML", "empty"],
)
def test_hostile_answer_is_harmless_and_a_person_rings(house: House, body: bytes) -> None:
    with evil_connector(house.pbx.ports.connector, body):
        taker = house.call_taker()
        house.caller(silence(1))
        told = taker.until_rung(within_s=10)
    assert "x-injected" not in told
    assert all(len(value) <= 400 for values in told.values() for value in values)
    assert "uid=" not in repr(told)


class TestEmergency:
    @pytest.fixture
    def emergency(self) -> str:
        return "PJSIP/emergency"

    def test_agency_that_transfers_rings_the_emergency_position(self, house: House) -> None:
        house.start_connector("my house is on fire", more=("--emergency-transfer",))
        position = house.call_taker("emergency")
        house.caller(WANTS_A_PERSON)
        assert position.until_rung()["x-civicline-reason"] == ["emergency"]
        position.until_answered()

    def test_agency_that_says_dial_keeps_the_line_and_rings_the_call_takers(self, house: House) -> None:
        house.start_connector("he has a gun")
        taker = house.call_taker()
        house.caller(WANTS_A_PERSON)
        assert taker.until_rung()["x-civicline-reason"] == ["emergency"]

    def test_emergency_position_that_is_busy_is_followed_by_the_call_takers(self, house: House) -> None:
        house.start_connector("my house is on fire", more=("--emergency-transfer",))
        house.call_taker("emergency", answers=False)
        taker = house.call_taker()
        house.caller(WANTS_A_PERSON)
        assert taker.until_rung()["x-civicline-reason"] == ["emergency"]
        taker.until_answered()


def test_caller_always_hears_something_while_people_are_tried(house: House) -> None:
    house.start_connector("a person please")
    house.call_taker(answers=False)
    house.call_taker("second", answers=False)
    caller = house.caller(np.concatenate([silence(3.5), tone(1.0)]))
    house.until_logged("call ended")
    house.wait_s(4)
    caller.stop()
    assert loud_ms(caller.heard()[-4 * 8_000 :]).any(), "silence while the queues are tried"
