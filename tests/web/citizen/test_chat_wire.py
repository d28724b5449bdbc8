"""The page's side of the connector's protocol: what it reads, and that a stranger's frame is nothing."""

import json

import pytest

from web.citizen.chat import wire


@pytest.mark.parametrize(
    ("frame", "event"),
    [
        ({"type": "ready", "call_id": "c1"}, wire.Ready("c1")),
        ({"type": "said", "who": "assistant", "text": "Call 911", "safety": True}, wire.Said("assistant", "Call 911", True)),
        ({"type": "said", "who": "person", "text": "Hi", "name": "Sam"}, wire.Said("person", "Hi", False, "Sam")),
        ({"type": "said", "who": "caller", "text": "mine"}, None),
        ({"type": "said", "who": "caller", "text": "person", "shown": "A person?", "id": "ab"}, wire.Said("you", "A person?", id="ab")),
        ({"type": "ready", "call_id": "c1", "upto": 7}, wire.Ready("c1", 7)),
        ({"type": "error", "code": "again", "message": "Later."}, wire.Refused(True)),
        ({"type": "error", "code": "gone", "message": "Not kept."}, wire.Refused(False)),
        ({"type": "listening", "asking": "x", "kind": "yes_no", "choices": ["yes", "no"]}, wire.YourTurn("x", "yes_no", ("yes", "no"))),
        ({"type": "decision", "act": "transfer", "disposition": "911"}, wire.Decision(None, True)),
        ({"type": "transfer", "name": "Desk", "phone": "311", "reason": "routed", "ticket": "t"}, wire.HandedOver("Desk", "311", "t")),
        ({"type": "ready", "call_id": "c1", "upto": 7, "idle_s": 900}, wire.Ready("c1", 7, 900.0)),
        ({"type": "code", "code": "12345678"}, wire.Code(code="12345678")),
        ({"type": "code", "call_id": "c1"}, wire.Code(call_id="c1")),
        ({"type": "error", "code": "idle", "message": "Nothing has come from the page for too long."}, wire.Over(quiet=True)),
        ({"type": "error", "code": "busy", "message": "All lines are busy."}, wire.Over("All lines are busy.")),
        ({"type": "ended", "disposition": "info", "ended_by": "assistant"}, wire.Over()),
        ({"type": "something new"}, None),
        (["no object"], None),
    ],
)  # fmt: skip
def test_each_frame_is_read_as_what_it_says(frame: object, event: object) -> None:
    assert wire.decode(json.dumps(frame)) == event


@pytest.mark.parametrize(
    "frame", ["", "{", "null", "[1]", '{"type": 1}', '{"type": "said", "who": "assistant", "text": {}}']
)
def test_what_is_no_frame_is_nothing(frame: str) -> None:
    assert not isinstance(wire.decode(frame), wire.Said) or wire.decode(frame) == wire.Said("assistant", "")
