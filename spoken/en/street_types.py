"""The type word after a street's name, as said or written, and as we write it ("avenue", "av" -> "Ave"). Pure."""

from __future__ import annotations

from typing import Dict

TYPE_WORDS: Dict[str, str] = {
    "street": "St",
    "st": "St",
    "avenue": "Ave",
    "ave": "Ave",
    "av": "Ave",
    "boulevard": "Blvd",
    "blvd": "Blvd",
    "drive": "Dr",
    "dr": "Dr",
    "road": "Rd",
    "rd": "Rd",
    "place": "Pl",
    "pl": "Pl",
    "court": "Ct",
    "ct": "Ct",
    "circle": "Cir",
    "cir": "Cir",
    "way": "Way",
    "parkway": "Pkwy",
    "pkwy": "Pkwy",
    "lane": "Ln",
    "ln": "Ln",
    "terrace": "Ter",
    "highway": "Hwy",
    "hwy": "Hwy",
}
