"""The pure halves: both codecs, the next step's line, credentials, ids. No network, no clock but a set one."""

import contextlib
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_connector.agency_line import Person
from voice_connector.call.line import TransferOrder
from voice_connector.errors import SettingsWrong, WireError
from voice_connector.events import DtmfPressed, HungUp
from voice_connector.gateways.asterisk import wire_audiosocket, wire_websocket
from voice_connector.gateways.asterisk.ids import CallIds
from voice_connector.gateways.asterisk.media import Sound
from voice_connector.gateways.next_step.answer import LONGEST, NextStep, line_of, of_order
from voice_connector.gateways.next_step.store import NextSteps
from voice_connector.gateways.shared import basic_auth
from voice_connector.settings import load_settings


@dataclass
class SetClock:
    time: float = 100.0

    def now(self) -> float:
        return self.time

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.time, UTC)

    async def sleep(self, seconds: float) -> None:
        self.time += seconds


# --- the WebSocket channel


@pytest.mark.parametrize(
    ("frame", "event"),
    [
        ('{"event":"MEDIA_START","format":"ulaw","channel_variables":{}}', wire_websocket.MediaStart("ulaw", True)),
        (
            "MEDIA_START connection_id:bot channel:WebSocket/bot/0x1 channel_id:1.2 format:slin16 optimal_frame_size:640",
            wire_websocket.MediaStart("slin16", False),
        ),
        ("MEDIA_START connection_id:bot channel:WebSocket/bot/0x1", wire_websocket.MediaStart(None, False)),
        ('{"event":"DTMF_END","digit":"#"}', DtmfPressed("#")),
        ("DTMF_END digit:5 channel_id:1.2", DtmfPressed("5")),
        ('{"event":"DTMF_END","digit":"A"}', wire_websocket.Noted()),
        ("MEDIA_XOFF", wire_websocket.Hold(True)),
        ('{"event":"MEDIA_XON","channel_id":"1.2"}', wire_websocket.Hold(False)),
        ("MEDIA_MARK_PROCESSED abc", wire_websocket.MarkPassed("abc")),
        ('{"event":"MEDIA_MARK_PROCESSED","correlation_id":"abc"}', wire_websocket.MarkPassed("abc")),
        ('{"event":"ERROR","error_text":"Unable to parse"}', wire_websocket.Noted("Unable to parse")),
        ('{"event":"STATUS","queue_length":3}', wire_websocket.Noted()),
        (b"\x01\x02", Sound(b"\x01\x02")),
    ],
    ids=str,
)
def test_what_asterisk_says_is_understood_in_both_of_its_dialects(frame: str | bytes, event: object) -> None:
    assert wire_websocket.decode(frame) == event


@given(st.text(max_size=300) | st.binary(max_size=300) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner), max_leaves=5
).map(json.dumps))  # fmt: skip
def test_nothing_that_arrives_on_the_socket_raises_anything_but_wire_error(frame: str | bytes) -> None:
    with contextlib.suppress(WireError):
        wire_websocket.decode(frame)


def test_commands_fit_into_what_asterisk_takes() -> None:
    assert wire_websocket.command("FLUSH_MEDIA", as_json=True) == '{"command":"FLUSH_MEDIA"}'
    assert wire_websocket.command("MARK_MEDIA", as_json=False, correlation_id="ab12") == "MARK_MEDIA ab12"
    assert len(wire_websocket.command("MARK_MEDIA", as_json=True, correlation_id="ab12cd34")) <= 128


def test_query_names_the_call_and_the_callers_number_is_never_shown() -> None:
    query = {"id": ["1763766000.12-1"], "did": ["+17205550100"], "cli": ["+13035550199"], "returned": ["NOANSWER"]}
    leg = wire_websocket.read_query(query)
    assert leg == wire_websocket.Leg("1763766000.12-1", "+17205550100", "no_answer", caller="+13035550199")
    assert "3035550199" not in repr(leg)


