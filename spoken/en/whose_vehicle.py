"""Whose vehicle a part of what was said tells of, where two are spoken of: the caller's own, or the one that hit it. Pure.

"mine's a silver camry, hers is the explorer" is cut into what is said of each; a part that does not say whose it is goes on with the one
before it.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple

from spoken.en.numbers import DIGITS, SPELLING, TEENS, TENS
from spoken.en.vehicles import KINDS, LONE_MODELS, MAKES

MINE, OTHER = "mine", "other"
_VEHICLE = rf"(?:vehicle|{KINDS}|{'|'.join(MAKES)}|{LONE_MODELS})"
_HIT = (
    r"(?:hit|hits|struck|strikes|sideswiped|scraped|clipped|smashed|backed into|ran into|crashed into|slammed into|drove into"
    r"|bumped|rammed)"
)
_SIGN = rf"(?:[a-z]|\d+|{'|'.join(sorted({*DIGITS, *TEENS, *TENS, *SPELLING}, key=len, reverse=True))})"
_IS = r"(?:'s|'re| is| was| are)"
# the one that hit, whatever stands beside it: "hit my car" tells of no vehicle of mine
_OF_THE_OTHER = re.compile(
    rf"\b{_HIT} (?:me|us|it|mine|(?:my|our|the) (?:\w+ ){{0,3}}?{_VEHICLE})\b|\b{_HIT}$"
    r"|\b(?:not|isn't|wasn't) mine\b"
    r"|\b(?:hers|his|theirs)\b"
    rf"|^with (?:an?|his|her|their|some) (?:\w+ ){{0,3}}?{_VEHICLE}\b"
    rf"|\b(?:the|that) other (?:one|guy|lady|driver|person|plate|{_VEHICLE})\b"
    rf"|\b(?:the|that) (?:\w+ ){{0,3}}?(?:one|{_VEHICLE}) (?:that|who|which) (?:did|{_HIT}|left|drove|took off)\b"
    rf"|\b(?:did it|got hit by|was hit by|{_HIT} by)\b"
    rf"|\b(?:his|her|their|the (?:guy|driver|lady|woman|man|person)'s) (?:license |licence )?(?:plates?|tags?|{_VEHICLE})\b"
    rf"|\b(?:he|she|they|who|somebody|someone|curb|neighbou?r|guy|lady|witness|people)\b[\w ]{{0,20}}? (?:said|says|told me"
    rf"|thinks?|thought|saw|seen)"
    rf" (?:that |like )?(?:it {_IS} ?|it's |it was |a |an |the )"
    rf"|\bsaw (?:it {_IS} |a |an )"
    r"|\bnote\b[\w' ]{0,30}?\b(?:said|says|saying|about)\b"
    rf"|\b(?:he|she|they)(?:'s| was| were| is)? (?:in|driving|drove) (?:a|an|the|this|some)\b"
    r"|\b(?:took|drove|sped|ran|pulled) (?:off|away)\b"
)
_OF_MINE = re.compile(
    rf"\bmine\b|\b(?:my|our) (?:own )?(?:(?!neighbou?r)[\w']+ ){{0,4}}?(?:license plate|plates?|tags?|{_VEHICLE})\b|\bi (?:drive"
    rf"|have|was in|own)\b"
)
_MY = re.compile(r"(?:my|our) (?!neighbou?r|friend|wife |husband |son |daughter )")
_WHICH = re.compile(  # "mine or the truck?", asked back
    rf"\b(?:(?:do )?you mean )?(?:mine|my \w+) or (?:the |that |his |her |their )?(?:other one|hers|his|theirs|{_VEHICLE})\b[ ,?]*",
    re.I,
)
# where what is said of one ends and of another begins
_BEGINS = re.compile(
    rf"(?<=\w)[ ,.;]+(?:and |but )?(?=with (?:an?|his|her|their|some) (?:\w+ ){{0,3}}?{_VEHICLE}\b|(?:mine|hers|his|theirs){_IS}\b"
    rf"|(?:my|his|her|their) (?:\w+ ){{0,2}}?(?:plates?|tags?|{_VEHICLE}){_IS}\b"
    rf"|(?<!is )(?<!was )(?<!'s )(?:the|that) other (?:one|guy|driver|plate|{_VEHICLE})\b"
    rf"|(?:the|a|an) (?:\w+ ){{0,3}}?{_VEHICLE}(?: that| which| is the one that| was the one that)? {_HIT}\b"
    rf"|(?:and|but|not) (?:the|a|an|it|its) "
    r")|\s+and\s+(?=(?:somebody|someone|there(?:'s| is| was)|they|the \w+|a \w+) (?:\w+ ){0,2}?note\b"
    r"|(?:somebody|someone|they) left\b)"
    r"|[,;.]\s+|(?:(?<=\bhit)|(?<=ed)|(?<=into)|(?<=struck)) (?=(?:my|our) )|\s+and\s+(?=(?:its|the|their|it's|a|an|i|my|that)\b)"
)
_THEN_THE_OTHER = re.compile(  # "... eight eight two c t n is the other one"
    rf"(?<=\w) (?=(?:[a-z] ){{1,4}}(?:{_SIGN} ){{0,4}}{_IS.strip()}?(?:is|was|'s)? ?(?:the other|theirs|hers|his)\b)"
)
_DIGIT_BEFORE = re.compile(rf"(?:\d|\b(?:{'|'.join({*DIGITS, *TEENS, *TENS} - {'o', 'oh'})}))$")


def parts(text: str, before: Optional[str] = None) -> List[Tuple[str, Optional[str]]]:
    """(words, MINE | OTHER | None) in the order in which they were said; `before`: of whose the words before them were."""
    found, whose = [], before
    for part in _pieces(_WHICH.sub("", text)):
        whose = owner(part) or whose
        found.append((part, whose))
    return found


def owner(part: str) -> Optional[str]:
    """MINE or OTHER where the words say so; None where they do not, or say both."""
    said = part.lower()
    if _MY.match(said):
        return MINE
    of_the_other = bool(_OF_THE_OTHER.search(said))
    mine = bool(_OF_MINE.search(_OF_THE_OTHER.sub(" ", said)))
    return None if of_the_other and mine else OTHER if of_the_other else MINE if mine else None


def of(text: str, whose: str, otherwise: str) -> str:
    """What is said of that one's vehicle; `otherwise`: whose it is where the words do not say."""
    said = [part for part, one in parts(text, otherwise) if one == whose]
    return " ".join(said)


def speaks_of_two(text: str) -> bool:
    """ "Mine or the truck's?": whose is to be looked at."""
    return any(owner(part) is not None for part in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    at = 0
    lower = text.lower()
    cuts = {found.end() for found in _BEGINS.finditer(lower)}
    cuts |= {found.end() for found in _THEN_THE_OTHER.finditer(lower) if _DIGIT_BEFORE.search(lower[: found.start()])}
    for cut in sorted(cuts):
        if re.search(r"\w", text[at:cut]):
            yield text[at:cut].strip(" ,.;")
            at = cut
    if re.search(r"\w", text[at:]):
        yield text[at:].strip(" ,.;")
