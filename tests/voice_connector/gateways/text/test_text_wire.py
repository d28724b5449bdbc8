"""The text-level protocol: what it has is understood, what it has not is refused, and nothing else happens."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_connector.agency_line import Person
from voice_connector.call.line import TransferOrder
from voice_connector.errors import WireError
from voice_connector.events import DtmfPressed, NoInput, SpeechText
from voice_connector.gateways.shared.turns import Saying, Stay, Step
from voice_connector.gateways.text import wire


@pytest.mark.parametrize(
    ("activity", "heard"),
    [
        ({"type": "message", "text": "hi", "parameters": {"confidence": 0.6}}, (SpeechText("hi", 0.6),)),
        ({"type": "message", "text": "hi", "parameters": {"confidence": 7}}, (SpeechText("hi"),)),
        ({"type": "message", "text": "hi", "parameters": {"confidence": True}}, (SpeechText("hi"),)),
        ({"type": "message", "text": "hola", "parameters": {"language": "es-ES"}}, (SpeechText("hola", None, "es"),)),
        ({"type": "message", "text": "hi", "parameters": {"language": "/../x"}}, (SpeechText("hi"),)),
        ({"type": "event", "name": "DTMF", "value": "12"}, (DtmfPressed("1"), DtmfPressed("2"), DtmfPressed("#"))),
        ({"type": "event", "name": "DTMF", "value": 5}, (DtmfPressed("5"), DtmfPressed("#"))),
        ({"type": "event", "name": "noUserInput", "value": 2}, (NoInput(),)),
        ({"type": "event", "name": "start", "parameters": {"callee": "+17205550100"}}, (wire.Started("+17205550100"),)),
        (
            {"type": "event", "name": "start", "parameters": {"callee": "sip:+441632960101@sbc.example;user=phone"}},
            (wire.Started("+441632960101"),),
        ),
        (
            {"type": "event", "name": "start", "parameters": {"callee": "tel:+44-1632-960101"}},
            (wire.Started("+441632960101"),),
        ),
        ({"type": "event", "name": "start", "parameters": {"callee": "sip:evil\r\n@x"}}, (wire.Started(None),)),
        (
            {"type": "event", "name": "transferStatus", "value": {"status": "answered"}},
            (wire.TransferTold("connected"),),
        ),
        (
            {"type": "event", "name": "transferStatus", "value": {"status": "failed", "reasonCode": "busy"}},
            (wire.TransferTold("not_answered"),),
        ),
        ({"type": "event", "name": "transferStatus", "value": "?"}, (wire.TransferTold("failed"),)),
        ({"type": "event", "name": "playFinished"}, ()),
        ({"type": "hologram"}, ()),
    ],
)
def test_each_activity_is_what_it_means(activity: dict[str, Any], heard: tuple[wire.Heard, ...]) -> None:
    assert wire.read_activities({"activities": [{"id": "1", **activity}]}) == wire.Activities(("1",), heard)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "name", "value", "text", "parameters", "id", "activities"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(
    _JSON, st.sampled_from(["message", "event"]), st.sampled_from(["start", "DTMF", "transferStatus", "noUserInput"])
)
def test_no_body_whatever_breaks_the_codec(body: Any, kind: str, name: str) -> None:
    one = {**(body if isinstance(body, dict) else {"value": body}), "type": kind, "name": name}
    for whole in (body, {"activities": body}, {"activities": [one]}, {"activities": [{**one, "parameters": body}]}):
        with contextlib.suppress(WireError):
            wire.read_activities(whole)
        with contextlib.suppress(WireError):
            wire.read_conversation(whole)


def test_a_slow_sentence_is_marked_up_and_its_signs_are_escaped() -> None:
    [message] = wire.write(Step((Saying("14th & <Pearl>", rate=0.82),), Stay()), 0, {})
    assert message["text"] == '<speak><prosody rate="82%">14th &amp; &lt;Pearl&gt;</prosody></speak>'


def test_a_line_break_in_a_ticket_cannot_become_a_header() -> None:
    order = TransferOrder("c", Person("x", "x", "+15550100"), "routed", "t\r\nRefer-To: <sip:e@x>")
    headers = wire.transfer(order, {})["activityParams"]["transferSipHeaders"]
    assert {"name": "X-Civicline-Ticket", "value": "tRefer-To sipex"} in headers
