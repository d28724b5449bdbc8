"""A person's name out of an answer to "what is your name?": introduced, spelled, in parts, corrected. Pure.

"my name is pat, p a t, last name smyth, s m y t h e" is Pat Smythe: what is spelled wins over what was heard. Accents and
other scripts stay as they were typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import List, Optional, Tuple

from spoken.en.clauses import without_said_before
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
    "|call me|you can call me|that's|thats|that is|they call me|(?:he|she|i) goe?s? by|just|(?:his|her|their) name(?: is|'s| was)"
    "|(?:the )?other (?:driver|guy|lady|woman|man|person)(?:'s| is| was)(?: name(?: is|'s| was))?"
    r"|(?:the )?other driver(?= (?!fled|left|ran|drove|took|did|was|is|had|has|never|sped|just|unknown|went|and)[a-z])"
)
_TITLES = r"mister|missus|mr\.?|mrs\.?|ms\.?|miss|doctor|dr\.?"
_LEAD = re.compile(rf"^(?:\W*\b(?:{_HESITATIONS}|{_INTRODUCTIONS}|{_TITLES})(?![\w'])[\s,.:]*)+")
_TAIL = re.compile(
    r"(?:(?<!\b[a-z])\.|[,;!?]|\b(?:and|but|like|two words|one word|(?:is|works|will do) (?:fine|okay|ok)"
    r"|is my name|here|speaking|calling|please|thanks|thank you|from|with|at|i'm|i am|my|that's|thats|its"
    r"|something|across|next door|upstairs|downstairs|down the (?:street|hall|road|block)|who|only$|is all (?:i|we)\b"
    r"|all i (?:know|got|have)"
    r"|spell|spelled|twice|it's|because|just(?= [a-z] [a-z]\b)|(?:she|he|they)(?: (?:was|is|were|are|said|had|has|did)|'s|'re))\b).*$"
)
_FIRST = r"(?:first|given|christian) name(?:'s| is)?"
_LAST = r"(?:last name|surname|family name|second name)(?:'s| is)?"
_LABEL = re.compile(rf"\b(?:and )?(?:my |the )?(?:(?P<first>{_FIRST})|(?P<last>{_LAST}))(?![\w'])[\s,:]*")
_WITH_A_LETTER = re.compile(r"\bwith an? [a-z]\b(?! [a-z]\b)")
_WITH_LETTERS = re.compile(  # "with double l v i l l ...": the letters that follow are the name
    r"\bwith (?:an?|two|double|one|just one|a single) [a-z](?:'?s)?(?: in the middle)?(?: and (?:an?|two|double|one) [a-z](?:'?s)?)*"
    r"(?= [a-z] [a-z]\b| last name| first name|\W*$)"
)
_OF_WHICH_PART = re.compile(  # "hal, first name only": no part of the name
    r"\b(?:(?:that's |it's )?(?:only|just) (?:the |his |her |a |my )?(?:first|last) name|(?:first|last) name only)\b"
)
_CALLED = re.compile(  # "the man from next door is called mister pham I don't have his number"
    rf"\b(?:is|was|he's|she's|named|guy|man|lady|woman)(?: is)? (?:called|named) (?:(?:{_TITLES}) )?"
    r"(?P<name>[a-z][a-z'-]+(?: (?!(?:i|he|she|but|and|who|from|at|the|we|it|don|his|her)\b)[a-z][a-z'-]+)?)\b"
)
_HESITATION_INSIDE = re.compile(r"(?:\b([a-z'-]+)[ ,.]+)?(?<=[ ,.])(?:u+m+|u+h+|e+r+m*)\b[ ,.]*(?=[a-z])(?:\1\b)?")
_TWO_WORDS = re.compile(r"\s*([^\W\d_][\w'-]*), ([^\W\d_][\w'-]*)\s*")
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'-]*(?:['-][^\W\d_]+)*-?|(?:[^\W\d_]\.)+")
_AT_LAST = re.compile(  # told after something else: "i'm calling for my mom i'm tessa van houten"
    r".*\b(?:my name(?:'s| is)|name(?:'s| is)|i'm|i am|im|that's|it's|that is|it is|this is) (?P<name>[a-z' -]+)$", re.S
)
_AFTER_A_COMMA = re.compile(r".*, (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+){1,2})\s*[.!]?$", re.S)
_TOLD_ON = re.compile(  # "winifred okafor i taught at east high thirty one years"
    r"^\W*(?P<name>[a-z][a-z'-]+ [a-z][a-z'-]+)[,.]? (?:i|i'm|i've|we|we're|my|but|though)\b.*$", re.S
)
_INTRODUCED = re.compile(
    rf"^\W*(?:(?:{_HESITATIONS})\W+)*(?:my (?:full )?name(?: is|'s)|this is|i am|i'm) (?P<name>.*?)(?: and i\b| but i\b|,).*$",
    re.S,
)
_LEGAL = re.compile(  # "ray ray but legal is raymond dunleavy"
    r".+\b(?:but|and|though|or)\b,? (?:my |the )?(?:legal|real|full|actual|government)(?:ly)?(?: name)?"
    r"(?: is|'s| it's|:)? (?P<name>[a-z' -]+?)[ .!]*$",
    re.S,
)
_SPELLED_INSTEAD = re.compile(r"\b(?:no|nope|nah),? (?:it's |its |that's )?(?:spelled|spelt) ", re.I)
_FIRST_ALONE = re.compile(
    r"^\W*(?:(?:uh|um|it'?s|he'?s|she'?s|(?:his|her|the) name(?: is|'s)|just)[ ,]+)*(?P<name>[a-z][a-z'-]+)(?: something)?[ ,.]+"
    r"(?:but )?(?:i )?(?:don'?t|do not|never) (?:know|remember|got|caught) (?:his|her|the|their) (?:last|family|sur) ?name\b",
    re.I,
)
_ALIKE = 0.6
_WHOLE = 0.85  # letters of both names in one row


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
    text = _without_asides(without_said_before(text))
    if first := _first_alone(text):
        return first
    if answers_something_else(text):
        return _beside_more(text, _INTRODUCED, _TOLD_ON)  # "... and i've lived here since nineteen seventy one"
    if legal := _beside_more(text, _LEGAL):
        return legal
    if called := _called(text):
        return called
    instead = _SPELLED_INSTEAD.search(text)
    for said in (*((text[instead.end() :],) if instead else ()), *versions(text)):
        name = None if answers_something_else(said) else _name(_plainly(said))
        if name:
            at = text.rfind(said)
            return Name(name.text, name.start + at, name.end + at)
    return _beside_more(text, _AT_LAST, _AFTER_A_COMMA, _TOLD_ON) or _spelled_behind(text)


def _called(text: str) -> Optional[Name]:
    folded = fold(text)
    found = _CALLED.search(folded) if len(folded) == len(text) else None
    name = _name(text[found.start("name") : found.end("name")]) if found else None
    return Name(name.text, found.start("name"), found.end("name")) if found and name else None


def _spelled_behind(text: str) -> Optional[Name]:
    """In an answer that tells more, the one or two words that are spelled behind them: "she heard it bernice bell b e l l"."""
    folded = fold(text)
    if len(folded) != len(text):
        return None
    for one in _spellings(folded):
        words: List[str] = []
        for word in reversed(folded[: one.start].split()[-2:]):
            if not _NAME_WORD.fullmatch(word) or not_a_name(word):
                break
            words.insert(0, word)
        letters = one.letters.lower()
        if words and SequenceMatcher(None, words[-1], letters).ratio() >= _ALIKE:
            start = one.start - len(" ".join(words)) - 1
            return Name(titled([*words[:-1], letters]), max(start, 0), one.end)
    return None


def _first_alone(text: str) -> Optional[Name]:
    """ "Raymond something, I don't know his last name"."""
    found = _FIRST_ALONE.match(text)
    name = _name(_plainly(found["name"])) if found else None
    return Name(name.text, found.start("name"), found.end("name")) if found and name else None


def _beside_more(text: str, *forms: re.Pattern[str]) -> Optional[Name]:
    """The one, two or three words that a name is told with, in an answer that also tells something else."""
    folded = fold(text)
    for form in forms if len(folded) == len(text) else ():
        found = form.match(text if form is _AFTER_A_COMMA else folded)
        said = text[found.start("name") : found.end("name")] if found else ""
        name = _name(_plainly(said)) if len(said.split()) > 1 and not answers_something_else(said) else None
        if found and name and len(name.text.split()) in (2, 3):
            return Name(name.text, name.start + found.start("name"), name.end + found.start("name"))
    return None


def _without_asides(text: str) -> str:
    """Of the same length: without "with double l" before the letters themselves, and "only the first name"."""
    folded = fold(text)
    said = _WITH_LETTERS.sub(_blank, _OF_WHICH_PART.sub(_blank, folded))
    return said if len(folded) == len(text) and said != folded else text


def _plainly(text: str) -> str:
    """Of the same length: a name as its letter was said ("jon without an h"), and no hesitation inside ("bill um bill kowalski")."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    said = _HESITATION_INSIDE.sub(_without_hesitation, spelled_as_said(folded))
    return text if said == folded else said


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


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
    return (
        not is_called_no(text)
        and not _FIRST_ALONE.match(text)
        and (not re.search(r"\w", rest) or declines(_LABEL.sub("", rest)))
    )


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
    name = _joined([part.text for part in found])
    if len(name.split()) > MOST_WORDS:
        return None
    return Name(name, min(part.start for part in found), max(part.end for part in found))


