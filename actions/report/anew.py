"""A report is begun anew in its middle: "can we start over, this one's tuesday at my mom's"."""

from __future__ import annotations

from dataclasses import replace

from actions.report import opening
from actions.report.talk import Talk
from spoken.en.report_moves import START_OVER

STAGES = ("ask", "summary")


def is_wished(talk: Talk) -> bool:
    return talk.report.stage in STAGES and bool(talk.report.id) and bool(START_OVER.match(talk.turn.text))


async def begin(talk: Talk) -> None:
    """From what this turn tells; the old one stays a draft that nobody files, and is deleted in its time."""
    story = talk.turn.text[len(START_OVER.match(talk.turn.text)[0]) :].strip(" ,.")  # type: ignore[index]  # it is wished
    told = {name: value for name, value in talk.turn.facts.items() if isinstance(value, str)}
    talk.memory = replace(talk.memory, facts=told, misses=0)
    talk.say(response="utter_report_start_over")
    await opening.begin(talk, {"kind": talk.report.kind, "spoken": talk.report.about}, {"said": story} if story else {})