def test_query_brings_the_digits_of_a_call_taker_who_hands_a_caller_in() -> None:
    leg = wire_websocket.read_query({"id": ["1763766000.12-1"], "handed_in": ["12345678"]})
    assert leg.handed_in == "12345678"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"id": ["a"]},
        {"id": ["x" * 81]},
        {"id": ["a\r\nb-c"]},
        {"id": ["good"], "secret": ["1"]},
        {"id": ["a", "b"]},
        {"id": ["good"], "handed_in": ["12ab"]},
    ],
    ids=str,
)
def test_query_that_no_dial_string_of_ours_has_is_refused(query: dict[str, list[str]]) -> None:
    with pytest.raises(WireError):
        wire_websocket.read_query(query)


# --- AudioSocket


def frame(kind: int, payload: bytes = b"") -> bytes:
    return bytes([kind]) + len(payload).to_bytes(2, "big") + payload


WHOLE = frame(1, bytes(range(16))) + frame(0x10, bytes(320)) + frame(3, b"7") + frame(3, b"B") + frame(0xFF, b"\x04")
EVENTS = [
    wire_audiosocket.Identified(uuid.UUID(bytes=bytes(range(16)))),
    Sound(bytes(320), "slin"),
    DtmfPressed("7"),
    wire_audiosocket.Failure(4),
    HungUp(),
]


@given(st.lists(st.integers(1, 60), min_size=1))
def test_frames_are_the_same_however_tcp_cuts_them(cuts: list[int]) -> None:
    decoder, data = wire_audiosocket.Decoder(), WHOLE + frame(0)
    found: list[wire_audiosocket.FromAsterisk] = []
    while data:
        cut = cuts[len(found) % len(cuts)]
        found += decoder.feed(data[:cut])
        data = data[cut:]
    assert found == EVENTS


@given(st.binary(max_size=400))
def test_nothing_that_arrives_by_tcp_raises_anything_but_wire_error(data: bytes) -> None:
    with contextlib.suppress(WireError):
        wire_audiosocket.Decoder().feed(data)


@pytest.mark.parametrize(
    "header", [b"\x10\xff\xff", b"\x01\x00\x11", b"\x03\x00\x02", b"\x10\x00\x00", b"\x77\x00\x01", b"\x10\x01\x41"]
)
def test_frame_that_cannot_be_is_refused_by_its_header_alone(header: bytes) -> None:
    with pytest.raises(WireError):
        wire_audiosocket.Decoder().feed(header)


def test_our_frames_are_as_the_protocol_has_them() -> None:
    assert wire_audiosocket.encode_sound(b"\x01\x02" * 160) == b"\x10\x01\x40" + b"\x01\x02" * 160
    assert wire_audiosocket.encode_sound(b"\x01\x02" * 320, "slin16") == b"\x12\x02\x80" + b"\x01\x02" * 320
    assert wire_audiosocket.encode_hang_up() == b"\x00\x00\x00"


def test_an_id_is_good_once_and_for_half_a_minute() -> None:
    clock = SetClock()
    ids = CallIds(clock, any_id=False)
    first, second = (
        uuid.UUID(ids.issue(wire_websocket.Leg("", "13000", None))),
        uuid.UUID(ids.issue(wire_websocket.Leg("", None, "busy"))),
    )
    assert ids.spend(first).dialled == "13000"
    for wrong in (first, uuid.uuid4()):
        with pytest.raises(WireError):
            ids.spend(wrong)
    clock.time += 31
    with pytest.raises(WireError):
        ids.spend(second)


def test_any_id_is_taken_only_where_the_setting_says_so_and_never_an_old_one_of_ours() -> None:
    clock = SetClock()
    ids = CallIds(clock, any_id=True)
    ours, foreign = uuid.UUID(ids.issue(wire_websocket.Leg("", None, None))), uuid.uuid4()
    assert ids.spend(foreign).pbx_id == str(foreign)
    clock.time += 31
    with pytest.raises(WireError):
        ids.spend(ours)


# --- the next step


