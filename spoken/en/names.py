"""A person's name out of an answer to "what is your name?": introduced, spelled, in parts, corrected. Pure.

"my name is pat, p a t, last name smyth, s m y t h e" is Pat Smythe: what is spelled wins over what was heard. Accents and
other scripts stay as they were typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import List, Optional, Tuple

from spoken.en.corrections import versions
from spoken.en.name_letters import spelled_as_said
from spoken.en.not_a_name import answers_something_else, declines, is_called_no, not_a_name
from spoken.en.numbers import DIGITS, SPELLING, SPOKEN_LETTERS, spelled_at
from spoken.utterance import fold, heard

MOST_WORDS = 4
LONGEST_TYPED = 8  # words
_HESITATIONS = "u+m+|u+h+|er|oh|well|so|yes|yeah|yep|sure|okay|ok|hi|hello|hey|please"
_INTRODUCTIONS = (
    "my (?:full )?name(?: is|'s)?|the name(?: is|'s)?|name(?: is|'s)|this is|it is|it's|its|i am|i'm|im"
    "|call me|you can call me|that's|thats|that is|they call me"
)
_TITLES = r"mister|mr\.?|mrs\.?|ms\.?|miss|doctor|dr\.?"
_LEAD = re.compile(rf"^(?:\W*\b(?:{_HESITATIONS}|{_INTRODUCTIONS}|{_TITLES})(?![\w'])[\s,.:]*)+")
_TAIL = re.compile(
    r"(?:[,.;!?]|\b(?:and|but|is my name|here|speaking|calling|please|thanks|thank you|from|with|at|i'm|i am|my|that's"
    r"|spell|spelled|it's|because|just(?= [a-z] [a-z]\b))\b).*$"
)
_FIRST = r"(?:first|given|christian) name(?:'s| is)?"
_LAST = r"(?:last name|surname|family name|second name)(?:'s| is)?"
_LABEL = re.compile(rf"\b(?:and )?(?:my |the )?(?:(?P<first>{_FIRST})|(?P<last>{_LAST}))(?![\w'])[\s,:]*")
_WITH_A_LETTER = re.compile(r"\bwith an? [a-z]\b(?! [a-z]\b)")
_HESITATION_INSIDE = re.compile(r"(?:\b([a-z'-]+)[ ,.]+)?(?<=[ ,.])(?:u+m+|u+h+|e+r+m*)\b[ ,.]*(?=[a-z])(?:\1\b)?")
_TWO_WORDS = re.compile(r"\s*([^\W\d_][\w'-]*), ([^\W\d_][\w'-]*)\s*")
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'-]*(?:['-][^\W\d_]+)*-?")
_ALIKE = 0.6


@dataclass(frozen=True)
class Name:
    text: str
    start: int  # characters of the caller's text
    end: int


@dataclass(frozen=True)
class _Spelling:
    letters: str
    start: int
    end: int


def name_in(text: str) -> Optional[Name]:
    """The name; None for a refusal, a plain yes or no, and what is no name."""
    if answers_something_else(text):
        return None
    for said in versions(text):
        name = None if answers_something_else(said) else _name(_plainly(said))
        if name:
            at = text.rfind(said)
            return Name(name.text, name.start + at, name.end + at)
    return None


def _plainly(text: str) -> str:
    """Of the same length: a name as its letter was said ("jon without an h"), and no hesitation inside ("bill um bill kowalski")."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    said = _HESITATION_INSIDE.sub(_without_hesitation, spelled_as_said(folded))
    return text if said == folded else said


def _without_hesitation(found: re.Match[str]) -> str:
    """The word before it, moved up to what follows: beside it stays the space that parts two words ("john um smith")."""
    gap = len(found[0]) - len(found[0].rstrip(" ,."))
    return (found[1] or "").rjust(len(found[0]) - min(gap, 1)) + " " * min(gap, 1)


