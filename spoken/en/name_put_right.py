"""A name of which one part is put right: "last name is Lopes", "Bernice not Denise", "Gagnon with an o". The rest of it stays. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Dict, List, Optional, Tuple

from spoken.en.name_letters import spelled_as_said
from spoken.en.names import MOST_WORDS, spelled_in, titled
from spoken.en.not_a_name import NEVER_IN_NAMES
from spoken.utterance import fold
from spoken.word_sets import word_set

FIRST, LAST = "first", "last"
_LABEL = re.compile(
    r"\b(?:(?:my|the|his|her) )?(?:(?P<first>(?:first|given|christian) names?)|(?P<last>(?:last|family|second|sur) ?names?))"
    r"(?:'s| is| it's| was|:)*(?![\w'])"
)
_NO_NAME = NEVER_IN_NAMES | word_set(
    """i i'm im i'd it it's its it'd a of in for my me your you you've youve you're we us name names not no nor but and or so to as be
    should would could can please just spelled spelt spell spelling spells change correct fix make put add say says said saying call
    called two both all whole full part letter letters double silent without dropped drop left missed missing forgot forgotten skipped
    lost cut kept keep wrong right instead dear honey sir thanks thank um uh oh ok yeah yep nope sorry wait actually really
    like also then than if does do did don't doesn't isn't wasn't aren't ain't that's thats this's there's what's where's one
    is's again now still well mine only know need want use up down an i've goes by misspelled correctly comes before after first last
    family surname given christian"""
)
_NOT = re.compile(
    r"\b(?:not|isn't|is not|ain't|wasn't|nor|never) (?:my |the |a |called |named )?(?P<no>[a-z][a-z'-]+)"
    r"|\bdrop (?:the )?(?P<drop>[a-z][a-z'-]+)"
)
_LEFT_OUT = re.compile(
    r"\b(?:dropped|left out|left off|forgot|missed|skipped|lost|cut off|where(?:'s| is)) (?:my |the )?(?:first name "
    r"|last name |name )?(?P<after>[a-z][a-z'-]+)"
    r"|\b(?P<before>[a-z][a-z'-]+)(?: is| was|'s) (?:missing|gone|left out|dropped|not (?:in )?there)\b"
)
_HALF = re.compile(r"(?:and |but |you've |you have |you )*(?:dropped|cut off|left off) (?:my |the )?[a-z][a-z'-]+")
_ALIKE, _HARDLY = 0.6, 0.4


def put_right(old: str, said: str, named: bool = False) -> str:
    """The whole name after that; "" where the words say nothing of a name. `named`: they speak of it ("the name is ...").

    What is no part of the old name and stands there alone may be the first name or the last: then it is "" as well.
    """
    words, text = old.replace(",", " ").split(), " ".join(spelled_as_said(fold(said)).split())
    parts = _labelled(text, words)
    if not parts and _LABEL.search(text):
        return ""
    if not parts and not (named or _of_this_name(text, words)):
        return ""
    wrong = {found["no"] or found["drop"] for found in _NOT.finditer(text)}
    runs = [[word for word in run if word not in wrong] for run in _runs(text)]
    whole = next((run for run in reversed(runs) if 2 <= len(run) <= MOST_WORDS and len(set(run)) == len(run)), None)
    if parts:
        new = _with_parts(words, parts)
    elif whole and not _adds_to_one(whole, words):
        new = [_as_it_was(word, words) for word in whole]
    else:
        new = _one_word(words, text, [word for run in runs for word in run], wrong)
    return titled(new) if new else ""


def with_labels(said: str) -> str:
    """ "Ndiaye Mamadou, Mamadou is first name": a name whose order is told behind it; "" where no label follows its word."""
    text = " ".join(spelled_as_said(fold(said)).split())
    behind = re.search(r"[a-z][a-z'-]+,? is (?:my |the |a )?(?:first|given|last|family|sur)[ ]?name\b", text)
    if not behind:
        return ""
    parts, whole = _labelled(text, []), next(iter(_runs(text[: behind.start()])), [])
    named = [word for part in parts.values() for word in part]
    if len(parts) == 1 and not (len(whole) > 1 and set(named) & set(whole)):
        return ""
    return titled(_with_parts(whole, parts))


def _of_this_name(text: str, old: List[str]) -> bool:
    """It sets a word against one of the name, or nothing stands there but what is like one of it."""
    told = [word for run in _runs(text) for word in run]
    against = any(_same(found["no"] or found["drop"], word) for found in _NOT.finditer(text) for word in old)
    few = (
        0 < len(told) <= MOST_WORDS
        and len([word for word in text.split() if len(word) > 1]) <= len(told) + 6
        and not re.search(r"\d", text)
    )
    said_so = (
        bool(re.search(r"\bwith (?:an? |two |one |double )|\bwithout\b|\b(?:\w )+\w$", text)) or len(text.split()) <= 5
    )
    alike = bool(told) and all(_nearest(word, old)[0] >= _ALIKE for word in told)
    longer = len(told) == 2 and _same(old[-1], told[0])  # "it's Lopez Garcia"
    left_out = any(_same(word, one) for found in _LEFT_OUT.finditer(text) for word in old for one in text.split())
    half = len(old) == 1 and bool(_HALF.fullmatch(text))
    letters = spelled_in(text) if not told else ""
    spelled = len(letters) > 2 and _nearest(letters.lower(), old)[0] >= _ALIKE
    return against or (few and said_so and (alike or longer)) or left_out or half or spelled


def _labelled(text: str, old: List[str]) -> Dict[str, List[str]]:
    """ "Mamadou is the first name, Ndiaye the last name": which word is which. Said twice, the later one counts."""
    parts: Dict[str, List[str]] = {}
    labels = list(_LABEL.finditer(text))
    for at, label in enumerate(labels):
        kind = FIRST if label["first"] else LAST
        before = text[labels[at - 1].end() if at else 0 : label.start()]
        after = text[label.end() : labels[at + 1].start() if at + 1 < len(labels) else len(text)]
        led = re.search(r"([a-z][a-z'-]+)(?:,? (?:is|as|'s|being))$|([a-z][a-z'-]+)'s$", before.strip())
        following, leading = _value(after), _words(before)[-1:]
        if led and (led[1] or led[2]) not in _NO_NAME:
            parts[kind] = [led[1] or led[2]]
        elif following:
            parts[kind] = following
        elif leading and parts.get(FIRST if kind == LAST else LAST) != leading:
            parts[kind] = leading
    if len(parts) == 1 and len(labels) == 1 and (only := next(iter(parts))) is not None:
        later = re.search(r"\bbut (?:it's|it is|its) (?P<new>[a-z' -]+)$", text)
        parts[only] = _words(later["new"]) or parts[only] if later else parts[only]
    elif later := re.search(r"\bbut (?:it's|it is|its) (?P<new>[a-z' -]+)$", text):
        new = _words(later["new"])
        kind_meant = next((kind for kind, value in parts.items() if set(value) & set(new)), None)
        if kind_meant:
            parts[kind_meant] = new
    return parts


def _value(after: str) -> List[str]:
    """The name that comes at once behind a label: "is Lopes", "to Gagnon", "should be Lopes, with an s"."""
    lead = re.match(
        r"^[ ,:]*(?:(?:is|it's|its|was|to|be|should|has|say|spelled|wrong|just|really|actually|not|as)[ ,]+)*", after
    )
    rest = after[lead.end() :] if lead else after
    if letters := spelled_in(rest):
        return [letters.lower()] if len(letters) > 2 and len(rest.split()) <= len(letters) + 2 else _run_at(rest)
    return _run_at(rest)


def _run_at(rest: str) -> List[str]:
    out: List[str] = []
    for word in rest.replace(",", " ").split():
        if not _is_one(word) or (out and word == out[-1]):
            break
        out.append(word)
    return out[:2]


def _with_parts(old: List[str], parts: Dict[str, List[str]]) -> List[str]:
    """The named part in its place; of the old name what is not that part, nor like it."""
    first, last = parts.get(FIRST), parts.get(LAST)
    if first and last:
        return [*(_as_it_was(word, old) for word in first), *(_as_it_was(word, old) for word in last)]
    new = [_as_it_was(word, old) for word in first or last or []]
    kept = [word for word in old if not any(_same(word, one) for one in new)]
    if len(kept) == len(old) and len(old) > 1:
        near = max(range(len(old)), key=lambda at: max(_ratio(old[at], one) for one in new))
        if len(old) > 2 and max(_ratio(old[near], one) for one in new) >= _ALIKE:
            return [*old[:near], *new, *old[near + 1 :]]  # "Lopes", of "Maria Lopez Garcia"
        alike = max(_ratio(old[near], one) for one in new) >= _ALIKE
        kept.pop(near if alike else 0 if first else -1)
    elif len(old) == 1 and kept and max(_ratio(old[0], one) for one in new) >= _ALIKE:
        kept = []
    return [*new, *kept] if first else [*kept, *new]


def _one_word(old: List[str], text: str, told: List[str], wrong: set[str]) -> List[str]:
    """One word of the name is written otherwise, is none of it, or is missing."""
    out = [word for word in old if not any(_same(word, one) for one in wrong)]
    denied = [at for at, word in enumerate(old) if any(_same(word, one) for one in wrong)]
    new = [word for word in told if not any(_same(word, one) for one in out)]
    spelled = spelled_in(text)
    if len(spelled) > 2:
        new = [spelled.lower()]
    if denied and (instead := _before_the_no(text, new)):
        new = instead  # "you said something strange, it's villalobos not llvillalobos"
    if denied:
        return [*out[: denied[0]], *new[:2], *out[denied[0] :]] if out or new else []
    missing = [found["after"] or found["before"] for found in _LEFT_OUT.finditer(text)]
    missing = [word for word in missing if word in new]
    if missing:
        return [missing[0], *old] if len(old) == 1 else []
    if not new:
        return list(old) if told else []  # it is written so already
    likeness, at = _nearest(new[0], old)
    if len(new) == 1 and told[:1] != new and len(told) == 2 and _same(old[-1], told[0]):
        return [*old, new[0]]
    if likeness < _ALIKE and not (likeness >= _HARDLY and fold(old[at])[:1] == new[0][:1]):
        return []
    return [*old[:at], new[0], *(word for word in new[1:2] if len(old) == at + 1), *old[at + 1 :]]


def _before_the_no(text: str, new: List[str]) -> List[str]:
    """The words that stand right before "not ..."."""
    found = _NOT.search(text)
    out: List[str] = []
    for word in reversed(text[: found.start()].replace(",", " ").split() if found else []):
        if word not in new or word in out:
            break
        out.insert(0, word)
    return out


def _adds_to_one(whole: List[str], old: List[str]) -> bool:
    """ "It's Lopez Garcia", of "Ana Lopez": the last name with one more word, not the whole name."""
    return len(old) > 1 and _same(whole[0], old[-1]) and not any(_same(word, old[0]) for word in whole)


def _runs(text: str) -> List[List[str]]:
    """Words side by side that can be of a name."""
    out: List[List[str]] = [[]]
    for word in re.findall(r"[^\s,.;!?]+|[,.;!?]", text):
        if _is_one(word):
            if not out[-1] or out[-1][-1] != word:
                out[-1].append(word)
        else:
            out.append([])
    return [run for run in out if run]


def _words(text: str) -> List[str]:
    return [word for run in _runs(text) for word in run]


def _is_one(word: str) -> bool:
    return len(word) > 1 and bool(re.fullmatch(r"[^\W\d_][^\W\d_'-]*(?:['-][^\W\d_]+)*", word)) and word not in _NO_NAME


def _same(one: Optional[str], other: str) -> bool:
    return one is not None and fold(one) == fold(other)


def _as_it_was(word: str, old: List[str]) -> str:
    """With the accents and capitals that it had: "élodie" of "elodie"."""
    return next((one for one in old if _same(one, word)), word)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, fold(one), fold(other)).ratio()


def _nearest(word: str, old: List[str]) -> Tuple[float, int]:
    return max(((_ratio(one, word), at) for at, one in enumerate(old)), default=(0.0, -1))
