"""Which thing somebody wants out of what was written down: "delete the cable lock", "the lock wasn't stolen". Pure."""

from __future__ import annotations

import re
from typing import List, Sequence

from spoken.utterance import squeezed

_OUT = r"(?:out|off|away)(?: of (?:it|that|there|the (?:list|report)))?"
_REMOVES = re.compile(
    r"^(?:(?:please|can you|could you|would you|you can|just|also|then|and|so|no|i(?:'d| would) like(?: you)? to|i want(?: you)? to"
    r"|you(?: need| have|'ll have)? to|you should|you better|let's) )*"
    r"(?:(?:remove|delete|erase|drop|cross (?:out|off)|get rid of|leave out|strike|scrap|scratch|forget|lose|skip)|take (?:out|off|away)"
    rf"|(?:take|leave|cross|keep)(?= .* {_OUT}))\b (?P<thing>\S.*?)(?: {_OUT})?"
    r"(?:,? (?:from|in|on) (?:it|there|(?:the|my|that) (?:list|report|things)\b.*))?\W*$",
    re.I,
)
_PUT_NOT = re.compile(  # "don't put that I said stupid in there"
    r"^(?:(?:well|please|no|and|but|just|you) )*(?:don'?t|do not|shouldn'?t|didn'?t want you to) (?:put|write|say|include|keep|leave|have)"
    r"(?: (?:in|down))?(?: that)?(?: (?:i|we) (?:said|say))?(?: the (?:word|part)(?: about)?)? (?P<thing>\S.*?)"
    r"(?: in)?(?: (?:there|it|that|the report))?\W*$",
    re.I,
)
_WITHOUT = re.compile(
    r"\bwithout (?P<thing>(?:that|the) (?:word|part|bit|sentence|last (?:one|part|bit))(?: about .+?)?)\W*$", re.I
)
_NEVER_SAID = re.compile(  # "I never said tulips"
    r"^(?:(?:well|no|and|but|because) )*(?:i|we) (?:never|didn'?t|did not) (?:even )?(?:say|said|tell you|told you|mention|mentioned)"
    r"(?: (?:anything|a word))?(?: about)? (?P<thing>(?!(?:that|this|it|so)\b\W*$)\S.*?)\W*$",
    re.I,
)
_THE_WORD = re.compile(
    r"^(?:that|the|this) (?:word|part|bit|sentence|line|thing)(?: (?:about|with|of|where)(?: (?:i|it|you)(?: \w+)?)?)? ?",
    re.I,
)
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "other": -1}
_WHICH = re.compile(
    r"^(?:the )?(?:(?P<nth>first|second|third|fourth|fifth|last|other)(?: (?:one|thing|item))|(?:number"
    r"|item) (?P<number>one|two|three|four))\b"
)
_POINTS = re.compile(r"^(?:that|it|this|those|them)(?: (?:one|part|bit|thing|word|all))?$", re.I)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}
_NOT_TAKEN = re.compile(
    r"^(?P<thing>(?:(?:the|my|our|that|this|those|these|a|an|his|her) )?(?:(?!\bwho\b|\bif\b|\bwhich\b|\band\b|\bis\b"
    r"|\bwas\b|\bit's\b)[^\s,.;]+ ){0,3}?"
    r"(?!\bwho\b|\bif\b|\bwhich\b)[^\s,.;]+?)(?: was| is| were| are|'s)?(?: not|n'?t) (?:actually |really |ever )?"
    r"(?:taken|stolen|missing|lost|gone|part of (?:it|that|what was (?:taken|stolen)))\b",
    re.I,
)
_NOBODY_TOOK = re.compile(
    r"^(?:(?:they|he|she|it|the (?:thief|thieves|guy|man))(?: did not| didn'?t| never)|nobody|no one) (?:take|took|steal|stole|get|got) "
    r"(?P<thing>(?:the|my|our|a|an) .+)$",
    re.I,
)
_IT = re.compile(
    r"(?:please |just |so |can you |could you )*(?:remove|delete|erase|drop|take|scrap|scratch|leave) (?:it|that|this"
    r"|them|those)(?: one)?\b.*",
    re.I,
)


def wished(clause: str) -> str:
    """The words that name it in a wish to have it out; "" where nobody wishes so."""
    found = _REMOVES.match(clause.strip())
    return found["thing"] if found else ""


def not_taken(clause: str) -> str:
    """The words that name it where it is said not to have been stolen."""
    found = _NOBODY_TOOK.match(clause.strip()) or _NOT_TAKEN.match(clause.strip())
    return found["thing"] if found else ""


def wished_unsaid(clause: str) -> str:
    """The words that somebody does not want in the report, whether they name a thing or not."""
    said = clause.strip()
    found = _PUT_NOT.match(said) or _REMOVES.match(said) or _NEVER_SAID.match(said) or _WITHOUT.search(said)
    return _THE_WORD.sub("", found["thing"]).strip() or found["thing"] if found else ""


def points_back(words: str) -> bool:
    """ "That", "it": what was spoken of last."""
    return bool(_POINTS.match(words.strip()))


def which(words: str) -> int:
    """2 of "the second one", -1 of "the last one"; 0 where none is counted."""
    found = _WHICH.match(words.lower())
    return (_ORDINAL[found["nth"]] if found["nth"] else _NUMBERS[found["number"]]) if found else 0


def joined(clauses: Sequence[str]) -> List[str]:
    """ "The cable lock", "remove it" -> "remove the cable lock"."""
    parts: List[str] = []
    for clause in clauses:
        if parts and _IT.fullmatch(clause.strip()):
            before = parts.pop()
            parts.append(before if wished(before) or not_taken(before) else f"remove {before}")
        else:
            parts.append(clause)
    return parts


def cut(text: str, words: str) -> str:
    """The text without the phrase that names it: "five keys" of "five keys on a red lanyard" and "the lanyard"; as it was without one."""
    telling = [word for word in re.findall(r"[a-z0-9']+", words.lower()) if word not in _SMALL]
    if not telling:
        return text
    named = r"[\s,]+".join(map(re.escape, telling))
    led = r"(?:[\s,]*\b(?:with|on|in|and|or|i know|i was|i am|i'm|so|really|very|that was|that's|it was|how|just|a|an|the|my)\b){0,6}"
    rest = re.sub(
        rf"(?:(?:\s*,\s*|\s+(?:with|on|in|and)\s+)(?:\w+\s+){{0,2}}?|{led}[\s,]*\b){named}s?\b",
        "",
        squeezed(text),
        flags=re.I,
    )
    return re.sub(r"\s+([,.;])", r"\1", rest).strip(" ,.;")


_SMALL = frozenset(
    ["a", "an", "the", "my", "our", "that", "this", "part", "word", "about", "of", "with", "on", "in", "it"]
)
