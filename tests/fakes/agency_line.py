"""A small agency of no city, so that tests do not change when a city's wording does."""

import re
from typing import Literal

from agencies.danger.live import AgencyDanger, Dangers
from agencies.danger.phrases import EmergencyPhrases, Kind
from voice_connector.agency_line import AgencyLine, Lines, Person
from voice_connector.transfer.queues import Queue, Switchboard

_PHRASES = EmergencyPhrases(
    kinds=(
        Kind("suicide", "suicidal_self_other", sure=re.compile(r"end my life")),
        Kind("violence", "emg_in_progress", re.compile(r"not breathing|breaking in|a gun")),
    ),
    contexts=re.compile(r"in the movie"),
    present_danger=re.compile(r"right now"),
    phrase_weight=1.0,
    context_weight=1.0,
    threshold=None,
    elsewhere=re.compile(r"no respira"),
)
_EMERGENCY = "Hang up now and dial nine one one."
CRISIS = "Stay with me. I'm connecting you to a person now."


class _Dangers(Dangers):
    def __init__(self) -> None:
        super().__init__(lambda _: self.of(), (), lambda *_: self.of())

    def of(self, agency: str | None = None) -> AgencyDanger:
        says = {"suicidal_self_other": CRISIS}
        return AgencyDanger("testville", "911", "hang_up_and_dial", _EMERGENCY, _PHRASES, says)


_CALL_TAKER = Person("call_taker", "a call-taker", "+15550100")
_GENERAL_LINE = Person("general_line", "the city's general line", "+15550111")


def fake_agency_line(emergency_action: Literal["hang_up_and_dial", "transfer"] = "hang_up_and_dial") -> AgencyLine:
    return AgencyLine(
        agency="testville",
        name="Testville",
        languages=("en",),
        emergency_action=emergency_action,
        emergency_say=_EMERGENCY,
        emergency=Person("emergency", "emergency services", "911"),
        call_taker=_CALL_TAKER,
        general_line=_GENERAL_LINE,
        dangers=_Dangers(),
        switchboard=Switchboard(otherwise=(Queue(_CALL_TAKER, 30), Queue(_GENERAL_LINE, 60))),
        lines=Lines(
            greeting="You've reached Testville. I'm an automated assistant. How can I help you?",
            greeting_web="This is Testville's chat. I'm an automated assistant. How can I help you?",
            please_wait="One moment, please.",
            handing_over={
                "default": "I'm connecting you to a call-taker.",
                "low_confidence": "I want to be sure you get the right help. I'm connecting you to a person.",
            },
            callback_hint="I'm sorry, nobody could take your call.",
            trying_next="Nobody answers there. I'm trying another line.",
            still_there="I'm still here.",
            in_writing={"Hang up now and dial nine one one": "Call 911 now"},
            returned="I'm sorry, nobody could take your call. Say person to try again, or tell me what you need.",
            technical_failure="I'm sorry, something on our side isn't working. I'm connecting you to a person.",
            language_offer="Para español, marque ocho.",
            other_languages={"es": "Le comunico con una persona."},
            spoken_languages={"es": "Le comunico con una persona."},
            other_emergencies={"es": "Cuelgue y marque el nueve uno uno."},
            spoken_emergencies={"es": "Cuelgue y marque el nueve uno uno."},
        ),
    )
