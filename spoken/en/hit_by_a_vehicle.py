"""What a vehicle hit that is none: "somebody hit my mailbox with a truck", "it was a mailbox, not a vehicle". Pure."""

from __future__ import annotations

import re

_THING = (
    r"(?:mail ?box(?:es)?|fence|wall|gate|garage(?: door)?|porch|house|shed|lawn|yard|tree|bushes|hedge"
    r"|flower ?bed|retaining wall|brick wall|steps|carport|building|storefront|planter)"
)
_VEHICLE = (
    r"(?:car|truck|van|suv|vehicle|jeep|pickup|motorcycle|motorbike|minivan|sedan|trailer|camper|rv|bumper|mirror)"
)
_HIT = (
    r"(?:hit|struck|ran (?:into|over|through)|crashed (?:into|through)|drove (?:into|over|through)|backed (?:into|over)|smashed(?: into)?"
    r"|plowed (?:into|through)|took out|knocked (?:over|down)|slammed into)"
)
_THING_HIT = re.compile(
    rf"\b{_HIT} (?:(?:my|our|the|a|half|part of|side of|corner of|whole|up|\w+'s|brick|stone|wooden|front|back|side|metal)[ ,]+){{0,4}}"
    rf"{_THING}\b",
    re.I,
)
_MY_VEHICLE = re.compile(
    rf"\b(?:my|our|parked|mom's|wife's|husband's|friend's) (?:(?!with|and|in|of|by|from|on)\w+ ){{0,3}}?{_VEHICLE}\b",
    re.I,
)
_IT_WAS = re.compile(
    rf"\b(?:it(?:'s| was| is)|its|that was|was|only|just) (?:just )?(?:my|a|the|our) (?:\w+ ){{0,2}}?{_THING}\b"
    rf"|\b(?:my|our) (?:\w+ ){{0,2}}?{_THING}(?: and \w+ \w+)?(?: that)? (?:got|was|were) (?:hit|damaged|knocked)",
    re.I,
)
_NO_VEHICLE = re.compile(
    r"\b(?:not (?:a|my|the) (?:vehicle|car|truck)|no (?:parked )?(?:vehicle|car|truck)|what (?:vehicle|car)"
    r"|(?:wasn't|ain't|isn't|not|wasnt|aint) (?:no|any|a) (?:parked )?(?:vehicle|car|truck))\b",
    re.I,
)


def tells_of_it(text: str) -> bool:
    """Of what happened: a thing on one's land was hit, and no vehicle of one's own."""
    return bool(_THING_HIT.search(text)) and not _MY_VEHICLE.search(text)


def says_no_vehicle(text: str) -> bool:
    """To a question about the vehicle that was hit: there is none, and what was hit is named."""
    return bool(_IT_WAS.search(text) and _NO_VEHICLE.search(text))
