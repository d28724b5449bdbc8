"""What is told by the way of a camera, of somebody who saw it, of insurance, in an answer to something else. Pure.

Stricter than the answer to "is there a witness, a video, or insurance?": "my camera was in the bag" tells of no video there, "I saw it
this morning" of no witness.
"""

from __future__ import annotations

import re
from typing import Optional

from spoken.en.report_moves import QUESTION

SURE, MAYBE = "sure", "maybe"
_CAMERA = (
    r"(?:(?:security|doorbell|ring|nest|dash|front|door|video|surveillance|trail) ?)*(?:cameras?|cams?|dashcams?|doorbells?"
    r"|cctv|footage|surveillance|videos?)"
)
_BROKEN = re.compile(
    rf"\b{_CAMERA}\b[\w' ,]{{0,20}}\b(?:broken?|busted|out|off|down|dead|fake|not working|(?:doesn'?t|didn'?t|wasn'?t|isn'?t"
    rf"|don'?t) \w+)\b"
    rf"|\bno (?:security )?{_CAMERA}\b|\b{_CAMERA}\b[\w' ]{{0,12}}\bbut (?:it|they)(?:'s|'re| is| are| was| were)? (?:all )?"
    r"(?:broken?|busted|out|off|down|dead|fake|not|isn'?t|doesn'?t|didn'?t|don'?t)\b",
    re.I,
)
_STOLEN = re.compile(
    rf"\b(?:took|stole|stolen|taken|grabbed|broke|smashed|missing|lost) (?:off )?(?:my|our|the|a|his|her)?\s*(?:\w+ )?{_CAMERA}\b"
    rf"|\b{_CAMERA}\b (?:was|is|were|got|are) (?:stolen|taken|gone|missing|in)\b"
    rf"|\b(?:bag|backpack|purse|phone|i?pad|tablet|laptop|computer|case|suitcase|box|drone|in it) (?:has|had|with) (?:an? |my "
    rf"|the |two )?(?:\w+ )?{_CAMERA}\b",
    re.I,
)
_SHOWN = re.compile(
    rf"\b(?:on|from|got|have|has|had|'ve got|of) (?:\w+ ){{0,6}}?{_CAMERA}\b"
    rf"|\b{_CAMERA}\b(?:[\w' ]{{0,24}})\b(?:shows?|showed|has|have|got|caught|captured|recorded|picked|saw|filmed|of)\b"
    r"|\b(?:it|him|her|them|this|that) (?:\w+ )?(?:on|in) (?:video|camera|tape|film)\b|\b(?:filmed|recorded|videoed) (?:it|him"
    r"|her|them)\b",
    re.I,
)
_THERE = re.compile(
    rf"\b(?:there(?:'s| is| are| was)|has|have|had|got|'ve|see|be|their|neighbou?r's|'s|some) (?:\w+ ){{0,3}}?{_CAMERA}\b",
    re.I,
)
_IN_DOUBT = re.compile(
    r"\b(?:might|may|maybe|perhaps|could|probably|possibly|should|think|guess|not sure|don'?t know|didn'?t check"
    r"|haven'?t (?:checked|looked|asked)"
    r"|must have|i bet|ask)\b",
    re.I,
)
_CLAIMS = re.compile(
    rf"\b(?:shows?|showed|caught|captured|recorded|filmed|(?:it|him|her|them|that|this|guys?|lady|man|woman|person|kids?"
    rf"|me)\b[\w' ]{{0,24}}\b(?:on|in) (?:\w+ ){{0,3}}?{_CAMERA}"
    rf"|(?:i|we|i've|we've|i'?d)(?: have| got| ve got| have got)? (?:the |a |some |it on |good |clear )*(?:videos?|footage)"
    rf"|{_CAMERA}\b[\w' ]{{0,10}}\b(?:got|has it|has (?:him|her|them)))\b",
    re.I,
)
_SOMEBODY = (
    r"(?:neighbou?rs?|ladies|lady|guys?|m[ae]n|wom[ae]n|managers?|someone|somebody|friends?|wife|husband|son|daughter|roommate"
    r"|workers?|co-?workers?"
    r"|employees?|clerks?|cashiers?|guards?|mailman|driver|kids?|girl|boy|bystanders?|witness(?:es)?|people|mother|mom|dad|father"
    r"|sister|brother|tenant|barista|bartender|waiter|waitress|janitor|teacher|boss|uncle|aunt|cousin|grandson|granddaughter|security)"
)
_SAW = r"(?:saw|seen|sees|heard|witnessed|watched)"
_WITNESS = re.compile(
    rf"\b(?P<who>{_SOMEBODY})\b(?P<between>(?: (?!i\b|we\b|didn|not\b|never\b|that\b)[\w'-]+){{0,7}}?) (?:also "
    rf"|just )?{_SAW}\b(?! (?:my|any|me|nothing|no)\b)"
    rf"|\b{_SOMEBODY}\b(?: [\w'-]+){{0,4}}? (?:he|she|they) (?:say|says|said|told (?:me|us))(?: that)? (?:he|she"
    rf"|they) (?:see|sees|saw|seen|hear|heard)\b"
    rf"|\bthere (?:was|is|were|are|'s) (?:a |one |two |some )?witness",
    re.I,
)
_NOBODY = re.compile(r"\b(?:nobody|no one|no|not|never|none|didn'?t|any)\b[\w' ]*$", re.I)
_NAMED = re.compile(
    rf"\b(?:my|our) (?:\w+ )?{_SOMEBODY},? (?:(?:mister|missus|mr\.?|mrs\.?|ms\.?|miss|doctor) )?(?!who|that|and|also|just"
    rf"|he|she|they|across|next|down|up|said|says|heard|saw|seen|has"
    rf"|did|from|in|on|at|inside"
    rf"|might|may|maybe|was|is)(?P<name>[a-z]+(?:[ -](?!{_SAW}|also|just|he|she|they|across|next|from|has|who|at|in|on|lives)[a-z]+)?),?"
    rf" (?:(?:he |she |they )?(?:also |just )?{_SAW}|across|next door|he|she|from|at|lives|upstairs|downstairs)\b",
    re.I,
)
_INSURERS = r"(?:geico|state farm|progressive|allstate|usaa|farmers|liberty mutual|american family|nationwide|travelers|safeco|esurance)"
_INSURED = re.compile(
    rf"\b(?:have|got|with|through|had|'ve|use) (?:\w+ )?{_INSURERS}\b|\b{_INSURERS} (?:for|is|wants|needs|said|says|asked|told"
    rf"|insurance)\b"
    r"|\b(?:for|to) (?:the|my|our|an) insurance\b(?! card)|\binsurance (?:claim|company|adjuster|needs?|wants?|asked|asks|said"
    r"|says|told)\b"
    r"|\b(?:filing|file|making|make|put in|open(?:ed|ing)?) (?:a |an )?(?:insurance )?claim\b|\b(?:i'm|we're|it's|am) insured\b",
    re.I,
)


