"""When a person writes in a chat, what the assistant had offered as an answer is gone: it would be said to the person."""

from __future__ import annotations

from web.citizen.chat.room import Room
from web.citizen.chat.wire import Said, YourTurn


def test_what_the_assistant_offered_goes_when_a_person_writes() -> None:
    room = Room("denver")
    room._take(YourTurn("offer", "choice", ("self_service_report", "online")))
    room._take(Said("assistant", "Ana is with you now."))
    room._take(Said("person", "Which bike was it?", name="Ana"))
    assert room.turn.choices == ()
    assert room.turn.kind is None


def test_what_the_assistant_offered_stays_while_it_is_the_assistant_who_speaks() -> None:
    room = Room("denver")
    room._take(YourTurn("offer", "choice", ("self_service_report", "online")))
    room._take(Said("assistant", "Take your time."))
    assert room.turn.choices == ("self_service_report", "online")