def _joined(parts: List[str]) -> str:
    """First and last name, each said once: "Anh Thi Tran" and "Tran", "Lee" and "Lee Park"."""
    if len(parts) == 2 and parts[0].split()[-1] == parts[1]:
        return parts[0]
    return parts[1] if len(parts) == 2 and parts[1].startswith(f"{parts[0]} ") else " ".join(parts)


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
        if len(words) > 1 and _spells_all(words, letters):
            words = _cut_as(words, letters)  # "Élodie Gagnon, e l o d i e g a g n o n"
            continue
        alike = [(SequenceMatcher(None, fold(word), letters).ratio(), at) for at, word in enumerate(words)]
        best = max(alike, default=(0.0, -1))
        if best[0] >= _ALIKE or (best[1] >= 0 and fold(words[best[1]])[:1] == letters[:1] and best[0] >= 0.4):
            words[best[1]] = letters
        elif alone and not words and len(letters) > 1:
            words.append(letters)
    return words


def _spells_all(words: List[str], letters: str) -> bool:
    joined = fold("".join(words))
    return (
        joined[:1] == letters[:1]
        and len(letters) >= len(joined) - 1
        and SequenceMatcher(None, joined, letters).ratio() >= _WHOLE
    )


def _cut_as(words: List[str], letters: str) -> List[str]:
    """The letters of a whole name, cut where its words were; the words where they say the same."""
    if fold("".join(words)) == letters:
        return words
    out: List[str] = []
    at = 0
    for word in words[:-1]:
        ends = range(max(at + 1, at + len(word) - 1), min(len(letters), at + len(word) + 2))
        best = max(ends, key=lambda end: SequenceMatcher(None, fold(word), letters[at:end]).ratio(), default=at)
        out, at = [*out, letters[at:best]], best
    return [*out, letters[at:]] if all(out) and at < len(letters) else words


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
    """Each word with a capital, "o'neil" with two; "nadine nadine frobisher", who hesitated, is named once."""
    words = [
        word for at, word in enumerate(words) if len(words) == 2 or not at or word.lower() != words[at - 1].lower()
    ]
    if len(words) > 2 and words[-1].lower() == words[0].lower():  # "jon reyes jon", who said his first name again
        words = words[:-1]
    return " ".join("-".join(_capital(part) for part in word.split("-")) for word in words)


def _capital(part: str) -> str:
    if re.match(r"[od]'\w", part, re.I):
        return part[:2].upper() + part[2:3].upper() + part[3:]
    return part.upper() if "." in part else part[:1].upper() + part[1:]
