"""What Twilio is told."""

import contextlib
import json
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from voice_connector.agency_line import Person
from voice_connector.call.line import TransferOrder
from voice_connector.errors import WireError
from voice_connector.events import DtmfPressed, Listening, NoInput, SpeechText
from voice_connector.gateways.shared import targets
from voice_connector.gateways.shared.turns import Saying
from voice_connector.gateways.twilio import fields, twiml, wire
from voice_connector.gateways.twilio.settings import TwilioSettings
from voice_connector.gateways.twilio.tokens import StreamTokens

VOICE = twiml.Voice("en-US")


def order(**more: Any) -> TransferOrder:
    return TransferOrder(
        **{
            "call_id": "c",
            "to": Person("call_taker", "a call-taker", "+1 (555) 010-0"),
            "reason": "routed",
            "ticket": "t-1",
            **more,
        }
    )


def dialling(**more: Any) -> twiml.Dialling:
    return twiml.Dialling("https://line.example/d", "https://line.example/n", **more)


def test_a_number_is_dialled_without_its_decoration() -> None:
    root = fromstring(twiml.dial((), order(), 0, dialling(), VOICE))
    number = root.find("Dial/Number")
    assert number is not None
    assert number.text == "+15550100"
    assert number.get("statusCallbackEvent") == "answered"


def test_ticket_need_and_language_ride_in_sip_headers() -> None:
    sip = {"call_taker": "sip:desk@pbx.example"}
    root = fromstring(twiml.dial((), order(need="noise_party_now", language="es"), 0, dialling(sip=sip), VOICE))
    assert root.findtext("Dial/Sip") == (
        "sip:desk@pbx.example?X-Civicline-Ticket=t-1&X-Civicline-Reason=routed"
        "&X-Civicline-Need=noise_party_now&X-Civicline-Language=es"
    )


def test_a_line_break_in_a_value_cannot_become_a_header() -> None:
    sip = {"call_taker": "sip:desk@pbx.example"}
    hostile = order(ticket="t\r\nRefer-To: <sip:evil@example>&X-More=1")
    target = fromstring(twiml.dial((), hostile, 0, dialling(sip=sip), VOICE)).findtext("Dial/Sip") or ""
    assert "\r" not in target
    assert "\n" not in target
    assert "%0" not in target.lower()
    assert target.count("&") == 1
    assert "@example" not in target


@pytest.mark.parametrize("phone", [None, "", "call us", "+1555<Hangup/>", "1" * 30])
def test_what_is_no_number_is_not_dialled(phone: str | None) -> None:
    assert not targets.can_be_dialled(Person("x", "x", phone), {})


def test_a_sentence_that_must_be_heard_stands_before_what_can_be_interrupted() -> None:
    say = (Saying("Hang up and dial nine one one.", safety=True), Saying("How can I help?"))
    root = fromstring(twiml.gather(say, Listening(), "/next", "/nothing", 7, VOICE))
    assert [verb.tag for verb in root] == ["Say", "Gather", "Redirect"]
    assert root.findtext("Gather/Say") == "How can I help?"


def test_as_many_keys_are_waited_for_as_are_asked_and_one_otherwise() -> None:
    for listening, keys in ((Listening("case_number", "number", 6), "6"), (Listening(), "1")):
        gather = fromstring(twiml.gather((), listening, "/next", "/nothing", 7, VOICE)).find("Gather")
        assert gather is not None
        assert gather.get("numDigits") == keys


@given(st.text(max_size=300))
def test_whatever_is_said_the_document_can_be_read_and_says_it(text: str) -> None:
    root = fromstring(twiml.stay((Saying(text),), "/next", VOICE))
    assert [verb.tag for verb in root] == ["Say", "Redirect"]


@given(st.binary(max_size=500) | st.text(max_size=500) | st.dictionaries(st.text(), st.text()).map(json.dumps))
def test_no_frame_whatever_breaks_the_codec(frame: str | bytes) -> None:
    with contextlib.suppress(WireError):
        wire.decode(frame)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["connected", "start", "media", "dtmf", "mark", "stop", "new"]), _JSON, _JSON)
def test_no_body_whatever_breaks_the_codec(event: str, body: Any, other: Any) -> None:
    with contextlib.suppress(WireError):
        wire.decode(json.dumps({"event": event, event: body, "streamSid": other}))


@pytest.mark.parametrize(
    ("form", "events"),
    [
        ({"Digits": "12"}, [DtmfPressed("1"), DtmfPressed("2"), DtmfPressed("#")]),
        ({"SpeechResult": "a loud party", "Confidence": "0.9"}, [SpeechText("a loud party", 0.9)]),
        ({"SpeechResult": "a loud party", "Confidence": "0.0"}, [SpeechText("a loud party")]),
        ({"SpeechResult": "a loud party", "Confidence": "nan"}, [SpeechText("a loud party")]),
        ({"SpeechResult": "a loud party"}, [SpeechText("a loud party")]),
        ({}, []),
    ],
)
def test_what_a_gather_brings(form: dict[str, str], events: list[Any]) -> None:
    assert fields.caller_input(form, nothing=False) == events


def test_a_gather_that_brings_nothing_is_silence() -> None:
    assert fields.caller_input({}, nothing=True) == [NoInput()]


def test_a_token_is_for_one_call_once_and_not_for_long() -> None:
    now = [1_000.0]
    tokens = StreamTokens("secret", 30, lambda: now[0])
    token = tokens.issue("CA1")
    for wrong_token, call, code in (
        (token, "CA2", "bad_token"),
        ("1.x.y", "CA1", "bad_token"),
        ("", "CA1", "bad_token"),
    ):
        with pytest.raises(WireError) as refused:
            tokens.spend(wrong_token, call)
        assert refused.value.code == code
    tokens.spend(token, "CA1")
    with pytest.raises(WireError) as refused:
        tokens.spend(token, "CA1")
    assert refused.value.code == "used_token"
    late = tokens.issue("CA1")
    now[0] += 31
    with pytest.raises(WireError) as refused:
        tokens.spend(late, "CA1")
    assert refused.value.code == "expired_token"


def test_a_token_without_an_address_stops_the_start() -> None:
    with pytest.raises(ValidationError, match="public_url"):
        TwilioSettings.model_validate({"auth_token": "x"})
    assert not TwilioSettings().on


def test_choices_cannot_break_the_document() -> None:
    listening = Listening("where", "choice", choices=('a"/><Dial>1</Dial>', "b\x00\x0b&c"))
    gather = fromstring(twiml.gather((), listening, "/next", "/nothing", 7, VOICE)).find("Gather")
    assert gather is not None
    assert gather.get("hints") == 'a"/><Dial>1</Dial>, b  &c'
    assert not list(gather.iter("Dial"))


@pytest.mark.parametrize("digit", [["5"], {"a": 1}, None, 5, "55"])
def test_key_that_is_no_key_is_a_broken_protocol_whatever_its_type(digit: Any) -> None:
    with pytest.raises(WireError) as refused:
        wire.decode(json.dumps({"event": "dtmf", "dtmf": {"digit": digit}}))
    assert refused.value.code == "bad_key"
