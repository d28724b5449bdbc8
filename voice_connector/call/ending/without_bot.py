"""Who does not wait for a bot that cannot be asked: who presses 0, has a text telephone, asks for a person, or names danger. Pure.

The agency's phrases of danger are the same that the bot reads (emergency.yml); what the bot has learned beyond them, only
it knows.
"""

from dataclasses import replace

from spoken.en.choices import wishes_person
from spoken.en.for_a_person import names_person
from voice_connector.agency_line import AgencyLine
from voice_connector.bot.replies import Decision, Transfer
from voice_connector.call.turns.dtmf import PERSON_KEY, WantsPerson
from voice_connector.call.turns.turn_taking import Contribution
from voice_connector.events import DtmfPressed, TextTyped, TtyHeard, TurnEnded

_PERSON = Decision("transfer", disposition="call_taker", reason="asked_for_person")
_DANGER = Decision("transfer", disposition="911", reason="emergency")
_PERSON_FIRST = Decision("transfer", disposition="call_taker", reason="routed")


def urgent(event: object, agency_line: AgencyLine) -> Contribution | None:
    """The contribution in an event of the call that must not wait for the bot."""
    said = event
    if isinstance(event, TtyHeard):
        said = WantsPerson(by_tty=True)
    elif isinstance(event, DtmfPressed) and event.digit == PERSON_KEY:
        said = WantsPerson()
    if isinstance(said, WantsPerson | TurnEnded | TextTyped) and way_out(said, agency_line) is not None:
        return said
    return None


def way_out(said: Contribution | None, agency_line: AgencyLine) -> Transfer | None:
    """What is done for such a caller, as if the bot had decided it."""
    text, english = _words(said)
    if text and (danger := _danger(text, english, agency_line)) is not None:
        return danger
    if isinstance(said, WantsPerson) or wishes_person(text) or names_person(text):
        return Transfer(agency_line.lines.handing_over_for("asked_for_person"), _PERSON)
    return None


def _danger(text: str, english: str, agency_line: AgencyLine) -> Transfer | None:
    """The life-saving sentence of that kind; whoever speaks of ending a life is not told to hang up, a person comes at once."""
    own = agency_line.danger
    if own is None or (heard := own.phrases.danger_in(text, english)) is None:
        return None
    need = heard.kind.need if heard.kind else None
    decided = replace(_PERSON_FIRST if own.person_first(need) else _DANGER, need=need)
    return Transfer(own.sentence(need), decided, safety=True)


def _words(said: Contribution | None) -> tuple[str, str]:
    """As heard, and how it sounds in English."""
    if isinstance(said, TurnEnded):
        return said.transcript.text, said.transcript.english or ""
    return (said.text, "") if isinstance(said, TextTyped) else ("", "")
