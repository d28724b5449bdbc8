"""Who was told that a person comes, because somebody is in danger, waits for that person: what they say meanwhile leads nowhere else.

"He almost hit a bus, is that danger" is no parked car, and "should I pull the alarm" no question about the city's hours. A plain wish
(a person, another language, to hear it again) is granted; a matter of another kind is taken up where it is plainly one.
"""

from __future__ import annotations

from typing import Any, Collection

from dialogue_policies.danger_of_turn import MOSTLY_RIGHT, Turn
from spoken.en import yes_no

TAKES_BACK = 0.35  # sureness of a need from which "no, it's a raccoon" says what it is instead
FAREWELL = ("thanks", "goodbye", "greet")


def only_waits(turn: Turn, promised: Any, ticket: Any, granted: Collection[str]) -> bool:
    """`promised`: the need that was handed over with this `ticket`; `granted`: intents that have an action of their own."""
    if not ticket or turn.ask or turn.text.startswith("/") or not turn.properties.has(promised, "dangerous"):
        return False
    if turn.doubtful:
        return True
    if turn.intent in FAREWELL:
        return turn.properties.has(promised, "person_first")
    if turn.intent in granted:
        return False
    needed = TAKES_BACK if yes_no.begins_with_no(turn.text) else MOSTLY_RIGHT
    return not (turn.has_need and turn.sureness >= needed)
