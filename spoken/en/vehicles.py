"""A vehicle as a caller describes it: colour, year, make, model, kind. Pure.

"a red two thousand twelve honda civic" -> "red 2012 Honda Civic"; a colour or kind alone ("a car") is not a description.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Match, Optional

import yaml

from spoken.en.corrections import taken_back
from spoken.en.numbers import digits_only
from spoken.utterance import Utterance, heard

_WORDS: Dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
MAKES: Dict[str, List[str]] = _WORDS["makes"]
COLOURS, KINDS, LONE_MODELS = ("|".join(_WORDS[name]) for name in ("colours", "kinds", "lone"))
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_YEAR = (
    rf"(?:(?:19[6-9]|20[0-3])\d|'?[012]\d|two thousand(?: and)?(?: (?:{_UNITS}|{_TEENS}|twenty(?: (?:{_UNITS}))?))?"
    rf"|twenty (?:oh (?:{_UNITS})|{_TEENS}|twenty(?:[ -](?:{_UNITS}))?)"
    rf"|nineteen (?:seventy|eighty|ninety)(?:[ -](?:{_UNITS}))?|oh (?:{_UNITS}))"
)
_MAKE = "|".join(
    rf"{make}s?(?:[ -](?:the )?(?:{'|'.join(models)}))?" if models else make for make, models in MAKES.items()
)
_COLOUR = rf"(?:(?:dark|light|bright|metallic|faded|matte) )*(?:{COLOURS})(?:(?: and | ?/ ?| or )(?:{COLOURS}))?"
_VEHICLE = re.compile(
    rf"\b(?:(?P<colour>{_COLOUR}),? )?(?:(?P<year>{_YEAR}) )?(?:(?P<late>{_COLOUR}) )?(?:(?:four|two|4|2)[ -]door )?"
    rf"(?:(?:(?P<make>{_MAKE})|(?P<model>{LONE_MODELS}))(?: (?P<kind>{KINDS}))?|(?P<only>{KINDS}))\b"
    r"(?! center| street| road| avenue| house)"
)
_MODEL_SAID = re.compile(r"\b(?P<letter>[a-z]) (?P<figures>(?:[a-z]+ )?(?:thousand|hundred))$")
_FIFTY = re.compile(r"\bf[ -]?(one|two|three)[ -]fifty\b", re.I)
_HINT = re.compile(rf"\b(?:{'|'.join(MAKES)}|{LONE_MODELS}|(?:{COLOURS})[a-z0-9' -]{{0,24}}(?:{KINDS}))s?\b")
# names that are also cities, presidents and streets: only with a colour, year, model or kind
AMBIGUOUS = frozenset(
    ("lincoln", "mini", "saturn", "ram", "dodge", "jeep", "ford", "mercedes", "suburban", "explorer", "harley")
)


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


_COLOUR_LAST = re.compile(  # "a dodge caravan, it's like gold"
    r"^[\s,]*(?:(?:and )?(?:it's|its|it is|it was|that's|the color(?: is|'s)?|color|colou?r is|in|like|kind of|sort of|a|um|uh)[\s,]+)*"
    rf"(?P<colour>{_COLOUR})(?: (?:one|color|colored))?(?![\w'])",
    re.I,
)
_YEAR_LAST = re.compile(
    rf"^[\s,.]*(?:(?:it's|its|a|from|the year(?: is)?|year)[\s,]+)*(?P<year>{_YEAR})(?![\w'])(?: model)?", re.I
)
_LEADS_TO_IT = re.compile(  # whose it is, and that it is one
    r"(?:\b(?:um|uh|well|oh|so|it's|its|it|it is|is|was|were|be|a|an|the|my|our|his|her|their|this|that|i|he|she|we|they|he's|she's"
    r"|they've|i've|we've|he'd|got|has|have|had|drive|drives|drove|driving|own|in|think|guess|believe|maybe|probably|like|just"
    r"|mine's|mine|yours|ours|hers|"
    r"theirs|yeah|yes|ok|okay|car|truck|vehicle|mom's|mother's|dad's|father's|wife's|husband's|son's|daughter's|brother's|sister's|"
    r"friend's|little|big|small|old|older|newer|new|boyfriend's|girlfriend's|mom|dad|wife|husband|looked|looks|some|kind|sort"
    r"|of)(?![\w'])|[\s,.?!])*",
    re.I,
)


_COLOUR_BETWEEN = re.compile(  # "a ford white the f two fifty"
    rf"\b(?P<make>{'|'.join(make for make, models in MAKES.items() if models)}) (?P<colour>{_COLOUR}) (?:the )?"
    rf"(?={'|'.join(model for models in MAKES.values() for model in models)})",
    re.I,
)
LONGEST_ANSWER = 300  # characters
_WITH_ITS_PLATE = re.compile(
    r"[ ,.;]+(?:(?:and|with|the|my|its|a)[ ,]+)*(?:license|licence)? ?(?:plates?|tags?)(?: number)?(?: is| are|'s|:)?"
    r" (?=[^,.;]*(?:\d|\b(?:[a-z]|zero|oh|one|two|three|four|five|six|seven|eight|nine)\b [a-z0-9]+\b)).*$",
    re.I | re.S,
)
_ONLY_A_COLOUR = re.compile(
    rf"\W*(?:(?:it's|its|it is|it was|more like|more of|a|an|like|kind of)[ ,]+)*({_COLOUR})(?: one)?\W*", re.I
)
_THIS_TIME = re.compile(
    r"^.*\b(?:usually|sometimes|mostly|other times|different (?:ones|cars)|yesterday)\b.*?"
    r"\b(?:but|and|so) (?:today|right now|now|this time|tonight)(?:'s| is)?[ ,]*(?P<now>\S.*)$",
    re.I | re.S,
)


def described(text: str) -> str:
    """An answer to "what vehicle is it?" as its description: "a, she's got a dodge caravan, it's like gold" -> "gold Dodge Caravan".

    What is told beside it stays behind it ("..., with a dent"); where no vehicle is named, the text as it is.
    """
    if len(text) > LONGEST_ANSWER:  # a story
        return text
    text = _WITH_ITS_PLATE.sub("", text) or text  # it has a question of its own
    for said in (*_now_and_before(text), *_taken_back_last(text)):
        if vehicle_in(heard(said)) is not None:
            return described(said)
    text = _COLOUR_BETWEEN.sub(r"\g<colour> \g<make> ", text)
    utterance = heard(text)
    found = vehicle_in(utterance)
    if found is None or not _LEADS_TO_IT.fullmatch(text[: found.start]):
        return text
    said, rest = found.phrase, text[found.end :]
    colour = None if re.search(rf"\b(?:{COLOURS})\b", said, re.I) else _COLOUR_LAST.match(rest)
    if colour:
        said, rest = f"{colour['colour'].lower()} {said}", rest[colour.end() :]
    year = None if re.search(r"\b(?:19|20)\d\d\b", said) else _YEAR_LAST.match(rest)
    if year and (digits := _year(year["year"].lower())):
        painted = re.match(rf"(?:{_COLOUR}) ", said, re.I)
        at = painted.end() if painted else 0
        said, rest = f"{said[:at]}{digits} {said[at:]}", rest[year.end() :]
    rest = rest.strip(" ,.;?!")
    return f"{said}, {rest}" if re.search(r"\w", rest) else said


def _now_and_before(text: str) -> List[str]:
    """ "Usually a tan buick but today it's a white kia": what it is this time."""
    found = _THIS_TIME.match(text)
    return [found["now"]] if found else []


def _taken_back_last(text: str) -> List[str]:
    """ "It's a ford, no sorry, it's the mazda": what counts instead; a colour alone ("no, I mean blue") goes on with what was named."""
    parts = taken_back(text)
    if parts is None:
        return []
    colour = _ONLY_A_COLOUR.fullmatch(parts[1])
    said = re.search(rf"\b(?:{COLOURS})\b", parts[0], re.I) if colour else None
    return [f"{parts[0][: said.start()]}{colour[1]}{parts[0][said.end() :]}" if colour and said else parts[1]]


def year_of(text: str) -> Optional[int]:
    """The year in a description of a vehicle: "two thousand and eight ford focus" -> 2008."""
    found = re.search(r"\b(?:19[6-9]|20[0-3])\d\b", described(text))
    return int(found[0]) if found else None


def _said(found: Match[str]) -> str:
    colour, make = found.group("colour") or found.group("late"), found.group("make") or found.group("model")
    kind = found.group("kind") or found.group("only")
    if not make and not (colour and kind):
        return ""
    if make and make.rstrip("s") in AMBIGUOUS and not (colour or kind or found.group("year")):
        return ""
    parts: List[str] = [
        colour or "",
        _year(found.group("year")) if make or kind else "",
        _titled(make or ""),
        kind or "",
    ]
    return " ".join(part for part in parts if part)


def _year(text: Optional[str]) -> str:
    digits = digits_only(text or "")
    if len(digits) == 2:
        return f"20{digits}" if int(digits) <= 35 else f"19{digits}"
    return digits if len(digits) == 4 else ""


def _with_its_figures(name: str) -> str:
    """ "Mazda the b two thousand" is the "mazda b2000"."""
    name = _FIFTY.sub(lambda found: f"F-{ {'one': 1, 'two': 2, 'three': 3}[found[1].lower()] }50", name)
    named = _MODEL_SAID.search(name)
    figures = digits_only(named["figures"]) if named else ""
    said = f"{name[: named.start()]}{named['letter']}{figures}" if named and figures else name
    return re.sub(r"(?<=[ -])the ", "", said)


def _titled(name: str) -> str:
    name = _with_its_figures(name)
    short = {word for word in name.split() if len(word) <= 3} - {"ram", "kia", "rio", "fit"}
    return " ".join(
        word.upper() if word in short or word.startswith("F-") else word.capitalize() for word in name.split()
    )
