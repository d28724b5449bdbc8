"""Thornmouth on the running line: its own folder, and reports and messages made of Denver's in the town's words.

So what is changed in a form is asked there too, and only what belongs to a country is written again here. What people cry in
danger is no matter of a town: it hears Denver's list.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from launcher.paths import ROOT

DANGER = "emergency.yml"
KINDS = ("common", "theft", "lost_property")
# as a form says it here -> as it is said there
_WORDS = {
    "nine one one": "nine nine nine",
    "in dollars": "in pounds",
    "whole dollars": "whole pounds",
    "license plate": "number plate",
    "License plate": "Number plate",
    "color": "colour",
    "the ten numbers of your phone": "all the numbers of your phone",
    "the ten numbers": "all the numbers",
    "its ten numbers": "all its numbers",
    "It has ten numbers, with the area code first": "It has ten or eleven numbers",
    "us_phone": "gb_phone",
    "us_plate": "gb_plate",
    "recognize": "recognise",
    "neighbor": "neighbour",
    "a store": "a shop",
    "I'm connecting you": "I'm putting you through",
    "I'll connect you": "I'll put you through",
    "Denver Police": "Thornmouth Constabulary",
    "call 911": "call 999",
    'begin: ["+1"]': 'begin: ["+44"]',
}
_PHONE = re.compile(r"(?<=gb_phone:\n)    clean: \[digits\]\n    pattern: \S+")
_WHOLE = re.compile("|".join(re.escape(words) for words in sorted(_WORDS, key=len, reverse=True)))


def town(root: Path) -> Path:
    """The folder agencies/thornmouth below `root`."""
    folder = Path(shutil.copytree(ROOT / "tests" / "agencies_elsewhere" / "thornmouth", root / "thornmouth"))
    denver = ROOT / "agencies" / "denver"
    reports = [denver / "reports" / f"{kind}.yml" for kind in KINDS]
    for path in (*reports, denver / "messages" / "rules.yml", *sorted((denver / "messages" / "en").glob("*.yml"))):
        there = folder / path.relative_to(denver)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_text(as_said_there(path.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copy(denver / DANGER, folder / DANGER)
    return folder


def as_said_there(text: str) -> str:
    """Telephone numbers are kept there with the country's code."""
    words = _WHOLE.sub(lambda found: _WORDS[found[0]], text)
    return _PHONE.sub(lambda _: "    pattern: \\+44[1-9]\\d{8,9}", words)
