"""What casework's next step makes of a turn: the next question, the report read back, or its end."""

from __future__ import annotations

from typing import Any, Collection, Dict, Optional

from actions.report.questions import ask_of, read_back
from actions.report.state import progress
from actions.report.talk import Talk


def next_of(talk: Talk, step: Dict[str, Any], changed: Optional[Collection[str]] = None) -> None:
    """Puts the next question, reads the report back (of one that was `changed` just that), or ends the form."""
    state = step["state"]
    if state == "ended":
        talk.ends("ended", ended=step["ended"])
    elif state == "submitted":
        talk.say(step.get("say"))  # the case ended while its questions were open
        talk.asks_own("add_more")
    elif state == "summary":
        parts = step.get("read_back") or []
        # what no sentence tells is heard in none of them, so all are read
        if summary := read_back(parts, talk.written, changed) or read_back(parts, talk.written):
            talk.say(response="utter_report_summary", summary=summary)
        talk.asks_own("summary", changing=False, **progress(step))
    else:
        talk.asks(ask_of(step["question"]), stage="ask", **progress(step))
