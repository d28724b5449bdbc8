"""A vehicle as a caller describes it: colour, year, make, model, kind. Pure.

"a red two thousand twelve honda civic" -> "red 2012 Honda Civic"; a colour or kind alone ("a car") is not a description.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, Optional

from nlu_components.spoken_numbers import digits_only
from nlu_components.utterance import Utterance

COLOURS = (
    "black|white|silver|gr[ae]y|red|blue|green|gold|tan|beige|brown|maroon|burgundy|orange|yellow|purple|pink|teal|"
    "champagne|bronze|navy|charcoal|cream|turquoise"
)
# make -> models by which callers name it
MAKES: Dict[str, str] = {
    "honda": "civic|accord|cr ?-?v|pilot|odyssey|fit|element|ridgeline|hr ?-?v", "toyota": "camry|corolla|prius|tacoma|tundra|rav ?4|highlander|sienna|4 ?runner|four runner|yaris|matrix",
    "ford": "f ?-?1 ?50|f one fifty|f ?-?250|f ?-?350|focus|fusion|escape|explorer|mustang|ranger|edge|bronco|expedition|taurus|econoline|transit|maverick",
    "chevy": "silverado|malibu|impala|tahoe|suburban|cruze|equinox|camaro|corvette|colorado|traverse|spark|trax|blazer|express",
    "chevrolet": "silverado|malibu|impala|tahoe|suburban|cruze|equinox|camaro|corvette|colorado|traverse|spark|blazer",
    "nissan": "altima|sentra|rogue|maxima|versa|pathfinder|frontier|titan|leaf|murano|xterra", "subaru": "outback|forester|impreza|legacy|crosstrek|wrx|ascent",
    "hyundai": "elantra|sonata|tucson|santa fe|accent|kona|palisade|veloster", "kia": "soul|optima|sorento|sportage|forte|rio|telluride|k ?5",
    "jeep": "wrangler|cherokee|grand cherokee|liberty|compass|patriot|renegade|gladiator", "dodge": "charger|challenger|ram|durango|caravan|grand caravan|dakota|journey|dart",
    "ram": "1500|2500|3500", "gmc": "sierra|yukon|acadia|terrain|canyon|savana", "volkswagen": "jetta|passat|golf|beetle|tiguan|atlas", "vw": "jetta|passat|golf|beetle|tiguan|bus",
    "mazda": "3|6|cx ?-?5|cx ?-?9|miata", "bmw": "x ?[1-7]|[3-7] series|328i?|m3", "mercedes": "benz|c class|e class|sprinter", "audi": "a ?[3-8]|q ?[3-8]",
    "tesla": "model [3sxy]|model three|cybertruck", "lexus": "rx|es|is|gx", "acura": "tl|mdx|integra|tlx|rdx", "buick": "lesabre|enclave|century|encore", "cadillac": "escalade|deville|cts",
    "chrysler": "300|pacifica|town and country|sebring", "pontiac": "g6|vibe|grand am|grand prix", "saturn": "ion|vue", "volvo": "xc ?\\d\\d|v ?\\d\\d", "lincoln": "navigator|town car|mkz",
    "infiniti": "g ?3[57]|q ?50", "mitsubishi": "lancer|eclipse|outlander|galant", "porsche": "cayenne|911|boxster", "mini": "cooper", "suzuki": "", "yamaha": "", "harley": "davidson", "kawasaki": "ninja",
}  # fmt: skip
KINDS = "pick ?up truck|pick ?up|sedan|coupe|hatchback|station wagon|wagon|mini ?van|cargo van|van|suv|s u v|jeep|box truck|semi truck|semi|truck|convertible|motorcycle|moped|scooter|dirt bike|r ?v|camper|motor ?home|trailer|u ?haul|car|bus|crossover"
LONE_MODELS = "civic|accord|camry|corolla|prius|tacoma|silverado|mustang|corvette|camaro|outback|forester|impreza|altima|elantra|sonata|jetta|wrangler|f ?-?150|f one fifty|tahoe|suburban|escalade|malibu|impala|crosstrek|4runner|explorer"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_YEAR = (
    rf"(?:(?:19[6-9]|20[0-3])\d|'?[012]\d|two thousand(?: and)?(?: (?:{_UNITS}|{_TEENS}|twenty(?: (?:{_UNITS}))?))?"
    rf"|twenty (?:oh (?:{_UNITS})|{_TEENS}|twenty(?:[ -](?:{_UNITS}))?)|nineteen (?:seventy|eighty|ninety)(?:[ -](?:{_UNITS}))?|oh (?:{_UNITS}))"
)
_MAKE = "|".join(rf"{make}s?(?:[ -](?:{models}))?" if models else make for make, models in MAKES.items())
_COLOUR = rf"(?:(?:dark|light|bright|metallic|faded|matte) )*(?:{COLOURS})(?:(?: and | ?/ ?| or )(?:{COLOURS}))?"
_VEHICLE = re.compile(
    rf"\b(?:(?P<colour>{_COLOUR}),? )?(?:(?P<year>{_YEAR}) )?(?:(?P<late>{_COLOUR}) )?(?:(?:four|two|4|2)[ -]door )?"
    rf"(?:(?:(?P<make>{_MAKE})|(?P<model>{LONE_MODELS}))(?: (?P<kind>{KINDS}))?|(?P<only>{KINDS}))\b(?! center| street| road| avenue| house)"
)
_HINT = re.compile(rf"\b(?:{'|'.join(MAKES)}|{LONE_MODELS}|(?:{COLOURS})[a-z0-9' -]{{0,24}}(?:{KINDS}))s?\b")
# names that are also cities, presidents and streets: only with a colour, year, model or kind
AMBIGUOUS = frozenset(("lincoln", "mini", "saturn", "ram", "dodge", "jeep", "ford", "mercedes", "suburban", "explorer", "harley"))


@dataclass(frozen=True)
class Vehicle:
    phrase: str
    start: int
    end: int


def vehicle_in(utterance: Utterance) -> Optional[Vehicle]:
    """The fullest description in the utterance; None when there is none."""
    folded = utterance.tidy
    if not _HINT.search(folded):
        return None
    best: Optional[Vehicle] = None
    for found in _VEHICLE.finditer(folded):
        phrase = _said(found)
        if phrase and (best is None or len(phrase) > len(best.phrase)):
            best = Vehicle(phrase, *utterance.original(found.start(), found.end()))
    return best


def _said(found: "re.Match[str]") -> str:
    colour, make, kind = found.group("colour") or found.group("late"), found.group("make") or found.group("model"), found.group("kind") or found.group("only")
    if not make and not (colour and kind):
        return ""
    if make and make.rstrip("s") in AMBIGUOUS and not (colour or kind or found.group("year")):
        return ""
    parts: List[str] = [colour or "", _year(found.group("year")) if make or kind else "", _titled(make or ""), kind or ""]
    return " ".join(part for part in parts if part)


def _year(text: Optional[str]) -> str:
    digits = digits_only(text or "")
    if len(digits) == 2:
        return f"20{digits}" if int(digits) <= 35 else f"19{digits}"
    return digits if len(digits) == 4 else ""


def _titled(name: str) -> str:
    return " ".join(word.upper() if len(word) <= 3 and word not in ("ram", "kia", "rio", "fit") else word.capitalize() for word in name.split())
