"""One more thing, as somebody tells of it after their report was filed: what it is, what it looks like, what it is worth. Pure.

"oh and my helmet was on it too, a black Giro, sixty dollars" -> helmet; black Giro; 60. Cautious: words that name no known thing,
that say of a thing more than where it was, or that take one back are nothing here, and stay the message that they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spoken.en import about_a_case, amounts
from spoken.en.thing_phrases import Nouns, Thing, listed
from spoken.en.thing_words import NEVER, OWNED, VEHICLES, plain
from spoken.utterance import heard

LONGEST = 300  # characters; who says more tells a story
_LEAD = re.compile(
    r"\W*(?:(?:yes|yeah|yep|oh|and|also|well|plus|um|uh|wait|actually|sorry|please add|add|there(?:'s| is| was| were)"
    r"|i (?:also )?forgot(?: to (?:say|mention|tell you))?(?: about)?|they (?:also )?(?:took|got|stole))\b[ ,.]*)*",
    re.I,
)
_TAKEN_BACK = re.compile(
    r"\b(?:not|never|wasn't|weren't|didn't|don't|isn't|no longer|found|recovered|returned|turned up|got (?:it|them) back|"
    r"came back|instead|rather|wrong|correct|change)\b",
    re.I,
)
_NUMBER = (
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|grand|\d[\d.,]*)"
)
_HEDGE = (
    r"(?:it (?:is|was)|it's|they (?:are|were)|they're|worth|about|around|roughly|maybe|probably|almost|nearly|like|for)"
)
_NUMBERS = rf"{_NUMBER}(?:(?:[ -]|\s+and\s+){_NUMBER})*"
_PRICE = re.compile(
    rf"(?:\b{_HEDGE}\s+)*(?:[$£€]\s?\d[\d.,]*|\b{_NUMBERS}\s*(?:dollars?|bucks|pounds?|quid|euros?|francs?)\b"
    rf"|\b(?:worth|about|around|roughly|maybe|almost|nearly)\s+{_NUMBERS}(?=\s*(?:$|[,;.!])))(?:\s+(?:each|or so|new|i think|i guess))*",
    re.I,
)
_WHERE_IT_WAS = re.compile(
    r"\b(?:which |that )?(?:was|were) (?:also )?(?:on|in|inside|with|under|next to|attached to|there|gone|too|as well)\b[^,;.]*",
    re.I,
)
_TOO = re.compile(r"\b(?:too|as well|also|please|thanks|thank you|in (?:there|it|them))\b", re.I)
_HOLDS = re.compile(r"\b(?:with|had|has|of)\s+$", re.I)  # "a wallet with sixty dollars in it"
_OPENS = re.compile(r"^(?:(?:and|with|it's|it is|it was|they're|they were|was|were|a|an|the|some)\b\s*)+", re.I)
_OWNER = re.compile(r"^(?:(?:the|my|our|his|her|their|a|an|some)\s+)+", re.I)
_MADE_OF = frozenset({"gold", "silver", "copper"})  # "two rings, gold": of the rings
_NOUNS = Nouns(OWNED, (NEVER | VEHICLES) - OWNED)


@dataclass(frozen=True)
class ThingTold:
    """`looks` "" and `value` None where nothing is said of them."""

    what: str
    looks: str = ""
    value: float | None = None


def read(text: str, currency: str = "USD") -> ThingTold | None:
    """The thing that the words name; None where they name none, or say something else."""
    if len(text) > LONGEST or not about_a_case.names_one_more(text) or _TAKEN_BACK.search(text):
        return None
    rest = text[len(_LEAD.match(text)[0]) :]  # type: ignore[index]  # it fits any text
    things = _things(rest)
    if not things:
        return None
    after = rest[things[-1].end :]
    price = next((one for one in _PRICE.finditer(after) if not _HOLDS.search(after[: one.start()])), None)
    if price is not None:
        after = f"{after[: price.start()]},{after[price.end() :]}"
    worth = amounts.amount_in(price[0], currency) if price is not None else None
    return ThingTold(_OWNER.sub("", rest[things[0].start : things[-1].end]), _looks(after), worth)


def same(one: str, other: str) -> bool:
    """Whether both are told by the same noun: "helmet", "black helmet"."""
    return bool(_heads(one) & _heads(other))


def _things(rest: str) -> list[Thing]:
    """Those that the words begin with."""
    utterance = heard(rest)
    found = listed(_NOUNS, utterance, 0, unknown=False) if utterance.words else []
    if not found or not found[0].text:
        return []
    ends = next((at for at, one in enumerate(found) if at and (not one.text or one.text in _MADE_OF)), len(found))
    return found[:ends]


def _looks(after: str) -> str:
    plainly = _TOO.sub(" ", _WHERE_IT_WAS.sub(" ", after))
    parts = [_OPENS.sub("", part.strip()).strip() for part in re.split(r"[,;.!]+(?=\s|$|,)", plainly)]
    return ", ".join(" ".join(part.split()) for part in parts if part)


def _heads(what: str) -> set[str]:
    return {plain(word) for word in re.findall(r"[a-z]+", what.lower())} & OWNED