def test_order_becomes_one_line_that_a_dialplan_reads() -> None:
    order = TransferOrder(
        "call", Person("graffiti_removal", "Graffiti", "+17202489"), "routed", "tick-1", "graffiti", "en"
    )
    assert line_of(of_order(order)) == "civicline1,transfer,graffiti_removal,+17202489,tick-1,graffiti,en,routed,60,"
    assert line_of(NextStep("hangup")) == "civicline1,hangup,,,,,,,,"


@given(*[st.text(max_size=300)] * 7)
def test_no_value_breaks_out_of_its_field(
    to: str, phone: str, ticket: str, need: str, language: str, reason: str, back: str
) -> None:
    line = line_of(NextStep("transfer", to, phone, ticket, need, language, reason, back=back))
    assert line.isascii()
    assert len(line) <= LONGEST
    assert line.count(",") == 9
    assert not set(line) & set("\r\n;&|$\"'()[]{}<>\\ ")


def test_longest_values_still_leave_a_whole_line() -> None:
    line = line_of(NextStep("transfer", "x" * 500, "1" * 500, "x" * 500, "x" * 500, "x" * 500, "x" * 500, 40, "a" * 32))
    assert line.endswith(",40," + "a" * 32)
    assert len(line) <= LONGEST


@pytest.mark.parametrize(
    ("given_phone", "dialled"),
    [("+1 (720) 913-2000", "+17209132000"), ("311", "311"), ("911\r\n911", "911911"), ("sip:x@evil", ""), ("", "")],
)
def test_phone_is_digits_with_its_plus(given_phone: str, dialled: str) -> None:
    assert line_of(NextStep("transfer", phone=given_phone)).split(",")[3] == dialled


def test_step_is_kept_for_two_minutes_and_forgotten_when_the_id_calls_again() -> None:
    clock = SetClock()
    steps = NextSteps(clock)
    steps.put("one", NextStep("hangup"))
    steps.put("two", NextStep("hangup"))
    assert steps.fetch("one") == steps.fetch("one") == NextStep("hangup")
    steps.forget("one")
    assert steps.fetch("one") is None
    clock.time += 121
    assert steps.fetch("two") is None


async def test_call_learns_whether_the_dialplan_has_asked() -> None:
    clock = SetClock()
    steps = NextSteps(clock)
    steps.put("one", NextStep("hangup"))
    assert not await steps.fetched("one", 1.0)
    steps.fetch("one")
    assert await steps.fetched("one", 1.0)
    assert not await steps.fetched("never", 1.0)


# --- who asks


@pytest.mark.parametrize(
    "header",
    [None, "", "Basic", "Basic !!!", "Basic " + "QQ" * 5_000, "Bearer abc", basic_auth.header_for("pbx", "wrong"),
     basic_auth.header_for("other", "right"), basic_auth.header_for("pbx", "")],
)  # fmt: skip
def test_only_the_right_user_with_the_right_password_is_let_in(header: str | None) -> None:
    assert basic_auth.is_allowed(basic_auth.header_for("pbx", "right"), "pbx", "right")
    assert not basic_auth.is_allowed(header, "pbx", "right")


def test_empty_password_lets_nobody_in() -> None:
    assert not basic_auth.is_allowed(basic_auth.header_for("pbx", ""), "pbx", "")


def test_short_password_stops_the_start_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_ASTERISK__PASSWORD", "short")
    with pytest.raises(SettingsWrong, match="at least 12 characters") as stopped:
        load_settings()
    assert "CIVICLINE_ASTERISK__PASSWORD" in str(stopped.value)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICLINE_ASTERISK__PASSWORD", "long-enough-for-us")
    monkeypatch.setenv("CIVICLINE_ASTERISK__AUDIOSOCKET_ALLOW", '["10.1.0.0/16"]')
    settings = load_settings().asterisk
    assert settings.on
    assert str(settings.audiosocket_allow[0]) == "10.1.0.0/16"
    assert "long-enough" not in repr(settings)