def spelled_in(text: str) -> str:
    """Letters as spelled, with "apostrophe" and "capital": "o apostrophe n e i l" -> "O'NEIL"."""
    for said in versions(text):
        words, out, i = heard(re.sub(r"\bcapital\b", " ", fold(said))).texts(), "", 0
        while i < len(words):
            if words[i] == "apostrophe" and out:
                out, i = out + "'", i + 1
                continue
            letter, used = _letter_at(words, i, out, inside=bool(out) or _spelled_later(words, i))
            out, i = out + letter, i + max(used, 1)
        if out:
            return out
    return ""


def refused(text: str) -> bool:
    """The person does not give a name, or says something else."""
    folded = fold(text)
    lead = _LEAD.match(folded)
    rest = folded[lead.end() if lead else 0 :]
    return not is_called_no(text) and (not re.search(r"\w", rest) or declines(_LABEL.sub("", rest)))


def typed_as_one(text: str) -> bool:
    """As people write a name that no grammar knows: most of its words large, or a script that has none."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    large = sum(word[0].isupper() for word in words)
    return len(words) <= LONGEST_TYPED and ((large > 1 and large * 2 > len(words)) or not text.isascii())


def _name(text: str) -> Optional[Name]:
    folded = fold(text)
    spellings = _spellings(folded)
    labels = list(_LABEL.finditer(folded))
    if not labels and not spellings and (pair := _last_and_first(text)):
        return pair
    whole = [] if labels else [_unlabelled(text, folded, 0, len(folded), spellings)]
    parts = _labelled(text, folded, labels, spellings) if labels else whole
    found = [part for part in parts if part and part.text]
    if not found:
        return None
    name = " ".join(part.text for part in found)
    if len(name.split()) > MOST_WORDS:
        return None
    return Name(name, min(part.start for part in found), max(part.end for part in found))


def _last_and_first(text: str) -> Optional[Name]:
    """ "Smith, John", as it is typed: which of the two is the last name stays as it was written."""
    pair = _TWO_WORDS.fullmatch(text)
    if not pair or not_a_name(text) or any(_LEAD.match(fold(one)) or _TAIL.match(fold(one)) for one in pair.groups()):
        return None
    return Name(", ".join(titled([one]) for one in pair.groups()), pair.start(1), pair.end(2))


def _labelled(text: str, folded: str, labels: List[re.Match[str]], spellings: List[_Spelling]) -> List[Optional[Name]]:
    """First name before last name, in whatever order they were said; what stands before the first label is the other one."""
    first = last = None
    ends = [label.start() for label in labels[1:]] + [len(folded)]
    for label, end in zip(labels, ends):
        part = _unlabelled(text, folded, label.end(), end, spellings, one_part=True)
        if label["first"]:
            first = part
        else:
            last = part
    before = _unlabelled(text, folded, 0, labels[0].start(), spellings)
    if before and first is None:
        first = before
    elif before and last is None:
        last = before
    return [first, last]


def _unlabelled(
    text: str, folded: str, start: int, end: int, spellings: List[_Spelling], one_part: bool = False
) -> Optional[Name]:
    """The name between two places: introduction and what follows it cut away, and its spelling put in."""
    inside = [one for one in spellings if start <= one.start < end]
    lead = _LEAD.match(folded[start:end])
    start += lead.end() if lead else len(folded[start:end]) - len(folded[start:end].lstrip())
    piece = _WITH_A_LETTER.sub(lambda found: " " * len(found.group(0)), folded[start:end])
    cut = [found.start() for found in (_TAIL.search(piece),) if found]
    cut += [one.start - start for one in inside if one.start >= start]
    head = piece[: min(cut)] if cut else piece
    begin, stop = (start + at for at in _said_again(piece, head))
    words = text[begin:stop].split()
    until = inside[1].start if len(inside) > 1 else end  # "jose j o s e ruiz r u i z"
    after = _after(text, folded, inside[0].end, until, len(words) == 1) if inside and not one_part else []
    if words and (
        len(words) > MOST_WORDS or not_a_name(text[begin:stop]) or not all(_NAME_WORD.fullmatch(word) for word in words)
    ):
        return None
    words = _respelled(words + after, inside, alone=one_part or not words)
    return Name(titled(words), begin, max([stop, *(one.end for one in inside)])) if words else None


def _said_again(piece: str, head: str) -> Tuple[int, int]:
    """Where the name stands in the piece: its beginning, or "Anne Bell" of "Anne with an e, Anne Bell"."""
    first = head.split()[:1]
    again = re.search(rf"[,.]\s*({re.escape(first[0])} [a-z' -]+)", piece[len(head) :]) if first else None
    begin, end = (len(head) + again.start(1), len(head) + again.end(1)) if again else (0, len(head))
    return begin, begin + len(piece[begin:end].rstrip(" ,.-"))


def _after(text: str, folded: str, start: int, end: int, first_alone: bool) -> List[str]:
    """The rest of a name after the spelling of its beginning: "stacey s t a c y green", "Rosa, R O S A, Zepeda"."""
    if first_alone and (comma := re.match(r",\s+(?=[^\s,.]+[.]?$)", folded[start:end])):
        start += comma.end()
    rest = text[start:end].split()
    plain = [word for word in rest if _NAME_WORD.fullmatch(word)]
    known = (
        len(rest) in (1, 2)
        and plain == rest
        and not _TAIL.match(folded[start:end].strip())
        and folded[start : start + 1] != ","
    )
    return plain if known and not declines(folded[start:end]) else []


def _respelled(words: List[str], spellings: List[_Spelling], alone: bool) -> List[str]:
    """Each spelling in the place of the word that it sounds like; alone it is a name of itself."""
    words = list(words)
    for one in spellings:
        letters = one.letters.lower()
        alike = [(SequenceMatcher(None, fold(word), letters).ratio(), at) for at, word in enumerate(words)]
        best = max(alike, default=(0.0, -1))
        if best[0] >= _ALIKE or (best[1] >= 0 and fold(words[best[1]])[:1] == letters[:1] and best[0] >= 0.4):
            words[best[1]] = letters
        elif alone and not words and len(letters) > 1:
            words.append(letters)
    return words


def _spellings(folded: str) -> List[_Spelling]:
    """Runs of three letters or more that were said one by one."""
    utterance = heard(folded)
    words, out, i = utterance.texts(), [], 0
    while i < len(words):
        letters, at = "", i
        while at < len(words):
            letter, used = _letter_at(words, at, letters, inside=bool(letters) or _spelled_later(words, at))
            if not used:
                break
            letters, at = letters + letter, at + used
        if len(letters) >= 3:
            out.append(_Spelling(letters, utterance.words[i].start, utterance.words[at - 1].end))
        i = max(at, i + 1)
    return out


def _spelled_later(words: List[str], i: int) -> bool:
    """A word such as "see" or "sam" begins a spelling only when single letters or more such words follow."""
    following = words[i + 1 : i + 3]
    return len(following) == 2 and all(
        len(word) == 1 or word in SPELLING or word in SPOKEN_LETTERS or word in ("as", "like", "o", "oh")
        for word in following
    )


def _letter_at(words: List[str], i: int, before: str, inside: bool) -> Tuple[str, int]:
    word = words[i]
    if word in DIGITS and word not in ("o", "oh"):
        return "", 0
    if len(word) > 1 and not inside and word not in ("double", "triple"):
        return "", 0
    if word in ("i", "a") and not inside and not _spelled_later(words, i):
        return "", 0
    if word in ("oh", "o"):
        return ("O", 1) if inside or len(word) == 1 else ("", 0)
    letter, used = spelled_at(words, i, before)
    return (letter, used) if letter.isalpha() else ("", 0)


def titled(words: List[str]) -> str:
    """Each word with a capital; "o'neil" with two."""
    return " ".join("-".join(_capital(part) for part in word.split("-")) for word in words)


def _capital(part: str) -> str:
    if re.match(r"[od]'\w", part, re.I):
        return part[:2].upper() + part[2:3].upper() + part[3:]
    return part[:1].upper() + part[1:]