def video(clause: str) -> Optional[str]:
    """SURE where it shows something, MAYBE where there is a camera that may have; None where it tells of none, or is not known to work."""
    if QUESTION.search(clause) or _STOLEN.search(clause) or _BROKEN.search(clause):
        return None
    if not (_SHOWN.search(clause) or _THERE.search(clause)):
        return None
    return SURE if _CLAIMS.search(clause) and not _IN_DOUBT.search(clause) else MAYBE


def shows(clause: str) -> bool:
    """A camera shows something there: what is told of an hour is the hour on it."""
    return bool(re.search(rf"\b{_CAMERA}\b", clause, re.I)) and not (
        QUESTION.search(clause) or _STOLEN.search(clause) or _BROKEN.search(clause)
    )


def surely(words: str) -> bool:
    """Whether a yes about a video says that there is one, and not that there may be."""
    return bool(_CLAIMS.search(words)) and not _IN_DOUBT.search(words)


def out_of_order(clause: str) -> bool:
    """ "There's a camera but it's broken"."""
    return bool(_BROKEN.search(clause))


_IT_IS_BROKEN = re.compile(
    r"\W*(?:it|they|that one|those|that|mine|the thing)(?:'s|'re| is| are| was| were| has been)? (?:all |both |just |been |probably )*"
    r"(?:broken?|busted|off|down|dead|fake|out|not working|(?:isn'?t|aren'?t|wasn'?t|doesn'?t|didn'?t|don'?t) (?:even )?(?:work"
    r"|working|record|on|on then))\b",
    re.I,
)


def is_broken(clause: str) -> bool:
    """ "It's broken", right behind a camera."""
    return bool(_IT_IS_BROKEN.match(clause))


def only_may(words: str) -> bool:
    """Whether they say no more than that a camera may have it: "the gym might have cameras", "the neighbor has one"."""
    return bool(re.search(rf"\b{_CAMERA}\b|\bones?\b", words, re.I)) and not surely(words)


def witness(clause: str) -> bool:
    """Somebody else saw or heard it."""
    found = None if QUESTION.search(clause) else _WITNESS.search(clause)
    return found is not None and not _NOBODY.search(clause[: found.start()])


_TITLED = re.compile(
    rf"\b{_SOMEBODY},? (?:mister|missus|mr\.?|mrs\.?|ms\.?|miss|doctor) (?P<name>[a-z][a-z'-]+)\b", re.I
)


def witness_name(clause: str) -> str:
    """ "Curtis" of "my neighbor curtis saw it", "Lam" of "the security man mister lam"; "" where none is named."""
    found = _TITLED.search(clause) or _NAMED.search(clause)
    return found["name"].title() if found else ""


def insured(clause: str) -> bool:
    """ "I've got Geico", "they want a report for my insurance"."""
    found = None if QUESTION.search(clause) else _INSURED.search(clause)
    return found is not None and not _NOBODY.search(clause[: found.start()])


SOMEBODY = _SOMEBODY  # by what they are to the caller
